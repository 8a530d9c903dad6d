package dev.handoff.verification.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** The whole short life of a goroutine; JMH reports nanoseconds for one. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpawnBenchmark {
  private static final int BATCHES = 20;

  /** As many as a server may well start at once; more and it would measure the collector. */
  private static final int COUNT = 1_000;

  /** As many batches as make the start of main vanish beside them. */
  @Benchmark
  @OperationsPerInvocation(BATCHES * COUNT)
  public int spawn(RunningPrograms running) {
    return running.programs().spawn(BATCHES, COUNT);
  }
}
