package dev.handoff.verification.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code handoff validate}. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Asks TLC whether a recorded run is a behaviour of the spec.")
@SuppressWarnings("initialization.field.uninitialized") // picocli sets them before call()
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "TRACE", description = "A file that run --trace has written.")
  private Path trace;

  @Override
  public Integer call() throws Exception {
    boolean accepted =
        Validation.print(
            trace,
            trace.toString(),
            "Record a shorter run, with the program's own option for its size",
            command.commandLine().getOut(),
            command.commandLine().getErr());
    return accepted ? 0 : Handoff.FAILED;
  }
}
