package dev.handoff.runtime;

import java.time.Duration;

/** Deadlines are moments of a {@link Clock}, in nanoseconds, with a ceiling instead of an overflow. */
final class Deadlines {
  /** No deadline at all (spec: {@code Forever}). */
  static final long FOREVER = Long.MAX_VALUE;

  /** The last deadline there is, 292 years from now: a longer delay is due then. */
  static final long LAST = FOREVER - 1;

  private Deadlines() {}

  /** That many nanoseconds after now; now itself for delays that are not positive. */
  static long after(long now, long delay) {
    return delay <= 0 ? now : delay >= LAST - now ? LAST : now + delay;
  }

  /** The duration in nanoseconds, at most 2^63 - 1; 0 if it is negative. */
  static long nanos(Duration d) {
    if (!d.isPositive()) {
      return 0;
    }
    try {
      return d.toNanos();
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  /** A ticker's deadline after {@code now}: on the grid that {@code when} is on; missed ones do not count. */
  static long next(long when, long period, long now) {
    return after(now, period - (now - when) % period);
  }
}
