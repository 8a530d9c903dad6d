package dev.handoff.verification.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.Scheduler;
import dev.handoff.sync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Programs that lose Ps and get them back: by system calls, overrunning, resizing, locking. */
final class SystemPrograms {
  private SystemPrograms() {}

  /** On one P it ends only if the P is taken from the M that is in the call. */
  static void callThatNeedsAnother() throws Exception {
    for (int i = 0; i < 5; i++) {
      AtomicBoolean done = new AtomicBoolean();
      Go.go(() -> done.set(true));
      Go.blocking(
          () -> {
            while (!done.get()) {
              Thread.onSpinWait();
            }
            return null;
          });
    }
  }

  /** Short calls, calls that wait in the JDK, and calls that start and ready others. */
  static void callsOfAllKinds() {
    WaitGroup all = new WaitGroup();
    Chan<Integer> values = Chan.buffered(1);
    for (int g = 0; g < 4; g++) {
      int number = g;
      all.go(
          () -> {
            for (int i = 0; i < 10; i++) {
              Go.blocking(() -> number);
              CountDownLatch other = new CountDownLatch(1);
              Go.go(other::countDown);
              Go.blocking(
                  () -> {
                    other.await();
                    return null;
                  });
              Go.blocking(
                  () -> {
                    values.send(number);
                    return values.receive();
                  });
              Go.yield();
            }
          });
    }
    all.await();
  }

  /** On one P it ends only if the P is taken from the goroutine that spins. */
  static void hogThatNeedsAnother() {
    AtomicBoolean done = new AtomicBoolean();
    Goroutine other = Go.go(() -> done.set(true));
    while (!done.get()) {
      Thread.onSpinWait();
    }
    other.join();
  }

  /** The number of Ps changes while goroutines spawn, wait and wake each other. */
  static void resize() {
    Scheduler scheduler = Scheduler.current();
    WaitGroup all = new WaitGroup();
    Chan<Integer> values = Chan.unbuffered();
    for (int g = 0; g < 6; g++) {
      all.go(
          () -> {
            for (int i = 0; i < 30; i++) {
              values.send(i);
            }
          });
      all.go(
          () -> {
            for (int i = 0; i < 30; i++) {
              values.receive();
            }
          });
    }
    for (int round = 0; round < 10; round++) {
      for (int count : new int[] {1, 3, 2, 4}) {
        scheduler.setProcessors(count);
        for (int i = 0; i < 20; i++) {
          all.go(() -> {});
        }
        Go.yield();
      }
    }
    all.await();
  }

  /** A goroutine that is locked to its M waits, is woken by others, and stays on its thread. */
  static void lockedToItsMachine() {
    Chan<Integer> ping = Chan.unbuffered();
    Chan<Integer> pong = Chan.unbuffered();
    Goroutine locked =
        Go.go(
            () -> {
              Go.lockOsThread();
              for (int ball : ping) {
                pong.send(ball);
              }
              Go.unlockOsThread();
            });
    WaitGroup others = new WaitGroup();
    for (int i = 0; i < 3; i++) {
      others.go(
          () -> {
            for (int k = 0; k < 20; k++) {
              Go.yield();
            }
          });
    }
    for (int i = 0; i < 30; i++) {
      ping.send(i);
      assertEquals(i, pong.receive());
    }
    ping.close();
    locked.join();
    others.await();
  }

  static void everythingAtOnce() throws Exception {
    Scheduler scheduler = Scheduler.current();
    WaitGroup all = new WaitGroup();
    CountDownLatch latch = new CountDownLatch(3);
    for (int g = 0; g < 3; g++) {
      all.go(SystemPrograms::callThatNeedsAnother);
      all.go(
          () -> {
            latch.countDown();
            latch.await();
            Go.lockOsThread();
            Go.sleep(Duration.ofMillis(1));
            Go.blocking(() -> 1);
            Go.unlockOsThread();
          });
    }
    all.go(SystemPrograms::callsOfAllKinds);
    all.go(
        () -> {
          for (int count : new int[] {1, 3, 2, 1, 4, 2}) {
            scheduler.setProcessors(count);
            Go.sleep(Duration.ofMillis(2));
          }
        });
    hogThatNeedsAnother();
    all.await();
  }
}
