package dev.handoff.verification.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code ./handoff bench}: what goroutines cost beside their peers, on one and on two Ps. */
public final class Benchmarks {
  private static final List<Integer> PROCESSORS = List.of(1, 2);

  private static final Map<String, Measurement> KNOWN =
      List.of(
              jmh(
                  PingPongBenchmark.class,
                  "pingpong",
                  ns("pingPong", "ns for a round trip over unbuffered channels")),
              jmh(
                  SpawnBenchmark.class,
                  "spawn",
                  ns("spawn", "ns for the start and the end of one, 1000 at a time")),
              new SkynetMeasurement(1_000_000),
              jmh(YieldBenchmark.class, "yield", ns("yield", "ns for a turn of one of 1000")),
              jmh(
                  SleepersBenchmark.class,
                  "sleepers",
                  ns("sleepers", "ns for one of 100,000 that sleep 1 to 20 ms")),
              new LatencyMeasurement(),
              jmh(
                  SieveBenchmark.class,
                  "sieve",
                  ns("sieve", "ns for a number up to 2000, through the filters of 303 primes")),
              jmh(
                  ProducersBenchmark.class,
                  "producers",
                  ns("oneByOne", "ns for a value, one producer and one consumer"),
                  ns("fourByFour", "ns for a value, four producers and four consumers")),
              jmh(
                  SelectBenchmark.class,
                  "select",
                  ns("overTwo", "ns for a value, over 2 channels"),
                  ns("overSixteen", "ns for a value, over 16 channels")),
              jmh(MutexBenchmark.class, "mutex", ns("mutex", "ns for a lock and an unlock, by 100")))
          .stream()
          .collect(
              Collectors.toMap(
                  Measurement::name, Function.identity(), (one, other) -> one, LinkedHashMap::new));

  private Benchmarks() {}

  private static Measurement jmh(
      Class<?> benchmark, String name, JmhMeasurement.Reading... readings) {
    return new JmhMeasurement(name, benchmark, List.of(readings));
  }

  /** What a method of a JMH benchmark yields, in whole nanoseconds. */
  private static JmhMeasurement.Reading ns(String method, String title) {
    return new JmhMeasurement.Reading(method, new Measurement.Figure(title, 0));
  }

  /** The names that {@link #run} knows. */
  public static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /**
   * Measures and prints a table for each. Takes two to four minutes a name. All three contenders get
   * their turns one after the other, again and again, so that whatever else the machine does meets
   * all of them.
   *
   * @param names of what to measure; none means all
   * @throws IllegalArgumentException if a name is unknown; nothing has been measured then
   * @throws IllegalStateException if a measurement failed
   */
  public static void run(List<String> names, PrintStream out) {
    List<String> wanted = names.isEmpty() ? names() : names;
    wanted.stream().map(Benchmarks::named).toList().forEach(measurement -> run(measurement, out));
  }

  private static Measurement named(String name) {
    Measurement known = KNOWN.get(name);
    if (known == null) {
      throw new IllegalArgumentException(
          "there is no benchmark " + name + "; there are " + String.join(", ", names()));
    }
    return known;
  }

  private static void run(Measurement measurement, PrintStream out) {
    Readings readings = new Readings();
    for (int round = 1; round <= measurement.rounds(); round++) {
      out.println(measurement.name() + ": round " + round + " of " + measurement.rounds());
      for (int processors : PROCESSORS) {
        for (Contender contender : Contender.values()) {
          List<List<Double>> values = measurement.measure(contender, processors);
          for (int i = 0; i < values.size(); i++) {
            readings.add(measurement.figures().get(i), processors, contender, values.get(i));
          }
        }
      }
    }
    out.println();
    for (Measurement.Figure figure : measurement.figures()) {
      Table.print(measurement.name(), figure, PROCESSORS, readings, out);
    }
  }
}
