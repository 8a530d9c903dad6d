package dev.handoff.verification.soak;

import dev.handoff.Chan;
import dev.handoff.DeadlockException;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInfo;
import dev.handoff.GoroutinePanicException;
import dev.handoff.Scheduler;
import dev.handoff.SchedulerStats;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Acts on schedulers as a whole: their number of Ps, their statistics, their life and end. */
final class SchedulerActs {
  /** A name for each scheduler, as its threads are told by it. */
  private static final AtomicLong MADE = new AtomicLong();

  private SchedulerActs() {}

  /** A goroutine changes the number of Ps. */
  static void resize(Stage stage, SplittableRandom random) {
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      stage.anyCrew(random).scheduler().setProcessors(random.nextInt(1, stage.processorsMax() + 1));
      Stage.pause();
    }
  }

  /** A goroutine looks at everything, itself included. */
  static void look(Stage stage, SplittableRandom random) {
    SchedulerStats stats = stage.crew().scheduler().stats();
    SoakException.unless(
        stats.goroutines() >= 1 && stats.idleProcessors() <= stats.processors(),
        () -> "somebody looks, and sees " + stats);
    long self = Goroutine.current().id();
    List<GoroutineInfo> all = stage.crew().scheduler().snapshot();
    SoakException.unless(
        all.stream().anyMatch(info -> info.id() == self), "who takes a snapshot is not in it");
  }

  /** A scheduler of its own, from its beginning to its end. */
  static void life(Stage stage, SplittableRandom random) {
    int end = random.nextInt(12);
    try (Crew crew =
        Crew.of(
            "soak-life-" + MADE.incrementAndGet(),
            Scheduler.builder()
                .processors(random.nextInt(1, stage.processorsMax() + 1))
                .timeSlice(Duration.ofMillis(random.nextInt(1, 20))))) {
      switch (end) {
        case 0 -> deadlock(crew); // found after 200 ms at the earliest
        case 1, 2, 3 -> panic(crew);
        case 4, 5, 6 -> breed(crew, random);
        default -> leaveOthers(crew, random);
      }
    }
  }

  /** Main returns while others wait, sleep and run. */
  private static void leaveOthers(Crew crew, SplittableRandom random) {
    int count = random.nextInt(1, 200);
    long seed = random.nextLong();
    int result =
        crew.scheduler()
            .call(
                () -> {
                  SplittableRandom own = new SplittableRandom(seed);
                  for (int i = 0; i < count; i++) {
                    int what = own.nextInt(4);
                    crew.go(() -> waitForEver(what));
                  }
                  Go.yield();
                  return count;
                });
    SoakException.unless(result == count, () -> "call returned " + result + " and not " + count);
  }

  private static void waitForEver(int how) throws Exception {
    switch (how) {
      case 0 -> Chan.unbuffered().receive();
      case 1 -> Go.sleep(Duration.ofHours(1));
      case 2 ->
          Go.blocking(
              () -> {
                Thread.sleep(Duration.ofHours(1));
                return true;
              });
      default -> {
        while (!Thread.currentThread().isInterrupted()) {
          Go.yield();
        }
      }
    }
  }

  /** Goroutines that start others, and would for ever, while the scheduler closes. */
  private static void breed(Crew crew, SplittableRandom random) {
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      crew.go(() -> parent(crew));
    }
    for (int i = random.nextInt(100); i > 0; i--) {
      Stage.pause();
    }
  }

  private static void parent(Crew crew) {
    if (!Thread.currentThread().isInterrupted()) {
      try {
        crew.go(() -> parent(crew));
      } catch (IllegalStateException closing) {
        // the last of its line
      }
    }
  }

  private static void panic(Crew crew) {
    SoakException panic = new SoakException("expected");
    Throwable thrown =
        thrownBy(
            crew,
            () -> {
              crew.go(
                  () -> {
                    throw panic;
                  });
              Chan.unbuffered().receive();
            });
    SoakException.unless(
        thrown instanceof GoroutinePanicException && thrown.getCause() == panic,
        () -> "run threw " + thrown);
  }

  private static void deadlock(Crew crew) {
    Throwable thrown =
        thrownBy(
            crew,
            () -> {
              Chan<Long> channel = Chan.unbuffered();
              crew.go(channel::receive);
              channel.receive();
            });
    SoakException.unless(thrown instanceof DeadlockException, () -> "run threw " + thrown);
  }

  private static @Nullable Throwable thrownBy(Crew crew, Goroutine.Body main) {
    try {
      crew.scheduler().run(main);
      return null;
    } catch (GoroutinePanicException | DeadlockException e) {
      return e;
    }
  }
}
