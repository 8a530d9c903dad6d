package dev.handoff.verification.cli;

import dev.handoff.verification.soak.Soak;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code handoff soak}. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "Runs random programs over everything that the library has, in phases, and checks after",
      "each that nothing was lost, and that all is at rest. A failure ends it, with all that is",
      "known of it."
    })
@SuppressWarnings("initialization.field.uninitialized") // picocli sets them before call()
final class SoakCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How long; a fraction is a part of one. Default: ${DEFAULT-VALUE}.")
  private double minutes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "What the programs are drawn from. Default: another one each time.")
  private @Nullable Long seed;

  @Option(
      names = "--processors-max",
      paramLabel = "K",
      defaultValue = "8",
      description = "How many Ps a scheduler has at most. Default: ${DEFAULT-VALUE}.")
  private int processorsMax;

  @Override
  public Integer call() throws Exception {
    if (!(minutes > 0)) {
      throw new UnusableException("--minutes " + minutes + " is not positive");
    }
    if (processorsMax < 1) {
      throw new UnusableException("--processors-max " + processorsMax + " is below 1");
    }
    Long given = seed;
    long first = given == null ? ThreadLocalRandom.current().nextLong() : given;
    Soak soak = new Soak(first, processorsMax, command.commandLine().getOut());
    try {
      boolean held = soak.run(Duration.ofMillis((long) (minutes * 60_000)));
      return held ? 0 : Handoff.FAILED;
    } catch (IllegalStateException e) {
      throw new UnusableException(e.getMessage() + "");
    }
  }
}
