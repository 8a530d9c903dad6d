package dev.handoff.verification.bench;

import java.util.Arrays;
import java.util.List;

/**
 * How long one that was woken waits until it runs, beside as many that compute without letting anybody
 * run as there are processors. Each turn is a fresh JVM.
 */
record LatencyMeasurement() implements Measurement {
  private static final List<String> MEMORY = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");
  private static final int SAMPLES = 500;

  /** So long a hog computes: five time slices of Go's. */
  private static final int STRETCH_MILLIS = 50;

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public int rounds() {
    return 5;
  }

  @Override
  public List<Figure> figures() {
    String beside = "ms from wake to run beside hogs of " + STRETCH_MILLIS + " ms, ";
    return List.of(new Figure(beside + "median", 3), new Figure(beside + "99th percentile", 3));
  }

  @Override
  public List<List<Double>> measure(Contender contender, int processors) {
    String said =
        BenchJvm.run(
            LatencyMain.class,
            contender,
            processors,
            MEMORY,
            List.of(Integer.toString(SAMPLES), Integer.toString(STRETCH_MILLIS)));
    long[] nanos = nanos(contender, said);
    return List.of(List.of(millis(nanos, 0.5)), List.of(millis(nanos, 0.99)));
  }

  private static long[] nanos(Contender contender, String said) {
    try {
      long[] nanos = Arrays.stream(said.strip().split(" ")).mapToLong(Long::parseLong).toArray();
      if (nanos.length == SAMPLES && nanos[0] >= 0) {
        return nanos;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalStateException(
        "latency on " + contender.title() + " should print " + SAMPLES + " times but said: " + said);
  }

  private static double millis(long[] sorted, double quantile) {
    return sorted[(int) (quantile * (sorted.length - 1))] / 1e6;
  }
}
