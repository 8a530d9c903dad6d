package dev.handoff.verification.bench;

import static dev.handoff.verification.bench.RunningPrograms.checked;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Many that sleep at once; JMH reports nanoseconds for one, all of its short life. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SleepersBenchmark {
  private static final int COUNT = 100_000;
  private static final int SPREAD = 20;

  /** So short a spread that what they cost is what takes the time. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public long sleepers(RunningPrograms running) {
    return checked(running.programs().sleepers(COUNT, SPREAD), COUNT);
  }
}
