package dev.handoff.verification.cli;

import dev.handoff.verification.bench.Benchmarks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code handoff bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Handoff beside plain virtual threads and Kotlin coroutines, in turn,",
      "on one and two processors: medians, and the ratio to the better of the two."
    })
@SuppressWarnings("initialization.field.uninitialized") // picocli sets them before call()
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "NAME",
      description =
          "pingpong, spawn, skynet, yield, sleepers, latency, sieve, producers, select or mutex;"
              + " all if none is named.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    try {
      Benchmarks.run(names, System.out);
    } catch (IllegalArgumentException e) {
      throw new UnusableException(e.getMessage() + "");
    }
    return 0;
  }
}
