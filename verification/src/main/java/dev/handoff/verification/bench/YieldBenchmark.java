package dev.handoff.verification.bench;

import static dev.handoff.verification.bench.RunningPrograms.checked;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** Many that let each other run, in turns; JMH reports nanoseconds for a turn. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class YieldBenchmark {
  private static final int COUNT = 1_000;
  private static final int TURNS = 50;

  /** As many turns as make the start of all vanish beside them. */
  @Benchmark
  @OperationsPerInvocation(COUNT * TURNS)
  public long yield(RunningPrograms running) {
    return checked(running.programs().yield(COUNT, TURNS), COUNT * TURNS);
  }
}
