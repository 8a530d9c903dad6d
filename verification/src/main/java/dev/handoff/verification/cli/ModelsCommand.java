package dev.handoff.verification.cli;

import dev.handoff.verification.tlc.ModelsTable;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code handoff models}. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "Prints the models of the spec as a page of Markdown: docs/models.md is that.")
@SuppressWarnings("initialization.field.uninitialized") // picocli sets it before call()
final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    out.print(ModelsTable.markdown(Handoff.spec()));
    out.flush();
    return 0;
  }
}
