package dev.handoff.verification.cli;

import dev.handoff.verification.tlc.Mutation;
import dev.handoff.verification.tlc.Mutations;
import dev.handoff.verification.tlc.TlcException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code handoff mutate}. */
@Command(
    name = "mutate",
    mixinStandardHelpOptions = true,
    description =
        "Puts each fault of spec/mutations into a copy of the spec: a property must notice it.")
@SuppressWarnings("initialization.field.uninitialized") // picocli sets them before call()
final class MutateCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Parameters(paramLabel = "MODULE", description = "Faults of which modules; of all by default.")
  private List<String> modules = new ArrayList<>();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many faults to try at once; as many as there are processors by default.")
  private int workers;

  @Override
  public Integer call() throws Exception {
    if (workers < 0) {
      throw new UnusableException("--workers " + workers + " is negative; say at least 1");
    }
    Mutations mutations = Mutations.of(Handoff.spec());
    List<Mutation> chosen = chosen(mutations);
    List<String> problems = new ArrayList<>(mutations.problems(chosen));
    PrintWriter out = command.commandLine().getOut();
    if (problems.isEmpty()) {
      List<Mutations.Outcome> outcomes = run(mutations, chosen);
      table(outcomes, out);
      outcomes.stream()
          .map(Mutations.Outcome::problem)
          .filter(problem -> !problem.isEmpty())
          .forEach(problems::add);
    }
    problems.forEach(problem -> out.println("FAILED  " + problem));
    out.println(
        problems.isEmpty()
            ? summary(chosen)
            : problems.size() + " of the expectations in spec/mutations are not met.");
    out.flush();
    return problems.isEmpty() ? 0 : Handoff.FAILED;
  }

  private static String summary(List<Mutation> chosen) {
    long none = chosen.stream().filter(m -> m.equivalent() != null).count();
    return "All "
        + (chosen.size() - none)
        + " faults are caught as spec/mutations says"
        + (none == 0 ? "." : ", and " + none + " that are none change nothing.");
  }

  private List<Mutation> chosen(Mutations mutations) throws UnusableException {
    if (modules.isEmpty()) {
      return mutations.all();
    }
    List<Mutation> chosen = new ArrayList<>();
    for (String module : modules) {
      List<Mutation> found = mutations.in(module);
      if (found.isEmpty()) {
        throw new UnusableException(
            "spec/mutations has no fault in a module \""
                + module
                + "\"; there are some in "
                + String.join(", ", mutations.modules()));
      }
      found.stream().filter(m -> !chosen.contains(m)).forEach(chosen::add);
    }
    return chosen;
  }

  private List<Mutations.Outcome> run(Mutations mutations, List<Mutation> chosen)
      throws UnusableException, IOException {
    int atOnce = workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
    ProgressLine progress = new ProgressLine(command.commandLine().getErr());
    AtomicInteger tried = new AtomicInteger();
    try {
      return mutations.run(
          chosen,
          atOnce,
          outcome ->
              progress.tell(
                  tried.incrementAndGet()
                      + " of "
                      + chosen.size()
                      + " faults tried, the last of them: "
                      + outcome.mutation()));
    } catch (TlcException e) {
      throw new UnusableException(e.getMessage() + "");
    } finally {
      progress.done();
    }
  }

  private static void table(List<Mutations.Outcome> outcomes, PrintWriter out) {
    TextTable table = new TextTable("lllrl", "module", "fault", "model", "time", "caught by");
    for (Mutations.Outcome o : outcomes) {
      table.row(
          o.mutation().module(),
          o.mutation().what(),
          o.mutation().model(),
          String.format(Locale.ROOT, "%.1f s", o.seconds()),
          caughtBy(o));
    }
    table.print(out);
  }

  private static String caughtBy(Mutations.Outcome o) {
    if (!o.caughtBy().isEmpty()) {
      return o.caughtBy();
    }
    String equivalent = o.mutation().equivalent();
    return equivalent == null ? "NOBODY" : "no fault: " + equivalent;
  }
}
