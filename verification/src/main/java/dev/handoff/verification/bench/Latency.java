package dev.handoff.verification.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

/** What the latency programs of all runtimes share: the thread outside, and what a hog does. */
final class Latency {
  private Latency() {}

  /**
   * Starts a thread that sends the time, System.nanoTime, so many times.
   *
   * @param send must not wait
   */
  static void sendFromOutside(int samples, LongConsumer send) {
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              for (int i = 0; i < samples; i++) {
                LockSupport.parkNanos(Duration.ofMillis(Programs.SENDING_EVERY).toNanos());
                send.accept(System.nanoTime());
              }
            });
  }

  /** Computes for so many milliseconds; nothing in it lets others run. */
  static void compute(int millis) {
    long start = System.nanoTime();
    long nanos = Duration.ofMillis(millis).toNanos();
    while (System.nanoTime() - start < nanos) {
      Thread.onSpinWait();
    }
  }
}
