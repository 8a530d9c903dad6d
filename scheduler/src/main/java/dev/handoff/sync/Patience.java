package dev.handoff.sync;

import dev.handoff.runtime.Parking;
import dev.handoff.runtime.WaitReason;

/** How one call waits: what a dump says of it, and what ends the wait early. */
final class Patience {
  private final WaitReason reason;
  private final Object on;
  private final boolean timed;
  private final long deadline;

  private Patience(WaitReason reason, Object on, boolean timed, long deadline) {
    this.reason = reason;
    this.on = on;
    this.timed = timed;
    this.deadline = deadline;
  }

  /** The calling thread waits until it is interrupted. */
  static Patience untilInterrupted(WaitReason reason, Object on) {
    return new Patience(reason, on, false, 0);
  }

  /** The calling thread waits until it is interrupted, or for so long. */
  static Patience forNanos(WaitReason reason, Object on, long nanos) {
    // Half the range of a long, so that the difference of two clock readings cannot overflow.
    return new Patience(reason, on, true, System.nanoTime() + Math.min(nanos, Long.MAX_VALUE >> 1));
  }

  /** Whether the wait is to end. Once it is over it stays so, until the caller clears the flag. */
  boolean isOver() {
    return Thread.currentThread().isInterrupted() || (timed && left() <= 0);
  }

  /** Parks once. */
  void park() {
    if (timed) {
      Parking.parkNanos(reason, on, left());
    } else {
      Parking.park(reason, on);
    }
  }

  private long left() {
    return deadline - System.nanoTime();
  }
}
