package dev.handoff.verification.soak;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Does something on a thread of its own, and gives it up when it takes too long. */
final class Watchdog {
  /** What is done. */
  interface Work {
    void run() throws InterruptedException;
  }

  private Watchdog() {}

  /**
   * Does it, and waits for its end.
   *
   * @throws SoakException what it throws, or that it has not ended
   */
  static void within(Duration limit, String what, Work work) throws InterruptedException {
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
    if (!thread.join(limit)) {
      throw new SoakException(what + " has not ended after " + limit.toSeconds() + " s");
    }
    Throwable failure = thrown.get();
    if (failure != null) {
      throw failure instanceof SoakException known
          ? known
          : new SoakException(what + " failed: " + failure, failure);
    }
  }
}
