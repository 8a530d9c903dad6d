package dev.handoff.verification.tlc;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs TLC on models of the spec and holds what comes out against {@code models.json}. */
public final class Checker {
  /**
   * How one model fared.
   *
   * @param problems how it differs from what models.json says; none if it is as it should be
   */
  public record Outcome(
      String model,
      String module,
      String expected,
      Tlc.Result result,
      String checked,
      List<String> problems) {
    /** Whether everything is as models.json says. */
    public boolean isAsPinned() {
      return problems.isEmpty();
    }
  }

  private final Path spec;
  private final Models models;

  /**
   * @param spec the folder of the spec
   */
  public Checker(Path spec) throws IOException {
    this.spec = spec;
    this.models = Models.of(spec);
  }

  /** How the .cfg files of all models differ from models.json, a line each. */
  public List<String> pinProblems() throws IOException {
    return models.problems();
  }

  /** The names of the models that TLC runs, or of the quick ones. */
  public List<String> names(boolean full) {
    return models.rows().stream()
        .filter(row -> full ? row.isRun() : row.isQuick())
        .map(Model::name)
        .toList();
  }

  /**
   * Checks one model.
   *
   * @param workers how many TLC may use; 0 leaves it to models.json
   * @throws IllegalArgumentException if there is no such model; the message lists those there are
   */
  public Outcome check(String name, int workers, Consumer<Tlc.Progress> progress)
      throws IOException, TlcException {
    Model row =
        models.rows().stream()
            .filter(m -> m.isRun() && m.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no model \"" + name + "\"; there are " + names(true)));
    int used = row.depth() != null ? 1 : workers > 0 ? workers : row.workers();
    int available = Runtime.getRuntime().availableProcessors();
    Tlc.Result result =
        new Tlc(spec).run(row.module(), row.name(), used > 0 ? used : available, progress);
    if (result.verdict() == Tlc.Verdict.ERROR) {
      throw new TlcException(name + ": " + result.message());
    }
    return new Outcome(
        row.name(), row.module(), row.verdict().text(), result, checked(row), problems(row, result));
  }

  private static String checked(Model row) {
    return Stream.of("INVARIANT", "PROPERTY")
        .flatMap(keyword -> row.pins().getOrDefault(keyword, List.of()).stream())
        .collect(Collectors.joining(" "));
  }

  private static List<String> problems(Model row, Tlc.Result result) {
    List<String> problems = new ArrayList<>();
    if (result.verdict() != row.verdict()) {
      problems.add(
          row.name()
              + ": expected \""
              + row.verdict().text()
              + "\", but TLC says \""
              + result.verdict().text()
              + "\" ("
              + result.message()
              + ")");
      return problems;
    }
    String violates = row.violates();
    if (violates != null && !violates.equals(result.message())) {
      problems.add(
          row.name() + ": should violate " + violates + ", but violates " + result.message());
    }
    if (row.verdict() == Tlc.Verdict.HOLDS && result.distinctStates() != row.distinctStates()) {
      problems.add(
          String.format(
              Locale.ROOT,
              "%s: models.json pins %,d distinct states, but TLC found %,d",
              row.name(),
              row.distinctStates(),
              result.distinctStates()));
    }
    Long depth = row.depth();
    if (depth != null && depth != result.depth()) {
      problems.add(
          row.name() + ": models.json pins depth " + depth + ", but TLC found " + result.depth());
    }
    return problems;
  }

  /** Keeps a counterexample in a file of that folder, and prints it as steps and what they changed. */
  public static void explain(Outcome outcome, Path folder, PrintWriter out) throws IOException {
    if (outcome.result().behaviour().isEmpty()) {
      return;
    }
    Files.createDirectories(folder);
    Path file = folder.resolve(outcome.model() + ".counterexample.txt");
    Files.writeString(file, Counterexample.raw(outcome.result().behaviour()));
    out.println(Counterexample.steps(outcome.result().behaviour()));
    out.println("  the whole of it: " + file);
  }
}
