package dev.handoff.verification.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The {@code handoff} command. Exit status: 0 it holds; 1 a property or a program failed; 2 bad usage,
 * or a tool could not run.
 */
@Command(
    name = "handoff",
    mixinStandardHelpOptions = true,
    version = "handoff 0.1.0",
    description = "Goroutines for the JVM on a formally verified G/M/P scheduler.",
    subcommands = {
      CheckCommand.class,
      MutateCommand.class,
      ModelsCommand.class,
      ValidateCommand.class,
      BenchCommand.class,
      SoakCommand.class
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it holds, or the program ran to its end",
      "1:a property, a program or a trace failed",
      "2:bad usage, or something could not be run"
    })
public final class Handoff {
  static final int FAILED = 1;
  static final int UNUSABLE = 2;

  private Handoff() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, with errors in one clear message. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Handoff());
    line.addSubcommand(RunCommand.commandLine());
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          if (e instanceof UnusableException) {
            command.getErr().println("handoff: " + e.getMessage());
            return UNUSABLE;
          }
          e.printStackTrace(command.getErr());
          return UNUSABLE;
        });
    return line;
  }

  /** The folder of the spec: beside the launcher, which says where that is. */
  static Path spec() {
    return Path.of(System.getProperty("handoff.home", "."), "spec");
  }
}
