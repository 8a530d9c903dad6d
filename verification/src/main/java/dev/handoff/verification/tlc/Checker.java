package dev.handoff.verification.tlc;

import dev.handoff.verification.tlc.Jobs.Job;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs TLC on models of the spec and holds what comes out against {@code models.json}. */
public final class Checker {
  /**
   * How one model fared.
   *
   * @param module the one that people read
   * @param checked the invariants and properties that TLC was asked for
   * @param unchecked those that it did not look at, because of how it was run
   * @param problems how it differs from what models.json says; none if it is as it should be
   */
  public record Outcome(
      String model,
      String module,
      Tlc.Result result,
      List<String> checked,
      List<String> unchecked,
      List<String> problems) {
    /** Whether everything is as models.json says. */
    public boolean isAsPinned() {
      return problems.isEmpty();
    }
  }

  private final SpecFolder spec;
  private final Models models;

  /**
   * @param spec the folder of the spec
   */
  public Checker(Path spec) throws IOException {
    this.spec = new SpecFolder(spec);
    this.models = Models.of(this.spec);
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
   * The models meant by these names, each of a model or of a module: then its quick models, or all.
   *
   * @throws IllegalArgumentException if there is neither; the message lists what there is
   */
  public List<String> chosen(List<String> names, boolean full) throws IOException {
    if (names.isEmpty()) {
      return names(full);
    }
    Map<String, String> modules = new HashMap<>();
    for (Model row : models.rows()) {
      modules.put(row.name(), spec.subject(row.module()));
    }
    Set<String> chosen = new LinkedHashSet<>();
    for (String name : names) {
      List<Model> found =
          models.rows().stream()
              .filter(Model::isRun)
              .filter(
                  row ->
                      row.name().equals(name)
                          || (full || row.isQuick())
                              && (row.module().equals(name)
                                  || name.equals(modules.get(row.name()))))
              .toList();
      if (found.isEmpty()) {
        throw unknown(name, new TreeSet<>(modules.values()));
      }
      found.forEach(row -> chosen.add(row.name()));
    }
    return List.copyOf(chosen);
  }

  private IllegalArgumentException unknown(String name, Set<String> modules) {
    return new IllegalArgumentException(
        "there is no model \""
            + name
            + "\", nor a module with models of that name (in this tier).\n  Models:  "
            + String.join(" ", names(true))
            + "\n  Modules: "
            + String.join(" ", modules));
  }

  /**
   * Checks these models, several at a time: each takes one processor, as two runs of one thread get
   * further than two threads in one run. A model that is checked alone takes them all.
   *
   * @param workers how many threads TLC is to have for each model, one model at a time; 0 for the
   *     above
   * @param progress told how far TLC has come, and with which model
   * @param done told of each outcome as it comes
   * @return the outcomes, in the order of the names
   */
  public List<Outcome> check(
      List<String> names,
      int workers,
      BiConsumer<String, Tlc.Progress> progress,
      Consumer<Outcome> done)
      throws IOException, TlcException {
    int available = Runtime.getRuntime().availableProcessors();
    List<Model> rows = new ArrayList<>();
    for (String name : names) {
      rows.add(row(name));
    }
    // What takes long begins early, so that at the end all processors are busy.
    List<Model> order =
        rows.stream().sorted(Comparator.comparingLong(Model::distinctStates).reversed()).toList();
    int threads = workers > 0 ? workers : names.size() > 1 ? 1 : available;
    List<Job<Outcome>> jobs =
        order.stream()
            .map(
                row ->
                    new Job<>(
                        workers > 0 ? available : threads,
                        () -> check(row, threads, p -> progress.accept(row.name(), p))))
            .toList();
    List<Outcome> outcomes = Jobs.run(jobs, available, done);
    return rows.stream().map(row -> outcomes.get(order.indexOf(row))).toList();
  }

  /**
   * Checks one model.
   *
   * @param workers how many threads TLC is to have
   * @throws IllegalArgumentException if there is no such model; the message lists those there are
   */
  public Outcome check(String name, int workers, Consumer<Tlc.Progress> progress)
      throws IOException, TlcException {
    return check(row(name), workers, progress);
  }

  private Outcome check(Model row, int workers, Consumer<Tlc.Progress> progress)
      throws IOException, TlcException {
    int used = row.depth() != null ? 1 : workers;
    Tlc tlc = new Tlc(spec.root()).brief(row.isBrief());
    Tlc.Result result = tlc.run(row.module(), row.name(), used, progress);
    return outcome(row, result, List.of());
  }

  /**
   * Checks one model in TLC's distributed mode.
   *
   * @throws IllegalArgumentException if there is no such model; the message lists those there are
   */
  public Outcome checkDistributed(
      String name, DistributedTlc tlc, Consumer<Tlc.Progress> progress)
      throws IOException, TlcException {
    Model row = row(name);
    boolean deadlock = !row.pinned("CHECK_DEADLOCK").equals(List.of("FALSE"));
    Tlc.Result result = tlc.run(row.module(), row.name(), deadlock, progress);
    return outcome(row, result, row.pinned("PROPERTY"));
  }

  private Outcome outcome(Model row, Tlc.Result result, List<String> unchecked)
      throws IOException, TlcException {
    if (result.verdict() == Tlc.Verdict.ERROR) {
      throw new TlcException(row.name() + ": " + result.message());
    }
    return new Outcome(
        row.name(),
        spec.subject(row.module()),
        result,
        row.checks().stream().filter(name -> !unchecked.contains(name)).toList(),
        unchecked,
        problems(row, result));
  }

  private Model row(String name) {
    return models
        .named(name)
        .filter(Model::isRun)
        .orElseThrow(() -> unknown(name, Set.of()));
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

  /** Keeps a counterexample in a file of that folder, and prints it as lanes. */
  public void explain(Outcome outcome, Path folder, PrintWriter out) throws IOException {
    Behaviour behaviour = outcome.result().behaviour();
    if (behaviour.isEmpty()) {
      return;
    }
    Files.createDirectories(folder);
    Path file = folder.resolve(outcome.model() + ".counterexample.txt");
    Files.writeString(file, behaviour.raw());
    out.println();
    out.println(outcome.model() + ": " + outcome.result().message() + " is violated:");
    List<String> constants =
        Optional.ofNullable(Config.read(spec.config(outcome.model())).get("CONSTANT")).orElse(List.of());
    out.print(Lanes.of(constants).draw(behaviour));
    out.println("The whole of it is in " + file);
    out.println();
  }
}
