package dev.handoff.verification.bench;

import static dev.handoff.verification.bench.RunningPrograms.checked;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** A chain of filters; JMH reports nanoseconds for a number that goes into it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SieveBenchmark {
  private static final int LIMIT = 2_000;
  private static final int PRIMES = 303;

  /** As long a chain as there are primes. */
  @Benchmark
  @OperationsPerInvocation(LIMIT)
  public long sieve(RunningPrograms running) {
    return checked(running.programs().sieve(LIMIT), PRIMES);
  }
}
