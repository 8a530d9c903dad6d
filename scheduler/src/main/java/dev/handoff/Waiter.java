package dev.handoff;

import dev.handoff.runtime.Parking;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.SpinLock;
import dev.handoff.runtime.WaitReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A thread that waits to send or to receive (Go's {@code sudog}). */
sealed class Waiter<T extends @NonNull Object> permits SelectWaiter {
  private static final VarHandle OUTCOME;

  static {
    try {
      OUTCOME = MethodHandles.lookup().findVarHandle(Waiter.class, "outcome", Outcome.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Thread thread;

  /** What it sends, or has received. Guarded by the channel's lock until the outcome is set. */
  @Nullable T value;

  /** Set once, by whoever serves it, with the channel's lock held. */
  private volatile Outcome outcome = Outcome.WAITING;

  // Guarded by the channel's lock; `next` belongs to whoever closes the channel when it has taken
  // the waiter off its queue.
  @Nullable Waiter<T> next;
  @Nullable Waiter<T> previous;

  Waiter(Thread thread, @Nullable T value) {
    this.thread = thread;
    this.value = value;
  }

  T sent() {
    T sent = value;
    if (sent == null) {
      throw new IllegalStateException("a sender without a value");
    }
    return sent;
  }

  // ---------------------------------------------------------- who serves, with the channel's lock held

  /** Decides that this one is served, if nobody has decided otherwise; whoever did must serve it. */
  boolean claim() {
    return true; // it waits in this queue only
  }

  /** Whether somebody else has decided already. */
  boolean isLeftOver() {
    return false;
  }

  /**
   * Ends its wait. Release: it publishes {@code value}, and pairs with the volatile reads of the
   * waiter, which come after the unpark that follows.
   */
  @SpecAction("Parking!Decide")
  @SpecAction("Channel!CloseTell")
  void decide(Outcome result) {
    OUTCOME.setRelease(this, result);
  }

  // ---------------------------------------------------------------------------- without any lock

  /** Wakes the one that was served, if there is one. */
  @SpecAction("Channel!Unpark")
  @SpecAction("Select!Unpark")
  static void wake(@Nullable Waiter<?> served) {
    if (served != null) {
      Parking.unpark(served.thread);
    }
  }

  Outcome outcome() {
    return outcome; // volatile: pairs with setRelease in decide()
  }

  /**
   * Waits for the outcome; not for a waiter that belongs to a select.
   *
   * @throws GoroutineInterruptedException if it left the queue, because it was interrupted
   */
  @SpecAction("Parking!Look")
  @SpecAction("Parking!LookInterrupt")
  @SpecAction("Parking!LookAgain")
  @SpecAction("Channel!ParkAgain")
  @SpecAction("Channel!Return")
  final void await(WaitReason reason, Chan<T> channel, SpinLock lock, Waiters<T> queue) {
    while (outcome == Outcome.WAITING) {
      if (thread.isInterrupted() && leave(lock, queue)) {
        throw new GoroutineInterruptedException();
      }
      if (outcome == Outcome.WAITING) {
        Parking.park(reason, channel);
      }
    }
  }

  /** Leaves the queue unless it has been served; whether it left. */
  @SpecAction("Parking!Leave")
  @SpecAction("Channel!LeaveQueue")
  private boolean leave(SpinLock lock, Waiters<T> queue) {
    lock.acquire();
    boolean left = queue.remove(this);
    lock.release();
    return left;
  }
}
