package dev.handoff.verification.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A JMH benchmark. A turn is one fork with few and short iterations: what differs between two JVMs
 * (which code was compiled when, and how) is more than what differs within one.
 *
 * @param benchmark a class with a benchmark method for each of the figures, of its name
 * @param readings in the order in which they are shown
 */
record JmhMeasurement(String name, Class<?> benchmark, List<Reading> readings)
    implements Measurement {
  /** What a benchmark method yields. */
  record Reading(String method, Figure figure) {}

  private static final int WARMUPS = 3;
  private static final int ITERATIONS = 3;
  private static final TimeValue WARMUP = TimeValue.milliseconds(900);
  private static final TimeValue ITERATION = TimeValue.milliseconds(400);

  /** All there before the first iteration: the first touch of a page is no goroutine's cost. */
  private static final List<String> MEMORY = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch");

  @Override
  public int rounds() {
    return 4;
  }

  @Override
  public List<Figure> figures() {
    return readings.stream().map(Reading::figure).toList();
  }

  @Override
  public List<List<Double>> measure(Contender contender, int processors) {
    Options options =
        new OptionsBuilder()
            .include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
            .param("contender", contender.name())
            .param("processors", Integer.toString(processors))
            .forks(1)
            .warmupIterations(WARMUPS)
            .warmupTime(WARMUP)
            .measurementIterations(ITERATIONS)
            .measurementTime(ITERATION)
            .jvmArgs(BenchJvm.args(contender, processors, MEMORY).toArray(String[]::new))
            .shouldFailOnError(true)
            .build();
    Collection<RunResult> results = run(options);
    return readings.stream().map(reading -> scores(results, reading.method())).toList();
  }

  /** Runs JMH in silence; what it would have said is told only if it fails. */
  private static Collection<RunResult> run(Options options) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    OutputFormat format =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(said, true, StandardCharsets.UTF_8), VerboseMode.NORMAL);
    try {
      return new Runner(options, format).run();
    } catch (RunnerException e) {
      throw new IllegalStateException(
          "JMH failed: " + e.getMessage() + "\n" + said.toString(StandardCharsets.UTF_8), e);
    }
  }

  private static List<Double> scores(Collection<RunResult> results, String method) {
    return results.stream()
        .filter(run -> run.getParams().getBenchmark().endsWith("." + method))
        .flatMap(run -> run.getBenchmarkResults().stream())
        .flatMap(fork -> fork.getIterationResults().stream())
        .map(iteration -> iteration.getPrimaryResult().getScore())
        .toList();
  }
}
