package dev.handoff.runtime;

import org.checkerframework.checker.nullness.qual.Nullable;

/** The platform thread of an M. */
final class MachineThread extends Thread {
  private final M machine;

  MachineThread(M machine, String name) {
    super(null, machine::run, name, 0, false);
    this.machine = machine;
    setDaemon(true);
  }

  /** The M whose thread carries the current thread or is the current thread, if any. */
  static @Nullable M current() {
    return VirtualThreads.currentCarrier() instanceof MachineThread thread ? thread.machine : null;
  }
}
