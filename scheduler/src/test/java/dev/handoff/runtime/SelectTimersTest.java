package dev.handoff.runtime;

import static dev.handoff.Select.after;
import static dev.handoff.Select.otherwise;
import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handoff.Await;
import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.Scheduler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timers of selects end with them. */
@Timeout(60)
class SelectTimersTest {
  private static final Duration LONG = Duration.ofDays(1);

  private static long pending() {
    return ((Timers) TimerHome.ofCaller()).pending();
  }

  private static void inAGoroutine(Goroutine.Body main) {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      scheduler.run(main);
    }
  }

  private static void untilPending(long count) {
    Await.until(
        count + " timers are pending",
        () -> {
          Go.yield();
          return pending() == count;
        });
  }

  @Test
  void theTimerIsStoppedBeforeTheContinuationOfAnotherCase() {
    inAGoroutine(
        () -> {
          Chan<String> channel = Chan.unbuffered();
          AtomicLong then = new AtomicLong(-1);
          Goroutine g =
              Go.go(
                  () ->
                      select(
                          after(LONG, () -> {}),
                          receive(channel, v -> then.set(pending())),
                          after(LONG, () -> {})));
          untilPending(2);
          channel.send("a");
          g.join();
          assertEquals(0, then.get());
          assertEquals(0, pending());
        });
  }

  @Test
  void theTimerIsStoppedWhenTheSelectIsInterrupted() {
    inAGoroutine(
        () -> {
          Goroutine g =
              Go.go(
                  () ->
                      assertThrows(
                          GoroutineInterruptedException.class,
                          () -> select(after(LONG, () -> {}))));
          untilPending(1);
          g.thread().interrupt();
          g.join();
          assertEquals(0, pending());
        });
  }

  @Test
  void aSelectThatNeedNotWaitMakesNone() {
    inAGoroutine(
        () -> {
          Chan<String> channel = Chan.buffered(1);
          channel.send("a");
          select(after(LONG, () -> {}), receive(channel, v -> assertEquals(0, pending())));
          select(after(LONG, () -> {}), otherwise(() -> assertEquals(0, pending())));
        });
  }
}
