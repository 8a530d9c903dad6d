package dev.handoff.verification.soak;

import dev.handoff.Goroutine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Performers, each a goroutine that performs one act after the other, while threads outside change the
 * number of Ps, call, and look. All that they draw follows from the phase's random; which of them is
 * where at what time does not.
 */
final class Phase {
  /** So many acts may burn a processor at once. */
  private static final int BURNERS = 2;

  /** So many acts may keep a thread each. */
  private static final int THREADS = 16;

  /**
   * Ms beyond those: for goroutines that lost their P since the operating system had not let them run,
   * as happens on a busy machine.
   */
  private static final int SLOW = 64;

  private final List<Crew> crews;
  private final int processorsMax;
  private final Repertoire acts;
  private final boolean calls;
  private final SplittableRandom random;
  private final List<Stage> stages = new ArrayList<>();
  private final CompletableFuture<Boolean> over = new CompletableFuture<>();
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicLong ended;

  /**
   * @param crews the schedulers that take part, at least one
   * @param folder for the files of acts
   * @param ended counts the acts that have ended
   */
  Phase(
      List<Crew> crews,
      Repertoire repertoire,
      int processorsMax,
      Path folder,
      SplittableRandom random,
      AtomicLong ended) {
    this.ended = ended;
    this.crews = crews;
    this.processorsMax = processorsMax;
    this.random = random;
    this.calls = random.nextBoolean();
    this.acts = repertoire.some(random, !calls);
    Semaphore burners = new Semaphore(BURNERS);
    Semaphore threads = new Semaphore(THREADS);
    for (Crew crew : crews) {
      stages.add(
          new Stage(
              crew, crews, processorsMax, folder, burners, threads, over::completeExceptionally));
    }
  }

  /**
   * Runs the phase to its end, and checks that all is at rest then.
   *
   * @throws SoakException if something came out wrong; the phase may not have ended then
   */
  void run(Patience patience) throws InterruptedException {
    int performers = random.nextInt(10, 60);
    left.set(performers);
    List<Thread> outside = startOutside();
    for (int i = 0; i < performers; i++) {
      Stage stage = stages.get(random.nextInt(stages.size()));
      SplittableRandom own = random.split();
      stage.crew().go(() -> perform(stage, own));
    }
    try {
      over.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cause instanceof SoakException known
          ? known
          : new SoakException("a phase failed: " + cause, cause == null ? e : cause);
    }
    for (Thread thread : outside) {
      thread.join();
    }
    for (Crew crew : crews) {
      crew.checkRest(patience, processorsMax + BURNERS + THREADS + SLOW);
    }
  }

  private void perform(Stage stage, SplittableRandom own) {
    for (int i = own.nextInt(1, 12); i > 0 && !over.isDone(); i--) {
      Repertoire.Part part = acts.any(own);
      try {
        part.act().perform(stage, own.split());
        ended.incrementAndGet();
      } catch (Throwable t) {
        over.completeExceptionally(new SoakException("in act " + part.name() + ": " + t, t));
      }
    }
    if (left.decrementAndGet() == 0) {
      over.complete(true);
    }
  }

  // ------------------------------------------------------------------------------ from outside

  /** What a thread outside does again and again. */
  private interface Errand {
    void run(SplittableRandom random) throws Exception;
  }

  private List<Thread> startOutside() {
    List<Thread> threads = new ArrayList<>();
    for (Crew crew : crews) {
      threads.add(outside(Duration.ofMillis(5), own -> resize(crew, own)));
      threads.add(outside(Duration.ofMillis(100), own -> look(crew)));
      if (calls) {
        threads.add(outside(Duration.ofMillis(1), own -> call(crew, own)));
      }
    }
    return threads;
  }

  private Thread outside(Duration pause, Errand errand) {
    SplittableRandom own = random.split();
    return Thread.ofPlatform()
        .daemon()
        .name("soak-outside")
        .start(
            () -> {
              try {
                while (!over.isDone()) {
                  errand.run(own);
                  LockSupport.parkNanos(own.nextLong(pause.toNanos()));
                }
              } catch (Throwable t) {
                over.completeExceptionally(new SoakException("outside: " + t, t));
              }
            });
  }

  private void resize(Crew crew, SplittableRandom own) {
    int wanted = own.nextInt(1, processorsMax + 1);
    int before = crew.scheduler().setProcessors(wanted);
    SoakException.unless(
        before >= 1 && before <= processorsMax, () -> "there were " + before + " Ps");
  }

  private static void look(Crew crew) {
    SoakException.unless(
        crew.scheduler().stats().processors() >= 1 && crew.scheduler().snapshot() != null,
        "a scheduler without Ps");
  }

  private static void call(Crew crew, SplittableRandom own) throws Exception {
    int[] done = {0};
    int yields = own.nextInt(4);
    Goroutine.Body main =
        crew.counted(
            () -> {
              for (int i = 0; i < yields; i++) {
                Stage.pause();
              }
              done[0]++;
            });
    crew.scheduler().run(main);
    SoakException.unless(done[0] == 1, () -> "run returned, and main has run " + done[0] + " times");
  }
}
