package dev.handoff.sync;

import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.Parking;
import dev.handoff.runtime.WaitReason;
import java.util.function.BooleanSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The calling thread, as one that waits in a {@link Line} until another thread decides what becomes of
 * it. A waiter serves one wait.
 */
class Waiter {
  /** What became of it. */
  enum Outcome {
    /** Nothing yet. */
    WAITING,
    /** It is to compete for what it wants, and has kept its place in line. */
    ROUSED,
    /** It has what it wants, and is out of the line. */
    SERVED
  }

  final Thread thread = Thread.currentThread();

  /**
   * Written under the line's lock, and read by the waiter without it. Volatile: what precedes the
   * write in {@link #decide} happens-before what follows the read in {@link #outcome}.
   */
  private volatile Outcome outcome = Outcome.WAITING;

  // Guarded by the lock of the line. Once the waiter is out of it, `next` is its follower in a chain of
  // those to be woken.
  @Nullable Waiter next;
  @Nullable Waiter previous;

  final Outcome outcome() {
    return outcome;
  }

  final boolean isWaiting() {
    return outcome == Outcome.WAITING;
  }

  final void decide(Outcome result) {
    outcome = result;
  }

  /**
   * Sleeps until it is served. Whoever serves it first writes the outcome, then unparks; it parks only
   * after it has read that there is none.
   *
   * @param leave takes it out of its line, unless it has been served; whether it did
   * @throws GoroutineInterruptedException if the thread was interrupted and has left
   */
  final void await(WaitReason reason, Object on, BooleanSupplier leave) {
    while (isWaiting()) {
      if (thread.isInterrupted() && leave.getAsBoolean()) {
        throw new GoroutineInterruptedException();
      }
      if (isWaiting()) {
        Parking.park(reason, on);
      }
    }
  }

  /** Wakes all of a chain. For whoever has served them, when it has released the line's lock. */
  static void unparkAll(@Nullable Waiter chain) {
    for (Waiter w = chain; w != null; w = w.next) {
      Parking.unpark(w.thread);
    }
  }
}
