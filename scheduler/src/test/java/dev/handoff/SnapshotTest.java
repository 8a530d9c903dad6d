package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.sync.WaitGroup;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code snapshot()} says of goroutines, and that it does them no harm. */
@Timeout(120)
class SnapshotTest {
  private static GoroutineInfo of(Scheduler scheduler, String name) {
    return scheduler.snapshot().stream()
        .filter(i -> i.name().equals(name))
        .findAny()
        .orElseThrow();
  }

  @Test
  void equalStacksAreKeptOnce() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      Chan<Integer> gate = Chan.unbuffered();
      for (int i = 0; i < 1000; i++) {
        scheduler.go(gate::receive);
      }
      Await.until("all wait", () -> scheduler.stats().waiting() == 1000);
      List<GoroutineInfo> all = scheduler.snapshot();
      assertEquals(1000, all.size());
      assertTrue(all.stream().map(GoroutineInfo::stackTrace).distinct().count() <= 3);
      List<StackTraceElement> first = all.getFirst().stackTrace();
      assertFalse(first.isEmpty());
      all.stream()
          .filter(i -> i.stackTrace().equals(first))
          .forEach(i -> assertSame(first, i.stackTrace()));
      gate.close();
    }
  }

  @Test
  void aGoroutineThatRunsIsSeenWhereItIs() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      AtomicBoolean stop = new AtomicBoolean();
      AtomicBoolean begun = new AtomicBoolean();
      scheduler.go(
          "spinner",
          () -> {
            begun.set(true);
            while (!stop.get()) {
              Thread.onSpinWait();
            }
          });
      Await.until("it spins", begun::get);
      GoroutineInfo info = of(scheduler, "spinner");
      assertEquals(Goroutine.State.RUNNING, info.state());
      assertTrue(info.stackTrace().toString().contains("SnapshotTest"), info.toString());
      stop.set(true);
    }
  }

  /** Waits in a class initialiser, a native frame in between: its M is blocked, and it stays mounted. */
  static final class Pinned {
    static final CountDownLatch HELD = new CountDownLatch(1);
  }

  static final class Initialiser {
    static final boolean DONE;

    static {
      try {
        Pinned.HELD.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      DONE = true;
    }
  }

  @Test
  void aGoroutineThatBlocksItsMIsSeenAndHoldsNobodyUp() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      Goroutine pinned = scheduler.go("pinned", () -> assertTrue(Initialiser.DONE));
      Await.waiting(pinned.thread());
      assertTrue(of(scheduler, "pinned").stackTrace().toString().contains("Initialiser"));
      Pinned.HELD.countDown();
      pinned.join();
    }
  }

  /** The JDK hands a runnable thread whose stack was asked for to its scheduler once more. */
  @Test
  void askingARunnableGoroutineForItsStackDoesNotHarmIt() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      scheduler.run(
          () -> {
            int[] runs = {0};
            Goroutine parker =
                Go.go(
                    () -> {
                      LockSupport.park();
                      runs[0]++;
                    });
            Go.yield();
            LockSupport.unpark(parker.thread()); // runnable, and this goroutine keeps the one P
            assertEquals(Goroutine.State.RUNNABLE, parker.state());
            assertFalse(parker.thread().getStackTrace().length == 0);
            assertEquals(Goroutine.State.RUNNABLE, parker.state());
            parker.join();
            assertEquals(1, runs[0]);
          });
    }
  }

  @Test
  void snapshotsBesideGoroutinesThatKeepSwitchingLoseNone() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      AtomicBoolean stop = new AtomicBoolean();
      Thread watcher =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!stop.get()) {
                      scheduler.snapshot();
                    }
                  });
      scheduler.run(
          () -> {
            WaitGroup all = new WaitGroup();
            for (int pair = 0; pair < 20; pair++) {
              Chan<Integer> numbers = Chan.unbuffered();
              all.go(
                  () -> {
                    for (int i = 0; i < 2000; i++) {
                      numbers.send(i);
                    }
                    numbers.close();
                  });
              all.go(
                  () -> {
                    int expected = 0;
                    for (int n : numbers) {
                      assertEquals(expected++, n);
                    }
                    assertEquals(2000, expected);
                  });
            }
            all.await();
          });
      stop.set(true);
      Await.until("the watcher ends", () -> !watcher.isAlive());
    }
  }
}
