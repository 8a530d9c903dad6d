package dev.handoff.verification.tlc;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.handoff.verification.tlc.Jobs.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The faults of {@code spec/mutations}, and whether the spec's properties notice them. */
public final class Mutations {
  /** By then the fault has made the model so large that nobody would wait for a verdict. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** What a row says is violated if goroutines or Ms are to block each other for ever. */
  private static final String DEADLOCK = "deadlock";

  /** The file that is no list of faults: properties that catch none, and why. */
  static final String UNCAUGHT = "uncaught.json";

  /**
   * How the spec fared with one fault in it.
   *
   * @param caughtBy the invariant or property that the fault violates, or an empty text
   * @param problem how that differs from what the fault's row says, or an empty text
   */
  public record Outcome(Mutation mutation, String caughtBy, String problem, double seconds) {}

  private final SpecFolder spec;
  private final Map<String, List<Mutation>> files;
  private final Models models;

  private Mutations(SpecFolder spec, Map<String, List<Mutation>> files, Models models) {
    this.spec = spec;
    this.files = files;
    this.models = models;
  }

  /**
   * Reads them.
   *
   * @param folder of the spec
   */
  public static Mutations of(Path folder) throws IOException {
    SpecFolder spec = new SpecFolder(folder);
    Map<String, List<Mutation>> files = new LinkedHashMap<>();
    JsonMapper json = JsonMapper.builder().build();
    try (Stream<Path> all = Files.list(spec.mutations())) {
      for (Path file : all.sorted().toList()) {
        String name = spec.mutations().relativize(file).toString();
        if (name.endsWith(".json") && !name.equals(UNCAUGHT)) {
          files.put(
              name.substring(0, name.length() - ".json".length()),
              json.readValue(file.toFile(), new TypeReference<List<Mutation>>() {}));
        }
      }
    }
    return new Mutations(spec, files, Models.of(spec));
  }

  /** All faults, in the order of their files. */
  public List<Mutation> all() {
    return files.values().stream().flatMap(List::stream).toList();
  }

  /** Those of that module, its variants included: what its file says, and who else edits it. */
  public List<Mutation> in(String module) {
    List<Mutation> found = new ArrayList<>();
    files.forEach(
        (file, rows) ->
            rows.stream()
                .filter(row -> file.equals(module) || row.module().equals(module))
                .forEach(found::add));
    return found;
  }

  /** The modules whose faults one may ask for. */
  public List<String> modules() {
    return Stream.concat(files.keySet().stream(), all().stream().map(Mutation::module))
        .distinct()
        .toList();
  }

  /** Those that a quick model notices. */
  public List<Mutation> quick() {
    return all().stream()
        .filter(m -> models.named(m.model()).filter(Model::isQuick).isPresent())
        .toList();
  }

  /** What is wrong with these rows themselves, a line each. */
  public List<String> problems(List<Mutation> rows) throws IOException {
    List<String> problems = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>();
    for (Mutation m : rows) {
      if (!names.add(m.name())) {
        problems.add(m.name() + ": the name is used twice");
      }
      if ((m.violates() == null) == (m.equivalent() == null)) {
        problems.add(m.name() + ": says either what it violates, or why it is equivalent");
      }
      String violates = m.violates();
      Optional<Model> model = models.named(m.model()).filter(Model::isRun);
      if (model.isEmpty()) {
        problems.add(m.name() + ": models.json has no model " + m.model());
      } else if (violates != null
          && !violates.equals(DEADLOCK)
          && !model.get().checks().contains(violates)) {
        problems.add(m.name() + ": " + m.model() + " does not check " + violates);
      }
      if (!Files.exists(spec.module(m.module()))) {
        problems.add(m.name() + ": there is no " + m.module() + ".tla in spec or spec/models");
        continue;
      }
      String text = Files.readString(spec.module(m.module()));
      int at = text.indexOf(m.find());
      if (at < 0 || text.indexOf(m.find(), at + 1) >= 0) {
        problems.add(
            m.name() + ": does not occur exactly once in " + m.module() + ".tla: " + m.find());
      }
    }
    return problems;
  }

  /**
   * Tries these faults, several at a time.
   *
   * @param done told of each outcome as it comes
   * @return the outcomes, in the order of the faults
   */
  public List<Outcome> run(List<Mutation> faults, int atOnce, Consumer<Outcome> done)
      throws IOException, TlcException {
    return Jobs.run(faults.stream().map(m -> new Job<>(1, () -> run(m))).toList(), atOnce, done);
  }

  /**
   * Puts the fault into a copy of the spec and runs its model there. Of what the model checks, only
   * the property that must notice is left: of one that is violated in the course of time TLC does
   * not say which it was, and it would stop at whatever it meets first.
   */
  public Outcome run(Mutation mutation) throws IOException, TlcException {
    try (Scratch scratch = Scratch.create()) {
      SpecFolder copy = spec.copyTo(scratch.folder());
      Path module = copy.module(mutation.module());
      Files.writeString(
          module, Files.readString(module).replace(mutation.find(), mutation.replace()));
      Model model =
          models
              .named(mutation.model())
              .orElseThrow(() -> new TlcException("there is no model " + mutation.model()));
      String property = mutation.violates();
      if (property != null && model.checks().contains(property)) {
        Files.writeString(
            copy.config(model.name()), Config.text(model.checkingOnly(property)));
      }
      Tlc.Result result =
          new Tlc(copy.root())
              .limit(LIMIT)
              .brief(model.isBrief())
              .run(model.module(), model.name(), 1, progress -> {});
      String caughtBy = caughtBy(property, result);
      return new Outcome(mutation, caughtBy, problem(mutation, caughtBy, result), result.seconds());
    }
  }

  /** TLC names an invariant, but of a property perhaps a part of it, or only that it is temporal. */
  private static String caughtBy(@Nullable String only, Tlc.Result result) {
    return switch (result.verdict()) {
      case HOLDS, ERROR -> "";
      case DEADLOCK -> DEADLOCK;
      case INVARIANT, PROPERTY ->
          only == null || only.equals(DEADLOCK) ? result.message() : only;
    };
  }

  private static String problem(Mutation mutation, String caughtBy, Tlc.Result result) {
    if (result.verdict() == Tlc.Verdict.ERROR) {
      return mutation.name() + ": TLC cannot check it: " + result.message();
    }
    String expected = mutation.violates() == null ? "" : mutation.violates();
    if (expected.equals(caughtBy)) {
      return "";
    }
    return mutation.name()
        + ": "
        + (expected.isEmpty() ? "should change nothing" : "should violate " + expected)
        + ", but "
        + (caughtBy.isEmpty() ? "nobody noticed it" : "violates " + caughtBy);
  }
}
