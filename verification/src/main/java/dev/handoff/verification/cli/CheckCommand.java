package dev.handoff.verification.cli;

import dev.handoff.verification.tlc.Checker;
import dev.handoff.verification.tlc.DistributedTlc;
import dev.handoff.verification.tlc.Tlc;
import dev.handoff.verification.tlc.TlcException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code handoff check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Runs TLC on the models of the spec, and holds the outcome against models.json.",
    footerHeading = "%nOn several machines:%n",
    footer = {
      "  --distributed N runs TLC's distributed mode: a server, and N workers on this machine.",
      "  For workers on others, --server-host names this one as they reach it; the command",
      "  that starts a worker there, which needs only a Java and TLC's jar, is printed then.",
      "  N may be 0 in that case. TLC speaks RMI, with no password: use a network you trust.",
      "  This mode checks invariants; properties are marked as not checked. Of a",
      "  counterexample it shows the last step; without --distributed you see all of it."
    })
@SuppressWarnings("initialization.field.uninitialized") // picocli sets them before call()
final class CheckCommand implements Callable<Integer> {
  private static final String LOOPBACK = "127.0.0.1";

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "MODEL",
      description = "Which models, by their names or their modules'; all quick ones by default.")
  private List<String> models = new ArrayList<>();

  @Option(names = "--full", description = "Also those that take long.")
  private boolean full;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = {
        "How many threads TLC uses for a model, and then one model at a time.",
        "By default models run side by side, on one thread each."
      })
  private int workers;

  @Option(
      names = "--distributed",
      paramLabel = "N",
      description = "Use TLC's distributed mode, with N workers on this machine; see below.")
  private @Nullable Integer distributed;

  @Option(
      names = "--server-host",
      paramLabel = "HOST",
      description = "By which name workers on other machines reach this one.")
  private @Nullable String serverHost;

  @Override
  public Integer call() throws Exception {
    if (workers < 0) {
      throw new UnusableException("--workers " + workers + " is negative; say at least 1");
    }
    PrintWriter out = command.commandLine().getOut();
    Checker checker = new Checker(Handoff.spec());
    List<String> problems = new ArrayList<>(checker.pinProblems());
    List<Checker.Outcome> outcomes = outcomes(checker);
    table(outcomes, out);
    for (Checker.Outcome outcome : outcomes) {
      problems.addAll(outcome.problems());
      if (!outcome.isAsPinned()) {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "handoff");
        checker.explain(outcome, folder, out);
      }
    }
    problems.forEach(problem -> out.println("FAILED  " + problem));
    out.println(
        problems.isEmpty()
            ? summary(outcomes)
            : problems.size() + " of the expectations in models.json are not met.");
    out.flush();
    return problems.isEmpty() ? 0 : Handoff.FAILED;
  }

  private static String summary(List<Checker.Outcome> outcomes) {
    return outcomes.size() == 1
        ? "The model is as models.json says."
        : "All " + outcomes.size() + " models are as models.json says.";
  }

  private List<Checker.Outcome> outcomes(Checker checker) throws UnusableException, IOException {
    try {
      List<String> names = checker.chosen(models, full);
      return distributed == null
          ? together(checker, names)
          : distributed(checker, names, distributed);
    } catch (IllegalArgumentException | TlcException e) {
      throw new UnusableException(e.getMessage() + "");
    }
  }

  private List<Checker.Outcome> together(Checker checker, List<String> names)
      throws IOException, TlcException {
    ProgressLine progress = new ProgressLine(command.commandLine().getErr());
    AtomicInteger done = new AtomicInteger();
    try {
      return checker.check(
          names,
          workers,
          (model, p) ->
              progress.tell(done + " of " + names.size() + " models done; " + told(model, p)),
          outcome ->
              progress.tell(
                  done.incrementAndGet()
                      + " of "
                      + names.size()
                      + " models done, the last of them "
                      + outcome.model()));
    } finally {
      progress.done();
    }
  }

  private List<Checker.Outcome> distributed(Checker checker, List<String> names, int local)
      throws UnusableException, IOException, TlcException {
    String host = serverHost;
    if (models.isEmpty()) {
      throw new UnusableException("--distributed needs the name of a model");
    }
    if (local < 0 || local == 0 && host == null) {
      throw new UnusableException(
          "--distributed " + local + " starts no worker; say at least 1, or --server-host");
    }
    PrintWriter err = command.commandLine().getErr();
    Consumer<String> elsewhere =
        how -> {
          if (host != null) {
            err.println("To start a worker on another machine: " + how);
            err.flush();
          }
        };
    DistributedTlc tlc =
        new DistributedTlc(Handoff.spec(), host == null ? LOOPBACK : host, local, elsewhere);
    List<Checker.Outcome> outcomes = new ArrayList<>();
    for (String name : names) {
      ProgressLine progress = new ProgressLine(err);
      try {
        outcomes.add(checker.checkDistributed(name, tlc, p -> progress.tell(told(name, p))));
      } finally {
        progress.done();
      }
    }
    return outcomes;
  }

  private static String told(String model, Tlc.Progress p) {
    return String.format(
        Locale.ROOT, "%s: %,d distinct states, %,d to look at", model, p.distinctStates(), p.queue());
  }

  private static void table(List<Checker.Outcome> outcomes, PrintWriter out) {
    TextTable table =
        new TextTable(
            "llllrrrl",
            "model", "module", "TLC says", "as pinned", "states", "depth", "time", "checks");
    for (Checker.Outcome o : outcomes) {
      table.row(
          o.model(),
          o.module(),
          o.result().verdict().text(),
          o.isAsPinned() ? "yes" : "NO",
          String.format(Locale.ROOT, "%,d", o.result().distinctStates()),
          o.result().depth() == 0 ? "" : Long.toString(o.result().depth()),
          String.format(Locale.ROOT, "%.1f s", o.result().seconds()),
          Stream.concat(
                  o.checked().stream(),
                  o.unchecked().stream().map(name -> name + " (not checked in this mode)"))
              .collect(Collectors.joining(" ")));
    }
    table.print(out);
  }
}
