package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.time.Timer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code stats()} counts. */
@Timeout(60)
class StatsTest {
  @Test
  void goroutinesAreCountedByState() throws Exception {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      Chan<Integer> gate = Chan.unbuffered();
      CountDownLatch outside = new CountDownLatch(1);
      for (int i = 0; i < 3; i++) {
        scheduler.go(gate::receive);
      }
      for (int i = 0; i < 2; i++) {
        scheduler.go(() -> Go.blocking(() -> outside.await(1, TimeUnit.HOURS)));
      }
      Await.until(
          "three wait and two are in a system call",
          () -> {
            SchedulerStats s = scheduler.stats();
            return s.waiting() == 3 && s.inSyscall() == 2 && s.running() + s.runnable() == 0;
          });
      assertEquals(5, scheduler.stats().goroutines());
      assertEquals(2, scheduler.stats().syscalls());
      outside.countDown();
      gate.close();
      Await.until("all have ended", () -> scheduler.stats().goroutines() == 0);
    }
  }

  @Test
  void pendingTimersAreCountedUntilTheyAreStoppedOrFire() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      scheduler.run(
          () -> {
            Timer stopped = Timer.after(Duration.ofHours(1));
            Go.go(() -> Go.sleep(Duration.ofHours(1)));
            Await.until("one sleeps", () -> scheduler.stats().timers() == 2);
            assertTrue(stopped.stop());
            assertEquals(1, scheduler.stats().timers());
            assertNotNull(Timer.after(Duration.ofNanos(1)).channel().receive());
            assertEquals(1, scheduler.stats().timers());
          });
    }
  }

  @Test
  void aCallThatParksIsCountedOnce() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      scheduler.run(
          () -> {
            CountDownLatch latch = new CountDownLatch(1);
            Goroutine caller =
                Go.go(
                    () ->
                        Go.blocking(
                            () -> {
                              latch.await();
                              return null;
                            }));
            while (caller.thread().getState() != Thread.State.WAITING) {
              Go.yield();
            }
            latch.countDown();
            caller.join();
            assertEquals(1, scheduler.stats().syscalls());
          });
    }
  }

  @Test
  void aCallOfAGoroutineThatHasLostItsPIsCounted() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      scheduler.run(
          () -> {
            while (scheduler.stats().retakes() == 0) {
              Thread.onSpinWait();
            }
            Go.blocking(() -> null);
            assertEquals(1, scheduler.stats().syscalls());
          });
    }
  }

  @Test
  void runnableGoroutinesStandInAQueue() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      scheduler.run(
          () -> {
            for (int i = 0; i < 300; i++) { // more than the run queue holds
              Go.go(() -> {});
            }
            SchedulerStats s = scheduler.stats();
            assertEquals(300, s.runnable());
            assertEquals(1, s.running());
            assertEquals(300, s.globalQueue() + s.localQueues());
            assertEquals(1, s.runQueues().size());
            assertEquals(s.localQueues(), (long) s.runQueues().getFirst());
            assertTrue(s.globalQueue() > 0, s.toString());
          });
    }
  }

  @Test
  void eventsAreCounted() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      scheduler.run(
          () -> {
            Chan<Integer> numbers = Chan.unbuffered();
            Go.go(
                () -> {
                  for (int i = 0; i < 1000; i++) {
                    numbers.send(i);
                    Go.yield();
                  }
                  numbers.close();
                });
            for (int n : numbers) {
              assertTrue(n >= 0);
            }
          });
      SchedulerStats s = scheduler.stats();
      assertTrue(s.executions() >= 1000 && s.yields() >= 1000 && s.parks() >= 1, s.toString());
      assertTrue(s.wakes() >= 1, "the thread that called run woke an M: " + s);
      assertEquals(2, s.scheduleTicks().size());
      assertTrue(s.scheduleTicks().stream().mapToLong(Long::longValue).sum() >= 1000, s.toString());
      assertTrue(s.spins() <= s.executions() + s.wakes(), s.toString());
      assertTrue(s.steals() <= s.stolen(), s.toString());
    }
  }

  @Test
  void aboutOneInEightWaitsInTheQueueIsMeasured() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      scheduler.run(
          () -> {
            for (int i = 0; i < 8000; i++) {
              Go.yield();
            }
          });
      SchedulerStats s = scheduler.stats();
      long samples = s.runQueueLatency().samples();
      assertTrue(samples > s.executions() / 16 && samples < s.executions() / 4, s.toString());
    }
  }
}
