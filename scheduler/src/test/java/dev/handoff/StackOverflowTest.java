package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A goroutine calls the library at each level of a recursion, until the stack overflows, at another
 * place each time. What the library has begun it finishes, then or later. None of these calls takes the
 * goroutine off its thread: the JDK itself does not survive an overflow in the midst of that.
 */
@Timeout(120)
class StackOverflowTest {
  private static final int DIVES = 300;

  /** A step is taken on so many levels, or more, before the end of the stack. */
  private static final int LEVELS = 200;

  private final AtomicInteger returned = new AtomicInteger();
  private final AtomicInteger overflows = new AtomicInteger();
  private final AtomicInteger happened = new AtomicInteger();

  private interface Step {
    /** Whether it has begun something that is to happen. */
    boolean take() throws Exception;
  }

  private int deepest;

  private void dive(Step step, int depth, int from) throws Exception {
    if (depth >= from && step.take()) {
      returned.incrementAndGet();
    }
    deepest = depth;
    dive(step, depth + 1, from);
  }

  /** The frames before the dive differ, so that the end of the stack is met at different places. */
  private void diveAgainAndAgain(Step step) throws Exception {
    deepest = LEVELS;
    for (int i = 0; i < DIVES; i++) {
      try {
        diveBelow(i % 64, i, step);
      } catch (StackOverflowError expected) {
        overflows.incrementAndGet();
        Go.yield();
      }
    }
  }

  private void diveBelow(int frames, long filling, Step step) throws Exception {
    if (frames == 0) {
      dive(step, 0, deepest - LEVELS);
    } else {
      diveBelow(frames - 1, filling + frames, step);
    }
  }

  /** Each step that has returned has happened, and none twice. */
  private void assertNothingLost(Scheduler scheduler) {
    assertEquals(DIVES, overflows.get());
    assertTrue(returned.get() > DIVES, "steps were taken: " + returned);
    Await.until(
        returned + " returned, " + happened + " happened, " + scheduler.stats(),
        () -> happened.get() >= returned.get());
    assertTrue(happened.get() <= returned.get() + DIVES, happened + " of " + returned);
  }

  @Test
  void goroutinesThatWereStartedRun() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      scheduler.run(
          () -> diveAgainAndAgain(() -> Go.go(happened::incrementAndGet) != Goroutine.current()));
      assertNothingLost(scheduler);
    }
    assertEquals(0, Thread.getAllStackTraces().keySet().stream().filter(StackOverflowTest::isM).count());
  }

  private static boolean isM(Thread t) {
    return t.getName().startsWith("handoff-") && t.getName().contains("/M");
  }

  @Test
  void goroutinesThatWereWokenRun() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      scheduler.run(
          () -> {
            Semaphore permits = new Semaphore(0);
            for (int i = 0; i < 20; i++) {
              Go.go(
                  () -> {
                    while (true) {
                      permits.acquire();
                      happened.incrementAndGet();
                    }
                  });
            }
            diveAgainAndAgain(
                () -> {
                  permits.release();
                  return true;
                });
            permits.release(); // an overflow in the semaphore itself may have left one to be woken
            assertNothingLost(scheduler);
          });
    }
  }

  @Test
  void aGoroutineThatOverflowedInACallIsUsable() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      scheduler.run(
          () -> {
            diveAgainAndAgain(() -> Go.<Integer>blocking(happened::incrementAndGet) > 0);
            assertNothingLost(scheduler);
            assertEquals(Goroutine.State.RUNNING, Goroutine.current().state());
            Go.sleep(Duration.ofMillis(1));
            Go.go(happened::incrementAndGet).join();
          });
      assertEquals(1, scheduler.<Integer>call(() -> 1));
    }
  }
}
