package dev.handoff;

import java.util.List;

/**
 * How often something took how long.
 *
 * <p>{@code counts} has one element more than {@code boundsNanos}. A sample is counted at index
 * {@code i} if it is at least {@code boundsNanos[i - 1]} and less than {@code boundsNanos[i]}; the
 * first has no lower bound and the last no upper one.
 *
 * @param boundsNanos bounds in nanoseconds, ascending
 * @param counts samples between two bounds
 */
public record LatencyHistogram(List<Long> boundsNanos, List<Long> counts) {
  public LatencyHistogram {
    boundsNanos = List.copyOf(boundsNanos);
    counts = List.copyOf(counts);
    if (counts.size() != boundsNanos.size() + 1) {
      throw new IllegalArgumentException(
          counts.size() + " counts do not fit " + boundsNanos.size() + " bounds: one more is due");
    }
  }

  /** How many samples there are. */
  public long samples() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * A bound, in nanoseconds, below which at least that part of the samples lies; {@code
   * Long.MAX_VALUE} if only the last count, which has no bound, makes up for it; 0 without samples.
   *
   * @param part above 0, at most 1: 0.99 for the 99th percentile
   */
  public long quantileNanos(double part) {
    if (!(part > 0 && part <= 1)) {
      throw new IllegalArgumentException("quantile " + part + " is not above 0 and at most 1");
    }
    double wanted = part * samples();
    long below = 0;
    for (int i = 0; i < boundsNanos.size(); i++) {
      below += counts.get(i);
      if (below >= wanted) {
        return below == 0 ? 0 : boundsNanos.get(i);
      }
    }
    return Long.MAX_VALUE;
  }
}
