package dev.handoff.verification.bench;

import static dev.handoff.verification.bench.RunningPrograms.checked;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** One that receives from whichever channel is ready; JMH reports nanoseconds for a value. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SelectBenchmark {
  private static final int EACH = 1_000;
  private static final int FEW = 2;
  private static final int MANY = 16;

  /** As the usual select in a loop. */
  @Benchmark
  @OperationsPerInvocation(FEW * EACH)
  public long overTwo(RunningPrograms running) {
    return checked(running.programs().select(FEW, EACH), FEW * (EACH * (EACH - 1L) / 2));
  }

  /** As one over many peers. */
  @Benchmark
  @OperationsPerInvocation(MANY * EACH)
  public long overSixteen(RunningPrograms running) {
    return checked(running.programs().select(MANY, EACH), MANY * (EACH * (EACH - 1L) / 2));
  }
}
