package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.sync.WaitGroup;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The number of Ps changes beside timers, and beside the end of the scheduler. */
@Timeout(60)
class ChangingProcessorsTest {
  /** Changes the number all the time, in an order that the seed gives, until told to stop. */
  private static Side changing(Scheduler scheduler, long seed, AtomicBoolean stop) {
    return new Side(
        () -> {
          Random random = new Random(seed);
          try {
            while (!stop.get()) {
              scheduler.setProcessors(1 + random.nextInt(6));
              Thread.yield();
            }
            return "stopped";
          } catch (IllegalStateException closed) {
            return closed.getMessage();
          }
        });
  }

  @Test
  void timersMoveWithTheirPAndFireAllTheSame() throws Exception {
    AtomicInteger early = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    try (Scheduler scheduler = Scheduler.builder().processors(3).build()) {
      Side side = changing(scheduler, 20_26, stop);
      scheduler.run(
          () -> {
            WaitGroup sleepers = new WaitGroup();
            for (int i = 0; i < 2_000; i++) {
              Duration sleep = Duration.ofNanos(1_000_000L + i * 50_000L);
              sleepers.go(
                  () -> {
                    long begun = System.nanoTime();
                    Go.sleep(sleep);
                    if (System.nanoTime() - begun < sleep.toNanos()) {
                      early.incrementAndGet();
                    }
                  });
            }
            sleepers.await();
          });
      stop.set(true);
      assertNull(side.ended().thrown.get());
      assertEquals("stopped", side.got.get());
      assertEquals(0, early.get());
    }
  }

  @Test
  void theNumberMayChangeWhileTheSchedulerCloses() throws Exception {
    for (int round = 0; round < 30; round++) {
      AtomicBoolean stop = new AtomicBoolean();
      Side side;
      try (Scheduler scheduler = Scheduler.builder().name("closing").processors(2).build()) {
        side = changing(scheduler, round, stop);
        scheduler.run(
            () -> {
              for (int i = 0; i < 50; i++) {
                Go.go(() -> Chan.unbuffered().receive());
                Go.go(() -> Go.sleep(Duration.ofHours(1)));
              }
            });
      }
      assertNull(side.ended().thrown.get(), "seed " + round);
      assertTrue(side.got.get().toString().contains("closed"), side.got + ", seed " + round);
    }
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(t -> t.getName().startsWith("closing/") && t.isAlive()));
  }

  @Test
  void manyPsAtOnce() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      assertEquals(1, scheduler.setProcessors(5_000));
      scheduler.run(
          () -> {
            WaitGroup all = new WaitGroup();
            for (int i = 0; i < 100; i++) {
              all.go(() -> Go.sleep(Duration.ofMillis(1)));
            }
            all.await();
          });
      assertEquals(5_000, scheduler.setProcessors(1));
      assertTrue(scheduler.<Boolean>call(() -> true));
    }
  }
}
