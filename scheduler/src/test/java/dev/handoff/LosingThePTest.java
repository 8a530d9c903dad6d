package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.sync.WaitGroup;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goroutines that keep their thread and lose their P: in system calls, by overrunning, by a change
 * of the number of Ps; and goroutines that are locked to their thread. Each program ends only if
 * another goroutine gets the P, so none of these tests measures time.
 */
@Timeout(60)
class LosingThePTest {
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  private static Scheduler scheduler(int processors) {
    return Scheduler.builder().processors(processors).build();
  }

  private static void spinUntil(AtomicBoolean flag) {
    while (!flag.get()) {
      Thread.onSpinWait();
    }
  }

  // ---------------------------------------------------------------------------- system calls

  @Test
  void aCallThatBlocksItsThreadGivesItsPToOthersAlsoWithoutTimeSlices() {
    try (Scheduler scheduler =
        Scheduler.builder().processors(1).timeSlice(FOR_EVER).build()) {
      scheduler.run(
          () -> {
            AtomicBoolean flag = new AtomicBoolean();
            Goroutine me = Goroutine.current();
            AtomicReference<Goroutine.State> seen = new AtomicReference<>();
            Go.go(
                () -> {
                  seen.set(me.state());
                  flag.set(true);
                });
            assertEquals(
                "returned",
                Go.blocking(
                    () -> {
                      spinUntil(flag);
                      return "returned";
                    }));
            assertEquals(Goroutine.State.SYSCALL, seen.get());
            assertEquals(Goroutine.State.RUNNING, me.state());
          });
      assertTrue(scheduler.stats().retakes() > 0, scheduler.stats().toString());
      assertTrue(scheduler.stats().handoffs() > 0, scheduler.stats().toString());
    }
  }

  @Test
  void whatACallThrowsComesOutUnchangedAlsoWhenItsPHasGone() {
    try (Scheduler scheduler = scheduler(1)) {
      scheduler.run(
          () -> {
            AtomicBoolean flag = new AtomicBoolean();
            IOException failure = new IOException("no such device");
            Go.go(() -> flag.set(true));
            IOException thrown =
                assertThrows(
                    IOException.class,
                    () ->
                        Go.blocking(
                            () -> {
                              spinUntil(flag);
                              throw failure;
                            }));
            assertSame(failure, thrown);
          });
    }
  }

  @Test
  void aCallThatParksInTheJdkStaysASyscallAndFreesItsM() {
    try (Scheduler scheduler = scheduler(1)) {
      scheduler.run(
          () -> {
            CountDownLatch latch = new CountDownLatch(1);
            Goroutine waiting =
                Go.go(
                    () ->
                        Go.blocking(
                            () -> {
                              latch.await();
                              return null;
                            }));
            while (waiting.thread().getState() != Thread.State.WAITING) {
              Go.yield();
            }
            assertEquals(Goroutine.State.SYSCALL, waiting.state());
            latch.countDown();
            waiting.join();
          });
    }
  }

  /** Reading from a pipe blocks the thread, as reading from a file does. */
  @Test
  void thousandsOfCallsAtOnceHaveAThreadEachAndThreadsThatAreNotNeededEnd(@TempDir Path folder)
      throws Exception {
    int calls = 5_000;
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    try (RandomAccessFile end = new RandomAccessFile(pipe.toFile(), "rw");
        Scheduler scheduler = Scheduler.builder().name("calls").processors(2).build()) {
      scheduler.run(
          () -> {
            CountDownLatch all = new CountDownLatch(calls);
            WaitGroup ended = new WaitGroup();
            for (int i = 0; i < calls; i++) {
              ended.go(
                  () ->
                      Go.blocking(
                          () -> {
                            all.countDown();
                            return end.read();
                          }));
            }
            all.await();
            assertTrue(threadsOfCalls() >= calls);
            end.write(new byte[calls]);
            ended.await();
          });
      Await.until("the threads that are not needed have ended", () -> threadsOfCalls() <= 3);
      scheduler.run(() -> Go.go(() -> {}).join());
    }
  }

  /** Ms, and sysmon. */
  private static long threadsOfCalls() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().startsWith("calls/"))
        .count();
  }

  @Test
  void moreCallsThanThereMayBeThreadsAreAnErrorThatNamesTheLimit() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).maxThreads(2).build()) {
      AtomicBoolean end = new AtomicBoolean();
      IllegalStateException failure =
          assertThrows(
              IllegalStateException.class,
              () ->
                  scheduler.run(
                      () -> {
                        for (int i = 0; i < 2; i++) {
                          Go.go(
                              () ->
                                  Go.blocking(
                                      () -> {
                                        spinUntil(end);
                                        return null;
                                      }));
                        }
                        Go.yield(); // both spin, on the two threads that there may be
                        spinUntil(end);
                      }));
      assertTrue(failure.getMessage().contains("2"), failure.getMessage());
      assertTrue(failure.getMessage().contains("maxThreads"), failure.getMessage());
      end.set(true);
    }
  }

  @Test
  void aGoroutineThatBlocksItsThreadUnannouncedLosesItsP() {
    try (Scheduler scheduler = scheduler(1)) {
      scheduler.run(
          () -> {
            CountDownLatch latch = new CountDownLatch(1);
            Go.go(latch::countDown);
            Initialized.latch = latch;
            assertEquals(7, Initialized.Slowly.VALUE); // pinned by the class initialiser
          });
    }
  }

  /** A class whose initialiser waits for another goroutine. */
  private static final class Initialized {
    static volatile CountDownLatch latch = new CountDownLatch(0);

    private static final class Slowly {
      static final int VALUE = waitAndGet();

      private static int waitAndGet() {
        try {
          latch.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        return 7;
      }
    }
  }

  @Test
  void oneThreadIsEnoughForOneCall() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).maxThreads(1).build()) {
      scheduler.run(
          () ->
              Go.blocking(
                  () -> {
                    while (scheduler.stats().retakes() == 0) {
                      Thread.onSpinWait();
                    }
                    return null;
                  }));
      assertEquals(0, scheduler.stats().handoffs());
    }
  }

  /** Pinned, it cannot queue up for a P when its call returns; it does so when it ends. */
  @Test
  void aCallThatReturnsWithoutAPWhilePinnedEndsInOrder() {
    try (Scheduler scheduler =
        Scheduler.builder().processors(1).timeSlice(FOR_EVER).build()) {
      scheduler.run(
          () -> {
            AtomicBoolean returned = new AtomicBoolean();
            Goroutine pinned =
                Go.go(
                    () -> {
                      assertEquals(7, Calling.VALUE);
                      returned.set(true);
                    });
            Go.yield(); // comes back when the P has been taken from the call
            Gate.MAY_RETURN.set(true);
            spinUntil(returned); // and keeps the P meanwhile
            pinned.join();
            while (scheduler.stats().machinesWithoutProcessor() > 0) {
              Go.yield(); // its M has yet to see that it has ended; what fails there comes out of run
            }
          });
    }
  }

  /** A class whose initialiser makes a call. */
  private static final class Calling {
    static final int VALUE = call();

    private static int call() {
      try {
        return Go.blocking(
            () -> {
              spinUntil(Gate.MAY_RETURN);
              return 7;
            });
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Apart from {@link Calling}, so that it can be opened while that is initialised. */
  private static final class Gate {
    static final AtomicBoolean MAY_RETURN = new AtomicBoolean();
  }

  // -------------------------------------------------------------------------------- preemption

  @Test
  void aGoroutineThatNeverComesToASchedulingPointDoesNotStarveOthers() {
    try (Scheduler scheduler = scheduler(1)) {
      scheduler.run(
          () -> {
            AtomicBoolean flag = new AtomicBoolean();
            Go.go(() -> flag.set(true));
            spinUntil(flag);
          });
    }
  }

  @Test
  void aGoroutineThatHasLostItsPStartsAndWakesOthers() {
    try (Scheduler scheduler = scheduler(1)) {
      int got =
          scheduler.<Integer>call(
              () -> {
                Chan<Integer> values = Chan.buffered(10);
                AtomicBoolean running = new AtomicBoolean();
                AtomicInteger sum = new AtomicInteger();
                WaitGroup all = new WaitGroup();
                all.go(
                    () -> {
                      running.set(true);
                      for (int v : values) {
                        sum.addAndGet(v);
                      }
                    });
                spinUntil(running); // only without a P
                values.trySend(1); // readies the receiver
                all.go(() -> values.send(2)); // starts another
                while (sum.get() < 3) {
                  Go.checkpoint();
                }
                values.close();
                all.await();
                return sum.get();
              });
      assertEquals(3, got);
    }
  }

  @Test
  void atMostAsManyGoroutinesHoldAPAsThereArePsAndTheRestIsVisible() {
    try (Scheduler scheduler = scheduler(1)) {
      scheduler.run(
          () -> {
            AtomicBoolean flag = new AtomicBoolean();
            AtomicReference<SchedulerStats> seen = new AtomicReference<>();
            Go.go(
                () -> {
                  seen.set(scheduler.stats());
                  flag.set(true);
                });
            spinUntil(flag);
            assertEquals(1, seen.get().processors());
            assertEquals(1, seen.get().machinesWithoutProcessor(), seen.get().toString());
            assertEquals(2, seen.get().running());
          });
    }
  }

  @Test
  void withAnEndlessTimeSliceNothingIsTaken() {
    try (Scheduler scheduler =
        Scheduler.builder().processors(1).timeSlice(FOR_EVER).build()) {
      scheduler.run(
          () -> {
            AtomicBoolean ran = new AtomicBoolean();
            Go.go(() -> ran.set(true));
            long end = System.nanoTime() + Duration.ofMillis(100).toNanos();
            while (System.nanoTime() < end) {
              Go.checkpoint();
            }
            assertEquals(false, ran.get());
          });
      assertEquals(0, scheduler.stats().retakes());
    }
  }

  // -------------------------------------------------------------------------- the number of Ps

  @Test
  void theNumberOfPsChangesWhileAllIsRunningAndNothingIsLost() {
    try (Scheduler scheduler = scheduler(4)) {
      int sum =
          scheduler.<Integer>call(
              () -> {
                AtomicInteger total = new AtomicInteger();
                WaitGroup all = new WaitGroup();
                AtomicBoolean stop = new AtomicBoolean();
                Goroutine changer =
                    Go.go(
                        () -> {
                          int before = 4;
                          for (int i = 0; !stop.get(); i++) {
                            int count = 1 + i * 7 % 5;
                            assertEquals(before, scheduler.setProcessors(count));
                            before = count;
                            Go.yield();
                          }
                        });
                Chan<Integer> values = Chan.unbuffered();
                for (int g = 0; g < 50; g++) {
                  all.go(
                      () -> {
                        for (int i = 0; i < 100; i++) {
                          values.send(1);
                        }
                      });
                  all.go(
                      () -> {
                        for (int i = 0; i < 100; i++) {
                          Integer v = values.receive();
                          total.addAndGet(v == null ? 0 : v);
                        }
                      });
                }
                all.await();
                stop.set(true);
                changer.join();
                return total.get();
              });
      assertEquals(5_000, sum);
    }
  }

  @Test
  void aPIsTakenAtOnceFromAGoroutineThatNeverComesToASchedulingPoint() {
    try (Scheduler scheduler =
        Scheduler.builder().processors(2).timeSlice(FOR_EVER).build()) {
      AtomicBoolean flag = new AtomicBoolean();
      CountDownLatch spinning = new CountDownLatch(1);
      scheduler.run(
          () -> {
            Go.go(
                () -> {
                  spinning.countDown();
                  spinUntil(flag);
                });
            spinning.await();
            assertEquals(2, scheduler.setProcessors(1));
            assertEquals(1, scheduler.processors());
            assertEquals(1, scheduler.setProcessors(3));
            flag.set(true);
          });
    }
  }

  @Test
  void whoLostItsPToAChangeOfTheirNumberGetsOneAtItsNextCheckpoint() {
    try (Scheduler scheduler = scheduler(2)) {
      scheduler.run(
          () -> {
            AtomicBoolean stop = new AtomicBoolean();
            CountDownLatch running = new CountDownLatch(1);
            Goroutine other =
                Go.go(
                    () -> {
                      running.countDown();
                      while (!stop.get()) {
                        Go.checkpoint();
                      }
                    });
            running.await();
            scheduler.setProcessors(1); // one of the two loses its P
            while (scheduler.stats().machinesWithoutProcessor() > 0) {
              Go.checkpoint();
            }
            stop.set(true);
            other.join();
          });
    }
  }

  @Test
  void aNumberOfPsBelowOneIsRefused() {
    try (Scheduler scheduler = scheduler(1)) {
      assertTrue(
          assertThrows(IllegalArgumentException.class, () -> scheduler.setProcessors(0))
              .getMessage()
              .contains("0"));
      assertEquals(1, scheduler.processors());
    }
  }

  // ----------------------------------------------------------------------------------- locking

  @Test
  void aLockedGoroutineStaysOnItsThreadAndNoOtherRunsThere() {
    try (Scheduler scheduler = scheduler(2)) {
      scheduler.run(
          () -> {
            List<Thread> own = new ArrayList<>();
            List<Thread> others = new ArrayList<>();
            Chan<Integer> ping = Chan.unbuffered();
            Chan<Integer> pong = Chan.unbuffered();
            CountDownLatch locked = new CountDownLatch(1);
            Goroutine player =
                Go.go(
                    () -> {
                      Go.lockOsThread();
                      Go.lockOsThread();
                      Go.unlockOsThread(); // one of two: still locked
                      locked.countDown();
                      for (int ball : ping) {
                        own.add(carrier());
                        if (ball % 10 == 0) {
                          Go.yield();
                          own.add(carrier());
                          CountDownLatch other = new CountDownLatch(1);
                          Go.go(other::countDown);
                          Go.blocking(
                              () -> {
                                other.await(); // parks: the goroutine leaves its thread
                                return null;
                              });
                        }
                        pong.send(ball);
                      }
                    });
            locked.await();
            for (int i = 0; i < 100; i++) {
              ping.send(i);
              others.add(carrier());
              pong.receive();
            }
            ping.close();
            player.join();
            assertEquals(1, own.stream().distinct().count(), own.toString());
            for (Thread other : others) {
              assertNotSame(own.getFirst(), other);
            }
          });
    }
  }

  private static Thread carrier() {
    return dev.handoff.runtime.Carriers.current();
  }
}
