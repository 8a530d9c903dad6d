package dev.handoff.verification.soak;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Does something on a thread of its own, and gives it up when it comes no further. */
final class Watchdog {
  /** What is done. */
  interface Work {
    void run() throws InterruptedException;
  }

  private Watchdog() {}

  /**
   * Does it, and waits for its end.
   *
   * @param limit in so much time it must end, or the progress change: a busy machine is no hang
   * @throws SoakException what it throws, or that it has come no further
   */
  static void within(Duration limit, String what, LongSupplier progress, Work work)
      throws InterruptedException {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("soak-phase")
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (Throwable t) {
                    thrown.set(t);
                  }
                });
    long seen = progress.getAsLong();
    while (!thread.join(limit)) {
      long now = progress.getAsLong();
      SoakException.unless(
          now != seen, () -> what + " has come no further for " + limit.toSeconds() + " s");
      seen = now;
    }
    Throwable failure = thrown.get();
    if (failure != null) {
      throw failure instanceof SoakException known
          ? known
          : new SoakException(what + " failed: " + failure, failure);
    }
  }
}
