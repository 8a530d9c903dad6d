package dev.handoff.verification.soak;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * How long what must come may take. Only a broken program comes near to these.
 *
 * @param step until the next act of a phase has ended, or the phase itself with its checks
 * @param rest until a scheduler whose goroutines have ended has come to rest
 */
record Patience(Duration step, Duration rest) {
  private static final long PAUSE_NANOS = 200_000;

  static final Patience GENEROUS = new Patience(Duration.ofMinutes(3), Duration.ofSeconds(30));

  /** Asks until there is nothing to complain about, or patience has ended; the last complaints. */
  List<String> untilEmpty(Supplier<List<String>> complaints) {
    long end = System.nanoTime() + rest.toNanos();
    List<String> last = complaints.get();
    while (!last.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
      last = complaints.get();
    }
    return last;
  }
}
