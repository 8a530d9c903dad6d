package dev.handoff.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Await;
import dev.handoff.DeadlockException;
import dev.handoff.Go;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Go's mutex; each test says in brackets which fault of the code it is to find. */
@Timeout(120)
class MutexTest {
  private final Scheduler scheduler = Scheduler.builder().processors(2).build();
  private final Mutex mutex = new Mutex();

  @AfterEach
  void close() {
    scheduler.close();
  }

  private Call lock(Call.By by) {
    return Call.by(by, scheduler, mutex::lock);
  }

  private void assertFree() {
    assertTrue(mutex.toString().endsWith("[free]"), mutex.toString());
  }

  // --------------------------------------------------------------------------------- one at a time

  private int inside;
  private int count;

  private void enterAndLeave(SplittableRandom random) {
    assertEquals(0, inside++, "alone inside");
    count++;
    Storm.linger(random);
    inside--;
  }

  /** [A CAS that ignores `locked'; an unlock that wakes nobody.] */
  @Test
  void onlyOneIsInside() {
    int rounds = 1_000;
    Storm.run(
        rounds,
        false,
        random -> {
          lockSomehow(random);
          enterAndLeave(random);
          mutex.unlock();
        });
    assertEquals(8 * rounds, count);
    assertFree();
  }

  /**
   * [One that leaves stays counted; one that leaves, and is the only one to be woken, does not wait for
   * that; one that gives up does not clear `woken'.]
   */
  @Test
  void interruptsLoseNothing() {
    Storm.run(
        1_000,
        true,
        random -> {
          lockSomehow(random);
          enterAndLeave(random);
          mutex.unlock();
        });
    assertFree();
  }

  private void lockSomehow(SplittableRandom random) throws InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> mutex.lockInterruptibly();
      case 1 -> {
        while (!mutex.tryLock(50, TimeUnit.MICROSECONDS)) {
          Go.checkpoint();
        }
      }
      default -> mutex.lock();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWaiterGetsItWhenItIsUnlocked(Call.By by) {
    mutex.lock();
    assertFalse(mutex.tryLock());
    Call waiter = lock(by).asleep();
    assertTrue(mutex.toString().endsWith("[locked, 1 waiting]"), mutex.toString());
    mutex.unlock();
    waiter.returns();
    assertFalse(mutex.tryLock());
    mutex.unlock(); // what the waiter has locked
    assertTrue(mutex.tryLock());
    mutex.unlock();
    assertFree();
  }

  /** [An unlock that subtracts first and looks afterwards.] */
  @Test
  void unlockOfAFreeMutexIsRefusedAndChangesNothing() {
    IllegalMonitorStateException e =
        assertThrows(IllegalMonitorStateException.class, mutex::unlock);
    assertTrue(e.getMessage().contains("not locked: call unlock once after each lock"));
    assertFree();
    mutex.lock();
    mutex.unlock();
    assertThrows(IllegalMonitorStateException.class, mutex::unlock);
  }

  @Test
  void itHasNoConditions() {
    assertThrows(UnsupportedOperationException.class, mutex::newCondition);
  }

  // ---------------------------------------------------------------------------------- starvation

  private static void holdForLongerThanAWaiterLikes() {
    long end = System.nanoTime() + 3_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait(); // without a scheduling point
    }
  }

  /** [No starvation mode; an unlock that does not hand over in it; a mode that does not end.] */
  @Test
  void aWaiterThatHasWaitedTooLongIsHandedTheMutex() {
    OneP.run(
        s -> {
          mutex.lock();
          Call waiter = Call.by(s, mutex::lock);
          Await.until("it waits", () -> mutex.waiters() == 1);
          holdForLongerThanAWaiterLikes();
          mutex.unlock();
          mutex.lock(); // in passing: the waiter does not run yet
          Go.yield();
          assertTrue(mutex.isStarving(), mutex.toString());
          mutex.unlock();
          assertFalse(mutex.tryLock(), "it has been handed over");
          Call other = Call.by(s, mutex::lock);
          waiter.returns();
          assertFalse(mutex.isStarving(), "nobody else had waited");
          mutex.unlock(); // for the waiter
          other.returns();
          mutex.unlock();
          assertFree();
        });
  }

  /** [A waiter that has lost goes to the end of the line; a newcomer that takes a starving mutex.] */
  @Test
  void inStarvationModeTheLineIsServedInOrder() {
    OneP.run(
        s -> {
          List<Integer> order = new ArrayList<>();
          mutex.lock();
          List<Call> waiters = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            int id = i;
            waiters.add(Call.by(s, () -> lockAndNote(order, id)));
            Await.until("it waits", () -> mutex.waiters() == id + 1);
          }
          holdForLongerThanAWaiterLikes();
          mutex.unlock();
          mutex.lock();
          Go.yield();
          assertTrue(mutex.isStarving(), mutex.toString());
          mutex.unlock();
          waiters.add(Call.by(s, () -> lockAndNote(order, 3)));
          waiters.forEach(Call::returns);
          assertEquals(List.of(0, 1, 2, 3), order);
          assertFree();
        });
  }

  /** Whether it has waited so long depends on the machine, so it tries until it has not. [It goes on.] */
  @Test
  void oneThatHasNotWaitedLongEndsStarvationMode() {
    OneP.run(s -> Await.until("the mode ends before the line", () -> endsBeforeTheLine(s)));
  }

  private boolean endsBeforeTheLine(Scheduler s) {
    boolean[] ended = {false};
    mutex.lock();
    Call late = Call.by(s, this::lockAndUnlock);
    Await.until("it waits", () -> mutex.waiters() == 1);
    holdForLongerThanAWaiterLikes();
    mutex.unlock();
    mutex.lock();
    Go.yield();
    assertTrue(mutex.isStarving(), mutex.toString());
    Call early =
        Call.by(
            s,
            () -> {
              mutex.lock();
              ended[0] = !mutex.isStarving() && mutex.waiters() == 1;
              mutex.unlock();
            });
    Await.until("it waits behind", () -> mutex.waiters() == 2);
    Call last = Call.by(s, this::lockAndUnlock);
    Await.until("all wait", () -> mutex.waiters() == 3);
    mutex.unlock();
    late.returns();
    early.returns();
    last.returns();
    assertFree();
    return ended[0];
  }

  private void lockAndUnlock() {
    mutex.lock();
    mutex.unlock();
  }

  private void lockAndNote(List<Integer> order, int id) {
    mutex.lock();
    order.add(id);
    mutex.unlock();
  }

  /** One that keeps taking the mutex cannot keep it from one that waits. [No starvation mode.] */
  @ParameterizedTest
  @EnumSource
  void aHogDoesNotKeepTheMutexForItself(Call.By by) {
    mutex.lock();
    Call waiter = Call.by(by, scheduler, this::lockAndUnlock).asleep();
    Await.until(
        "the waiter had it",
        () -> {
          mutex.unlock();
          mutex.lock(); // at once
          return waiter.isOver();
        });
    mutex.unlock();
    assertFree();
  }

  // ------------------------------------------------------------------------------- interruption

  @ParameterizedTest
  @EnumSource
  void anInterruptedWaiterThrowsAndTheNextOneGetsIt(Call.By by) {
    mutex.lock();
    Call first = lock(by).asleep();
    Call second = lock(by).asleep();
    first.interrupt().failsInterrupted();
    assertEquals(1, mutex.waiters());
    mutex.unlock();
    second.returns();
    mutex.unlock();
    assertFree();
  }

  @ParameterizedTest
  @EnumSource
  void lockInterruptiblyThrowsAsLockSays(Call.By by) {
    mutex.lock();
    Call waiter = Call.by(by, scheduler, mutex::lockInterruptibly).asleep();
    waiter.interrupt().failsInterruptedAndCleared();
    mutex.unlock();
    Call early =
        Call.by(
            by,
            scheduler,
            () -> {
              Thread.currentThread().interrupt();
              mutex.lockInterruptibly();
            });
    early.failsInterruptedAndCleared();
    assertFree();
  }

  @ParameterizedTest
  @EnumSource
  void onlyACallThatMustWaitLooksAtTheFlag(Call.By by) {
    Call.by(
            by,
            scheduler,
            () -> {
              Thread.currentThread().interrupt();
              mutex.lock();
              assertThrows(GoroutineInterruptedException.class, mutex::lock);
              assertTrue(Thread.currentThread().isInterrupted());
              assertFalse(mutex.tryLock());
              mutex.unlock();
              assertTrue(mutex.tryLock());
              mutex.unlock();
            })
        .returns();
    assertFree();
  }

  /** [It throws although it has been handed the mutex, which then nobody unlocks.] */
  @Test
  void whoWasHandedTheMutexBeforeItNoticedTheInterruptHasIt() {
    OneP.run(
        s -> {
          mutex.lock();
          Call waiter = Call.by(s, mutex::lock);
          Await.until("it waits", () -> mutex.waiters() == 1);
          holdForLongerThanAWaiterLikes();
          mutex.unlock();
          mutex.lock();
          Go.yield();
          assertTrue(mutex.isStarving(), mutex.toString());
          mutex.unlock();
          waiter.interrupt();
          assertTrue(waiter.returns().isFlagged());
          assertFalse(mutex.tryLock());
          mutex.unlock();
          assertFree();
        });
  }

  /** [One that was woken, loses and throws does not clear `woken': nobody is woken any more.] */
  @Test
  void whoWasWokenAndThrowsLetsTheNextOneBeWoken() {
    OneP.run(
        s -> {
          mutex.lock();
          Call first = Call.by(s, mutex::lock).asleep();
          Call second = Call.by(s, mutex::lock).asleep();
          Await.until("they wait", () -> mutex.waiters() == 2);
          mutex.unlock(); // wakes the first ...
          mutex.lock(); // ... which will find it locked ...
          first.interrupt(); // ... and give up
          first.failsInterrupted();
          mutex.unlock();
          second.returns();
          mutex.unlock();
          assertFree();
        });
  }

  @Test
  void whoWasWokenAndFindsTheMutexFreeTakesItThoughInterrupted() {
    OneP.run(
        s -> {
          mutex.lock();
          Call waiter = Call.by(s, mutex::lock);
          Await.until("it waits", () -> mutex.waiters() == 1);
          mutex.unlock();
          waiter.interrupt();
          assertTrue(waiter.returns().isFlagged());
          mutex.unlock();
          assertFree();
        });
  }

  // ---------------------------------------------------------------------------------------- timed

  @ParameterizedTest
  @EnumSource
  void theTimedTryLockGivesUp(Call.By by) {
    mutex.lock();
    Call.by(
            by,
            scheduler,
            () -> {
              long begin = System.nanoTime();
              assertFalse(mutex.tryLock(20, TimeUnit.MILLISECONDS));
              assertTrue(System.nanoTime() - begin >= 20_000_000, "not before its time");
              assertFalse(mutex.tryLock(0, TimeUnit.SECONDS));
              assertFalse(mutex.tryLock(-1, TimeUnit.SECONDS));
            })
        .returns();
    assertEquals(0, mutex.waiters());
    mutex.unlock();
    assertFree();
  }

  @ParameterizedTest
  @EnumSource
  void theTimedTryLockGetsIt(Call.By by) {
    mutex.lock();
    Call waiter =
        Call.by(by, scheduler, () -> assertTrue(mutex.tryLock(Long.MAX_VALUE, TimeUnit.DAYS)));
    Await.until("it waits", () -> mutex.waiters() == 1);
    mutex.unlock();
    waiter.returns();
    mutex.unlock();
    Call.by(by, scheduler, () -> assertTrue(mutex.tryLock(-1, TimeUnit.SECONDS))).returns();
    assertThrows(NullPointerException.class, () -> mutex.tryLock(1, null));
  }

  @ParameterizedTest
  @EnumSource
  void theTimedTryLockThrowsAsLockSays(Call.By by) {
    mutex.lock();
    Call waiter = Call.by(by, scheduler, () -> mutex.tryLock(1, TimeUnit.DAYS));
    Await.until("it waits", () -> mutex.waiters() == 1);
    waiter.interrupt().failsInterruptedAndCleared();
    assertEquals(0, mutex.waiters());
    Call early =
        Call.by(
            by,
            scheduler,
            () -> {
              Thread.currentThread().interrupt();
              mutex.tryLock(1, TimeUnit.DAYS);
            });
    early.failsInterruptedAndCleared();
  }

  // ----------------------------------------------------------------------------- dumps, deadlock

  @Test
  void aDumpSaysWhatAGoroutineWaitsFor() {
    mutex.lock();
    lock(Call.By.GOROUTINE).asleep();
    Call timed = Call.by(Call.By.GOROUTINE, scheduler, () -> mutex.tryLock(1, TimeUnit.DAYS));
    Await.until(
        "the dump has both",
        () ->
            scheduler.snapshot().stream()
                .map(g -> String.valueOf(g.waitReason()))
                .toList()
                .toString()
                .matches(
                    "\\[sync.Mutex.lock on Mutex@\\w+\\[locked.*], sync.Mutex.tryLock on Mutex@.*]"));
    timed.interrupt();
  }

  @Test
  void whoLocksTwiceIsInADeadlock() {
    DeadlockException e =
        assertThrows(
            DeadlockException.class,
            () ->
                scheduler.run(
                    () -> {
                      mutex.lock();
                      mutex.lock();
                    }));
    assertTrue(e.getMessage().contains("[sync.Mutex.lock on Mutex@"), e.getMessage());
  }

  /** [A timed wait that counts as waiting for another goroutine: a deadlock is found within 1 s.] */
  @Test
  void aTimedWaitIsNoDeadlock() {
    scheduler.run(
        () -> {
          mutex.lock();
          assertFalse(mutex.tryLock(2_000, TimeUnit.MILLISECONDS));
        });
  }
}
