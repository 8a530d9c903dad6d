package dev.handoff.verification.soak;

import dev.handoff.Chan;
import dev.handoff.Go;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Acts that keep their M from others, or hold on to it. */
final class ThreadActs {
  /** On Linux it leads to the thread that reads it. */
  private static final Path THREAD_SELF = Path.of("/proc/thread-self");

  private ThreadActs() {}

  private static void spinUntil(AtomicBoolean flag) {
    while (!flag.get()) {
      Thread.onSpinWait();
    }
  }

  /** A call that burns its thread until another goroutine, which needs a P, has run. */
  static void spinningCall(Stage stage, SplittableRandom random) throws Exception {
    stage.burning(
        () -> {
          AtomicBoolean flag = new AtomicBoolean();
          stage.crew().go(() -> flag.set(true));
          return Go.blocking(
              () -> {
                spinUntil(flag);
                return true;
              });
        });
  }

  /** Calls that go to files: these keep the thread, and the JDK may not know. */
  static void files(Stage stage, SplittableRandom random) throws Exception {
    byte[] content = new byte[random.nextInt(1, 20_000)];
    random.nextBytes(content);
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      stage.keepingThread(
          () ->
              Go.blocking(
                  () -> {
                    Path file = Files.createTempFile(stage.folder(), "soak", ".bin");
                    Files.write(file, content);
                    byte[] read = Files.readAllBytes(file);
                    Files.delete(file);
                    SoakException.unless(Arrays.equals(content, read), "a file has changed");
                    return true;
                  }));
    }
  }

  /** Calls that park the virtual thread: the M is free meanwhile. */
  static void parkingCalls(Stage stage, SplittableRandom random) {
    int count = random.nextInt(1, 60);
    CountDownLatch all = new CountDownLatch(count);
    stage
        .team(random)
        .start(
            count,
            own ->
                Go.blocking(
                    () -> {
                      all.countDown();
                      all.await();
                      return true;
                    }))
        .await();
  }

  /** What a call throws comes out unchanged, also where calls are within calls. */
  static void throwingCall(Stage stage, SplittableRandom random) throws Exception {
    IOException failure = new IOException("expected");
    Throwable thrown = null;
    try {
      Go.blocking(
          () ->
              Go.blocking(
                  () -> {
                    Thread.yield();
                    throw failure;
                  }));
    } catch (IOException e) {
      thrown = e;
    }
    Throwable seen = thrown;
    SoakException.unless(seen == failure, () -> "a call threw " + seen);
  }

  /** Runs on for longer than its time slice, with no scheduling point or with none but checkpoints. */
  static void hog(Stage stage, SplittableRandom random) throws Exception {
    boolean checks = random.nextBoolean();
    long nanos = random.nextLong(Duration.ofMillis(30).toNanos());
    stage.burning(
        () -> {
          long start = System.nanoTime();
          while (System.nanoTime() - start < nanos) {
            if (checks) {
              Go.checkpoint();
            }
            Thread.onSpinWait();
          }
          return true;
        });
  }

  /** Runs on until another goroutine has run: it must not be able to starve that one. */
  static void hogUntilAnotherRan(Stage stage, SplittableRandom random) throws Exception {
    stage.burning(
        () -> {
          AtomicBoolean flag = new AtomicBoolean();
          stage.crew().go(() -> flag.set(true));
          spinUntil(flag);
          return true;
        });
  }

  /** Goroutines that yield in turns. */
  static void yields(Stage stage, SplittableRandom random) {
    stage
        .team(random)
        .start(
            random.nextInt(1, 20),
            own -> {
              for (int i = own.nextInt(100); i > 0; i--) {
                Stage.pause();
              }
            })
        .await();
  }

  /** A goroutine that is locked to its M stays on it, whatever it waits for. */
  static void locked(Stage stage, SplittableRandom random) throws Exception {
    stage.keepingThread(
        () -> {
          Chan<Long> replies = Chan.unbuffered();
          int depth = random.nextInt(1, 3);
          for (int i = 0; i < depth; i++) {
            Go.lockOsThread();
          }
          Path mine = osThread();
          for (int i = random.nextInt(1, 10); i > 0; i--) {
            long question = i;
            switch (random.nextInt(4)) {
              case 0 -> Go.yield();
              case 1 -> Go.sleep(Duration.ofNanos(random.nextLong(500_000)));
              case 2 ->
                  Go.blocking(
                      () -> {
                        Thread.sleep(0, random.nextInt(100_000));
                        return true;
                      });
              default -> {
                stage.anyCrew(random).go(() -> replies.send(question));
                replies.receive();
              }
            }
            Path here = osThread();
            SoakException.unless(
                mine == null || mine.equals(here),
                () -> "a locked goroutine was on " + mine + " and is on " + here);
          }
          // One in two leaves the lock to its end.
          for (int i = random.nextInt(2) * depth; i > 0; i--) {
            Go.unlockOsThread();
          }
          return true;
        });
  }

  private static @Nullable Path osThread() throws IOException {
    return Files.exists(THREAD_SELF) ? Files.readSymbolicLink(THREAD_SELF) : null;
  }

  /** Waits with a frame on its stack that pins it to its M, for others that need a P. */
  static void pinned(Stage stage, SplittableRandom random) throws Exception {
    stage.keepingThread(
        () -> {
          Chan<Long> channel = Chan.unbuffered();
          CountDownLatch latch = new CountDownLatch(1);
          stage.crew().go(latch::countDown);
          stage.anyCrew(random).go(() -> channel.send(1L));
          Pinned.run(
              () -> {
                latch.await();
                return channel.receive();
              });
          return true;
        });
  }
}
