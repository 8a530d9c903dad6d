package dev.handoff.verification.bench;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The program that {@link LatencyMeasurement} starts. */
final class LatencyMain {
  private LatencyMain() {}

  /**
   * Prints all latencies, in nanoseconds, in ascending order.
   *
   * @param args contender, processors, samples, and for how many milliseconds a hog computes
   */
  public static void main(String[] args) {
    Contender contender = Contender.valueOf(args[0]);
    int processors = Integer.parseInt(args[1]);
    int samples = Integer.parseInt(args[2]);
    int stretch = Integer.parseInt(args[3]);
    try (Programs programs = contender.programs(processors)) {
      long[] nanos = programs.latency(samples, processors, stretch);
      Arrays.sort(nanos);
      System.out.println(
          Arrays.stream(nanos).mapToObj(Long::toString).collect(Collectors.joining(" ")));
    }
  }
}
