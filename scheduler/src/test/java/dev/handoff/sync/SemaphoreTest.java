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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A weighted semaphore as Go's x/sync has it; in brackets the fault of the code that a test finds. */
@Timeout(120)
class SemaphoreTest {
  private final Scheduler scheduler = Scheduler.builder().processors(2).build();
  private final Semaphore semaphore = new Semaphore(10);

  @AfterEach
  void close() {
    scheduler.close();
  }

  private Call acquire(Call.By by, long n) {
    return Call.by(by, scheduler, () -> semaphore.acquire(n));
  }

  private void assertAllFree() {
    assertTrue(semaphore.toString().endsWith("[0/10 held]"), semaphore.toString());
  }

  /** [One that takes its permits without looking; a release that serves nobody.] */
  @Test
  void noMoreAreHeldThanThereAre() {
    AtomicLong held = new AtomicLong();
    Storm.run(2_000, false, random -> use(1 + random.nextInt(10), held, random));
    assertAllFree();
  }

  /** [One that leaves and does not serve those behind it.] */
  @Test
  void interruptsLoseNothing() {
    AtomicLong held = new AtomicLong();
    Storm.run(2_000, true, random -> use(1 + random.nextInt(12), held, random));
    assertAllFree();
  }

  private void use(long n, AtomicLong held, SplittableRandom random) {
    semaphore.acquire(n);
    assertTrue(held.addAndGet(n) <= 10, "within the total");
    Storm.linger(random);
    held.addAndGet(-n);
    semaphore.release(n);
  }

  /** [An acquire that looks only at the permits: the small one overtakes.] */
  @ParameterizedTest
  @EnumSource
  void whoWaitsIsNotOvertaken(Call.By by) {
    semaphore.acquire(5);
    Call large = acquire(by, 8).asleep();
    assertFalse(semaphore.tryAcquire(1));
    Call small = acquire(by, 1).asleep();
    assertTrue(semaphore.toString().endsWith("[5/10 held, 2 waiting]"), semaphore.toString());
    semaphore.release(2);
    assertEquals(2, semaphore.waiting());
    semaphore.release(1);
    large.returns();
    assertEquals(1, semaphore.waiting());
    semaphore.release(2);
    small.returns();
    semaphore.release(9);
    assertAllFree();
  }

  /** [A line that is a stack.] */
  @ParameterizedTest
  @EnumSource
  void firstComeFirstServed(Call.By by) {
    semaphore.acquire(10);
    List<Integer> order = new ArrayList<>(); // guarded by all the permits
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int id = i;
      calls.add(
          Call.by(
                  by,
                  scheduler,
                  () -> {
                    semaphore.acquire(10);
                    order.add(id);
                    semaphore.release(10);
                  })
              .asleep());
    }
    semaphore.release(10);
    calls.forEach(Call::returns);
    semaphore.acquire(10);
    assertEquals(List.of(0, 1, 2, 3), order);
  }

  /** [A release that serves only one.] */
  @ParameterizedTest
  @EnumSource
  void oneReleaseServesAllThatFit(Call.By by) {
    semaphore.acquire(10);
    List<Call> calls =
        List.of(acquire(by, 3).asleep(), acquire(by, 3).asleep(), acquire(by, 5).asleep());
    semaphore.release(10);
    calls.get(0).returns();
    calls.get(1).returns();
    assertEquals(1, semaphore.waiting());
    semaphore.release(1);
    calls.get(2).returns();
  }

  /** Go's TestLargeAcquireDoesntStarve: others come and go, and one wants all. [Small ones overtake.] */
  @Test
  void whoWantsAllIsServedBesideThoseThatComeAndGo() {
    AtomicBoolean over = new AtomicBoolean();
    scheduler.run(
        () -> {
          WaitGroup all = new WaitGroup();
          for (int i = 0; i < 10; i++) {
            semaphore.acquire(1);
            all.go(
                () -> {
                  while (!over.get()) {
                    Go.yield();
                    semaphore.release(1);
                    semaphore.acquire(1);
                  }
                  semaphore.release(1);
                });
          }
          semaphore.acquire(10);
          over.set(true);
          semaphore.release(10);
          all.await();
        });
    assertAllFree();
  }

  // ------------------------------------------------------------------------- more than the total

  /** [It stands in line, and holds up all others.] */
  @ParameterizedTest
  @EnumSource
  void whoWantsMoreThanTheTotalBlocksAloneUntilInterrupted(Call.By by) {
    Call doomed = acquire(by, 11).asleep();
    assertFalse(semaphore.tryAcquire(11));
    semaphore.acquire(10);
    Call other = acquire(by, 4).asleep();
    semaphore.release(10);
    other.returns();
    semaphore.release(4);
    assertFalse(doomed.isOver());
    doomed.interrupt().failsInterrupted();
    assertAllFree();
  }

  @Test
  void whatWaitsForEverIsADeadlock() {
    DeadlockException e =
        assertThrows(
            DeadlockException.class, () -> scheduler.run(() -> new Semaphore(0).acquire(1)));
    assertTrue(e.getMessage().contains("[sync.Semaphore.acquire on Semaphore@"), e.getMessage());
  }

  // ------------------------------------------------------------------------------------ interruption

  /** [One that leaves and does not serve those behind it.] */
  @ParameterizedTest
  @EnumSource
  void whoLeavesMakesRoomForThoseBehind(Call.By by) {
    semaphore.acquire(5);
    Call large = acquire(by, 10).asleep();
    Call small = acquire(by, 2).asleep();
    large.interrupt().failsInterrupted();
    small.returns();
    semaphore.release(7);
    assertAllFree();
  }

  /** [It throws although it has its permits by then, which nobody gives back.] */
  @Test
  void whoWasServedBeforeItNoticedTheInterruptHasItsPermits() {
    OneP.run(
        s -> {
          semaphore.acquire(10);
          Call waiter = Call.by(s, () -> semaphore.acquire(6)).asleep();
          semaphore.release(10);
          waiter.interrupt();
          assertTrue(waiter.returns().isFlagged());
          assertFalse(semaphore.tryAcquire(5));
          semaphore.release(6);
          assertAllFree();
        });
  }

  @Test
  void onlyACallThatMustWaitLooksAtTheFlag() {
    Thread.currentThread().interrupt();
    try {
      semaphore.acquire(10);
      assertThrows(GoroutineInterruptedException.class, () -> semaphore.acquire(1));
      assertThrows(GoroutineInterruptedException.class, () -> semaphore.acquire(11));
      assertTrue(Thread.currentThread().isInterrupted());
      semaphore.release(10);
    } finally {
      Thread.interrupted();
    }
    assertAllFree();
  }

  // ------------------------------------------------------------------------------------------ misuse

  /** [A release that subtracts first and looks afterwards.] */
  @Test
  void releasingMoreThanIsHeldIsRefusedAndChangesNothing() {
    semaphore.acquire(3);
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> semaphore.release(4));
    assertEquals(
        "release of 4 permits, but 3 of 10 are held: release only what was acquired",
        e.getMessage());
    semaphore.release(3);
    assertAllFree();
  }

  @Test
  void badNumbersAreRefusedAndZeroIsNone() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Semaphore(-1));
    assertEquals(
        "a semaphore with -1 permits: the number must not be negative", e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> semaphore.acquire(-1));
    assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(-2));
    assertThrows(IllegalArgumentException.class, () -> semaphore.release(-3));
    semaphore.acquire(0);
    assertTrue(semaphore.tryAcquire(0));
    semaphore.release(0);
    Semaphore large = new Semaphore(Long.MAX_VALUE);
    large.acquire(Long.MAX_VALUE);
    assertFalse(large.tryAcquire(1));
    large.release(Long.MAX_VALUE);
    assertAllFree();
  }

  @ParameterizedTest
  @EnumSource
  void anyMayRelease(Call.By by) {
    semaphore.acquire(10);
    Call.by(by, scheduler, () -> semaphore.release(10)).returns();
    assertAllFree();
    Await.until("it can be acquired", () -> semaphore.tryAcquire(10));
  }
}
