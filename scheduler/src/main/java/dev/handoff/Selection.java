package dev.handoff;

import dev.handoff.runtime.Parking;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.WaitReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A select that waits. Its waiters are in the queues of several channels, so no lock decides who
 * serves it, but one word does, the decision: the first to set it wins, be it somebody who serves one
 * of the waiters or the select itself, which was interrupted.
 */
final class Selection {
  private static final VarHandle DECISION;

  static {
    try {
      DECISION = MethodHandles.lookup().findVarHandle(Selection.class, "decision", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The decision for none of the cases. */
  private static final Object INTERRUPTION = new Object();

  private final Thread thread;
  private final SelectWaiter<?>[] waiters;

  /** Null, then once and for all one of the waiters or INTERRUPTION. */
  private volatile @Nullable Object decision;

  /** The calling thread's, with a waiter for each case that can happen. */
  @SuppressWarnings("nullness") // the waiters only keep the reference
  Selection(Select.Case... cases) {
    this.thread = Thread.currentThread();
    SelectWaiter<?>[] made = new SelectWaiter<?>[cases.length];
    int count = 0;
    for (int i = 0; i < cases.length; i++) {
      if (cases[i] instanceof ChannelCase<?> c) {
        made[count++] = c.waiter(this, i);
      }
    }
    this.waiters = Arrays.copyOf(made, count);
  }

  Thread thread() {
    return thread;
  }

  // ------------------------------------------------------------------------------ who decides

  /** Decides for this waiter; whether nobody was quicker. With the lock of its channel held. */
  @SpecAction("Select!CloseWin")
  boolean decide(SelectWaiter<?> waiter) {
    // Against the CAS of others, and in await(); pairs with the volatile reads in await().
    return DECISION.compareAndSet(this, null, waiter);
  }

  boolean isDecided() {
    return decision != null; // volatile: pairs with the CAS in decide() and await()
  }

  // ------------------------------------------------------------- the select, with all locks held

  @SpecAction("Select!Enlist")
  void enlist() {
    for (SelectWaiter<?> w : waiters) {
      w.enlist();
    }
  }

  @SpecAction("Select!Dequeue")
  void dequeue() {
    for (SelectWaiter<?> w : waiters) {
      w.dequeue();
    }
  }

  // ------------------------------------------------------------------- the select, with no lock

  /** Waits until there is a decision: the waiter that is or will be served, or null: interrupted. */
  @SpecAction("Select!ParkAgain")
  @SpecAction("Select!ClaimInterrupted")
  @SpecAction("Select!Resume")
  @Nullable SelectWaiter<?> await() {
    WaitReason reason = waiters.length == 0 ? WaitReason.SELECT_NO_CASES : WaitReason.SELECT;
    while (decision == null) { // volatile, as below: pairs with the CAS in decide()
      if (thread.isInterrupted()) {
        DECISION.compareAndSet(this, null, INTERRUPTION); // against the CAS in decide()
      } else {
        Parking.park(reason, this);
      }
    }
    return decision instanceof SelectWaiter<?> served ? served : null;
  }

  // -------------------------------------------------------------------------------- any thread

  /** Whether a timer is pending that will serve it. */
  boolean awaitsTimer() {
    return Arrays.stream(waiters).anyMatch(w -> w.channel().awaitsTimer());
  }

  @Override
  public String toString() {
    return waiters.length == 0
        ? "nothing"
        : Arrays.stream(waiters).map(SelectWaiter::toString).collect(Collectors.joining(", "));
  }
}
