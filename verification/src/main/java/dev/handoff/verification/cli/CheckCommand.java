package dev.handoff.verification.cli;

import dev.handoff.verification.tlc.Checker;
import dev.handoff.verification.tlc.TlcException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code handoff check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Runs TLC on the models of the spec, and holds the outcome against models.json.")
@SuppressWarnings("initialization.field.uninitialized") // picocli sets them before call()
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "MODEL", description = "Which models; all quick ones if none is named.")
  private List<String> models = new ArrayList<>();

  @Option(names = "--full", description = "Also those that take long.")
  private boolean full;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many threads TLC may use; as many as there are processors by default.")
  private int workers;

  @Override
  public Integer call() throws Exception {
    if (workers < 0) {
      throw new UnusableException("--workers " + workers + " is negative; say at least 1");
    }
    PrintWriter out = command.commandLine().getOut();
    Checker checker = new Checker(Handoff.spec());
    List<String> problems = new ArrayList<>(checker.pinProblems());
    List<Checker.Outcome> outcomes = new ArrayList<>();
    for (String model : models.isEmpty() ? checker.names(full) : models) {
      outcomes.add(run(checker, model));
    }
    table(outcomes, out);
    for (Checker.Outcome outcome : outcomes) {
      problems.addAll(outcome.problems());
      if (!outcome.isAsPinned()) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "handoff");
        Checker.explain(outcome, folder, out);
      }
    }
    problems.forEach(problem -> out.println("FAILED  " + problem));
    out.println(
        problems.isEmpty()
            ? "All " + outcomes.size() + " models are as models.json says."
            : problems.size() + " of the expectations in models.json are not met.");
    out.flush();
    return problems.isEmpty() ? 0 : Handoff.FAILED;
  }

  private Checker.Outcome run(Checker checker, String model) throws Exception {
    ProgressLine progress = new ProgressLine(command.commandLine().getErr());
    try {
      return checker.check(
          model,
          workers,
          p ->
              progress.tell(
                  String.format(
                      Locale.ROOT,
                      "%s: %,d distinct states, %,d to look at",
                      model,
                      p.distinctStates(),
                      p.queue())));
    } catch (IllegalArgumentException | TlcException e) {
      throw new UnusableException(e.getMessage() + "");
    } finally {
      progress.done();
    }
  }

  private static void table(List<Checker.Outcome> outcomes, PrintWriter out) {
    String row = "%-18s %-11s %-10s %-10s %12s %6s %7s  %s%n";
    out.printf(row, "model", "module", "TLC says", "as pinned", "states", "depth", "time", "checks");
    for (Checker.Outcome o : outcomes) {
      out.printf(
          row,
          o.model(),
          o.module(),
          o.result().verdict().text(),
          o.isAsPinned() ? "yes" : "NO",
          String.format(Locale.ROOT, "%,d", o.result().distinctStates()),
          o.result().depth() == 0 ? "" : Long.toString(o.result().depth()),
          String.format(Locale.ROOT, "%.1f s", o.result().seconds()),
          o.checked());
    }
  }
}
