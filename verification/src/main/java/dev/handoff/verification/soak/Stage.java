package dev.handoff.verification.soak;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * What acts find in a phase. Thread-safe.
 *
 * @param crew whose goroutine performs
 * @param all every crew of the phase, that one included
 * @param processorsMax how many Ps a scheduler may be given
 * @param folder for files, each named after its act's own number
 * @param burners who has one may burn a whole processor
 * @param threads who has one may keep an M for itself, for so long that it needs another
 * @param failed is told of what came out wrong where nobody would see it
 */
record Stage(
    Crew crew,
    List<Crew> all,
    int processorsMax,
    Path folder,
    Semaphore burners,
    Semaphore threads,
    Consumer<Throwable> failed) {
  private static final long RETRY_NANOS = 50_000;

  /** Workers for an act. */
  Team team(SplittableRandom random) {
    return new Team(this, random);
  }

  /** Any of the crews. */
  Crew anyCrew(SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Makes a call that keeps the thread, when there is a thread to spare. */
  <T> T keepingThread(Callable<T> call) throws Exception {
    return holding(threads, call);
  }

  /** Makes a call that burns a processor, when there is one to spare. */
  <T> T burning(Callable<T> call) throws Exception {
    return holding(burners, call);
  }

  private static <T> T holding(Semaphore permits, Callable<T> call) throws Exception {
    permits.acquire();
    try {
      return call.call();
    } finally {
      permits.release();
    }
  }

  /** Lets others run, whatever the caller is. */
  static void pause() {
    Thread.yield();
  }

  /**
   * The same for one who tries again and again, and would else keep from a processor those threads of
   * the operating system that it waits for.
   */
  static void pauseToRetry() {
    Thread.yield();
    LockSupport.parkNanos(RETRY_NANOS);
  }
}
