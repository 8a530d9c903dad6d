package dev.handoff.verification.lincheck;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Interrupts threads that are in a call of an operation, and no others: those are Lincheck's, whose
 * own waiting must not be disturbed.
 */
final class Interrupts {
  private final @Nullable Thread[] inside = new @Nullable Thread[3];

  synchronized void enter(int thread) {
    inside[thread] = Thread.currentThread();
  }

  /** The flag is gone afterwards; whether it was set. */
  synchronized boolean leave(int thread) {
    inside[thread] = null;
    return Thread.interrupted();
  }

  /** Whether the thread was in a call, and is interrupted now. */
  synchronized boolean interrupt(int thread) {
    Thread target = inside[thread];
    if (target != null) {
      target.interrupt();
    }
    return target != null;
  }
}
