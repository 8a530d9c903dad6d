package dev.handoff.verification.soak;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * How long what must come may take. Only a broken program comes near to these.
 *
 * @param phase until everything that a phase started has ended, and was checked
 * @param rest until a scheduler whose goroutines have ended has come to rest
 */
record Patience(Duration phase, Duration rest) {
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
