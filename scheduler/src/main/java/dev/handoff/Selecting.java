package dev.handoff;

import dev.handoff.runtime.Parking;
import dev.handoff.runtime.SpecAction;
import java.util.concurrent.ThreadLocalRandom;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How a select is carried out; spec: Select.tla.
 *
 * <ol>
 *   <li>Lock all channels and look at the cases. Of those that are ready one is drawn, and happens.
 *   <li>Else put a waiter for each case into its channel's queue, unlock all, and park.
 *   <li>When woken, lock all again, take the waiters out of the queues, and unlock all.
 * </ol>
 *
 * <p>Drawing: of k ready cases each is taken with the same probability. All are looked at, and the n-th
 * that is ready takes the place of the one drawn so far with probability 1/n; so a select of which one
 * case is ready needs no random number. Only somebody who serves the drawn case's partner on another
 * channel can spoil it; then it is drawn anew.
 *
 * <p>The race between those who serve a select that waits:
 *
 * <pre>
 *    who serves (holds channel c's lock)        who waits
 *    1. takes the first waiter off c's queue    1. has waiters in the queues of all its channels
 *    2. CAS on the decision of the waiter's     2. may be interrupted: CAS on its own decision
 *       select; failed: takes the next waiter   3. sees a decision: locks all channels, c too, so
 *    3. moves the value                            that 4 of the other side is over, and only
 *    4. gives the lock back                        then reads the value
 *    5. unparks the waiter
 * </pre>
 */
final class Selecting {
  private Selecting() {}

  /**
   * Carries it out.
   *
   * @param otherwise the index of the default, or -1
   * @return the index of the case that happened, whose continuation has run
   */
  @SpecAction("Select!Begin")
  @SpecAction("Select!Default")
  static int select(Select.Case[] cases, int otherwise) {
    Chan<?>[] order = LockOrder.of(cases);
    LockOrder.lock(cases, order);
    int taken = takeReady(cases, order, null);
    if (taken >= 0) {
      return taken;
    }
    if (otherwise >= 0) {
      LockOrder.unlock(cases, order);
      at(cases, otherwise).finish(Outcome.DONE);
      return otherwise;
    }
    if (!hasAfter(cases)) {
      return waitAndFinish(cases.clone(), order, null);
    }
    // What was this far is a select whose default is to start the timers. Now comes the other, with
    // their channels.
    LockOrder.unlock(cases, order);
    Parking.checkInterrupt();
    return selectBefore(new Timeouts(cases));
  }

  private static int selectBefore(Timeouts timeouts) {
    Select.Case[] cases = timeouts.cases();
    Chan<?>[] order = LockOrder.of(cases);
    LockOrder.lock(cases, order);
    int taken = takeReady(cases, order, timeouts);
    return taken >= 0 ? taken : waitAndFinish(cases, order, timeouts);
  }

  private static boolean hasAfter(Select.Case... cases) {
    for (Select.Case c : cases) {
      if (c instanceof AfterCase) {
        return true;
      }
    }
    return false;
  }

  // --------------------------------------------------------------------------------- first pass

  /** Takes one of the ready cases, and gives the locks back; if there is none, -1, and does not. */
  private static int takeReady(
      Select.Case[] cases, Chan<?> @Nullable [] order, @Nullable Timeouts timeouts) {
    for (int i = draw(cases); i >= 0; i = draw(cases)) {
      if (take(at(cases, i), cases, order, timeouts)) {
        return i;
      }
    }
    return -1;
  }

  /** The index of one of the cases that are ready, each as likely as the others; -1: none is. */
  @SpecAction("Select!Miss")
  private static int draw(Select.Case... cases) {
    int drawn = -1;
    int ready = 0;
    for (int i = 0; i < cases.length; i++) {
      if (at(cases, i).isReady()
          && (++ready == 1 || ThreadLocalRandom.current().nextInt(ready) == 0)) {
        drawn = i;
      }
    }
    return drawn;
  }

  /** Lets this case happen, if it still can; whether it did. */
  @SpecAction("Select!Finish")
  private static <T extends @NonNull Object> boolean take(
      SelectCase<T> drawn,
      Select.Case[] cases,
      Chan<?> @Nullable [] order,
      @Nullable Timeouts timeouts) {
    Waiter<T> partner = drawn.claim();
    Object result = drawn.move(partner);
    if (result == Outcome.WAITING) {
      return false;
    }
    LockOrder.unlock(cases, order);
    Waiter.wake(partner);
    stop(timeouts);
    drawn.finish(result);
    return true;
  }

  // ---------------------------------------------------------------------- second and third pass

  /** Waits until somebody serves one of the cases, with all locks held at first. */
  @SpecAction("Select!GiveUp")
  @SpecAction("Select!Finish")
  private static int waitAndFinish(
      Select.Case[] cases, Chan<?> @Nullable [] order, @Nullable Timeouts timeouts) {
    Selection selection;
    try {
      selection = Thread.currentThread().isInterrupted() ? null : new Selection(cases);
      if (selection != null) {
        selection.enlist();
      }
    } finally {
      LockOrder.unlock(cases, order);
    }
    SelectWaiter<?> served = null;
    Object result = Outcome.WAITING;
    if (selection != null) {
      served = selection.await();
      LockOrder.lock(cases, order);
      selection.dequeue();
      result = served == null ? Outcome.WAITING : served.result();
      LockOrder.unlock(cases, order);
    }
    stop(timeouts);
    if (served == null) {
      throw new GoroutineInterruptedException();
    }
    at(cases, served.index).finish(result);
    return served.index;
  }

  private static void stop(@Nullable Timeouts timeouts) {
    if (timeouts != null) {
      timeouts.stop();
    }
  }

  private static SelectCase<?> at(Select.Case[] cases, int index) {
    return (SelectCase<?>) cases[index]; // there are no others
  }
}
