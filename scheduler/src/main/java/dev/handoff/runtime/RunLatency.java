package dev.handoff.runtime;

import dev.handoff.LatencyHistogram;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How long goroutines were runnable before they ran, as one M has seen it.
 *
 * <p>Reading the clock costs a tenth of a switch, so one transition in eight is sampled, as Go does
 * it. Which one is a function of the goroutine's id and the number of the transition: whoever makes
 * the goroutine runnable and the M that runs it come to the same answer, and nothing is stored for
 * the others. The function scatters, or else a goroutine whose numbers go up in steps of two (it
 * yields) or that is made runnable only once would always or never be sampled.
 */
final class RunLatency {
  /** One in 2 to the power of this. */
  private static final int SAMPLE_BITS = 3;

  /** 2 to the power of 64 divided by the golden ratio: multiples of it scatter evenly. */
  private static final long SCATTER = 0x9E3779B97F4A7C15L;

  /** The lowest bound is 2 to the power of this, in nanoseconds; each bound doubles. */
  private static final int LOWEST_BITS = 8;

  /** 256 ns, 512 ns, and so on to 17 s. */
  private static final int BOUNDS = 27;

  private static final List<Long> BOUNDS_NANOS =
      LongStream.range(0, BOUNDS).map(i -> 1L << LOWEST_BITS + i).boxed().toList();

  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] counts = new long[BOUNDS + 1];

  /** Whether goroutine {@code id} is sampled when transition {@code n} makes it runnable. */
  static boolean samples(long id, long n) {
    return (id + n) * SCATTER >>> Long.SIZE - SAMPLE_BITS == 0;
  }

  /** Counts a sample. The M that owns this, only. */
  void add(long nanos) {
    int i = Math.min(BOUNDS, Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, nanos) >> LOWEST_BITS));
    // Opaque: pairs with getOpaque in histogram(), a statistic that orders nothing. One writer.
    COUNT.setOpaque(counts, i, counts[i] + 1);
  }

  /** The samples of all those together. Any thread. */
  static LatencyHistogram histogram(Iterable<RunLatency> all) {
    long[] sum = new long[BOUNDS + 1];
    for (RunLatency one : all) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (long) COUNT.getOpaque(one.counts, i); // pairs with setOpaque in add
      }
    }
    return new LatencyHistogram(BOUNDS_NANOS, Arrays.stream(sum).boxed().toList());
  }
}
