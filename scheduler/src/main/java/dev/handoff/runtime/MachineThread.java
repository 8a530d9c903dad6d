package dev.handoff.runtime;

import org.checkerframework.checker.nullness.qual.Nullable;

/** The platform thread of an M. */
final class MachineThread extends Thread {
  private final M machine;
  private final AllGoroutines.Part spawned;
  private final MachineThreads owner;

  MachineThread(M machine, String name, AllGoroutines.Part spawned, MachineThreads owner) {
    super(null, null, name, 0, false);
    this.machine = machine;
    this.spawned = spawned;
    this.owner = owner;
    setDaemon(true);
  }

  @Override
  public void run() {
    try {
      machine.run();
    } finally {
      owner.ended(this);
    }
  }

  /** The goroutines that goroutines have started on this thread. */
  AllGoroutines.Part spawned() {
    return spawned;
  }

  /** The thread of an M that carries the current thread or is the current thread, if any. */
  static @Nullable MachineThread carrier() {
    return VirtualThreads.currentCarrier() instanceof MachineThread thread ? thread : null;
  }

  /** The M whose thread carries the current thread or is the current thread, if any. */
  static @Nullable M current() {
    return VirtualThreads.currentCarrier() instanceof MachineThread thread ? thread.machine : null;
  }
}
