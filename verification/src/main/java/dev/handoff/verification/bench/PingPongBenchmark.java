package dev.handoff.verification.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** A round trip of a ball between two; JMH reports nanoseconds for one. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PingPongBenchmark {
  private static final int ROUNDS = 20_000;

  /** As many rounds as make the start of main vanish beside them. */
  @Benchmark
  @OperationsPerInvocation(ROUNDS)
  public int pingPong(RunningPrograms running) {
    return running.programs().pingPong(ROUNDS);
  }
}
