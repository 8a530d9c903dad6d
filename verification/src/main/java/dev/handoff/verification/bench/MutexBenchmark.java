package dev.handoff.verification.bench;

import static dev.handoff.verification.bench.RunningPrograms.checked;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Many at one mutex, which each holds for next to nothing; JMH reports nanoseconds for one lock and unlock. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MutexBenchmark {
  private static final int COUNT = 100;
  private static final int EACH = 500;

  /** As many rounds as make the start of all vanish beside them. */
  @Benchmark
  @OperationsPerInvocation(COUNT * EACH)
  public long mutex(RunningPrograms running) {
    return checked(running.programs().mutex(COUNT, EACH), COUNT * EACH);
  }
}
