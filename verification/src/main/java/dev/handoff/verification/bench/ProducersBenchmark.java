package dev.handoff.verification.bench;

import static dev.handoff.verification.bench.RunningPrograms.checked;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Producers and consumers at a buffer; JMH reports nanoseconds for a value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProducersBenchmark {
  private static final int EACH = 20_000;
  private static final int PAIRS = 4;

  /** One of each. */
  @Benchmark
  @OperationsPerInvocation(EACH)
  public long oneByOne(RunningPrograms running) {
    return checked(running.programs().producers(1, EACH), EACH * (EACH - 1L) / 2);
  }

  /** Several of each, at the same buffer. */
  @Benchmark
  @OperationsPerInvocation(PAIRS * EACH)
  public long fourByFour(RunningPrograms running) {
    return checked(running.programs().producers(PAIRS, EACH), PAIRS * (EACH * (EACH - 1L) / 2));
  }
}
