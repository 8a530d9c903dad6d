package dev.handoff.verification.tlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The properties of the spec notice faults: one that notices none would check nothing. */
class MutationsTest {
  private static final Path SPEC = Path.of("..", "spec");

  @TestFactory
  Stream<DynamicTest> theFaultIsNoticedByItsProperty() throws IOException {
    Mutations mutations = Mutations.of(SPEC);
    return SideBySide.tests(
        mutations.quick(), fault -> assertEquals("", mutations.run(fault).problem()));
  }

  @Test
  void theRowsAreInOrder() throws IOException {
    Mutations mutations = Mutations.of(SPEC);
    assertEquals("", String.join("\n", mutations.problems(mutations.all())));
  }

  @Test
  void aFaultThatNobodyNoticesIsReported() throws Exception {
    Mutation harmless =
        new Mutation(
            "harmless", "a comment more", "Goroutines", "Next ==", "Next == \\* !\n", "Goroutines",
            "TypeOK", null);
    assertEquals(
        "harmless: should violate TypeOK, but nobody noticed it",
        Mutations.of(SPEC).run(harmless).problem());
  }

  @Test
  void aFaultThatIsNoTlaIsNoFault() throws Exception {
    Mutation nonsense =
        new Mutation(
            "nonsense", "half a module", "Goroutines", "Next ==", "Next == (", "Goroutines",
            "TypeOK", null);
    String problem = Mutations.of(SPEC).run(nonsense).problem();
    assertTrue(problem.startsWith("nonsense: TLC cannot check it"), problem);
  }

  /**
   * Each invariant and property that a model checks catches a fault in some model of that module, or
   * uncaught.json says why it cannot: by module and property.
   */
  @Test
  void everyPropertyCatchesAFault() throws IOException {
    Map<String, Map<String, String>> excused = new TreeMap<>();
    Path file = SPEC.resolve("mutations").resolve(Mutations.UNCAUGHT);
    if (Files.exists(file)) {
      excused.putAll(
          JsonMapper.builder()
              .build()
              .readValue(file.toFile(), new TypeReference<Map<String, Map<String, String>>>() {}));
    }
    Map<String, TreeSet<String>> uncaught = uncaught();
    List<String> problems = new ArrayList<>();
    uncaught.forEach(
        (module, properties) ->
            properties.stream()
                .filter(p -> excused.getOrDefault(module, Map.of()).getOrDefault(p, "").isBlank())
                .forEach(p -> problems.add(module + ": " + p + " catches no fault")));
    excused.forEach(
        (module, properties) ->
            properties.keySet().stream()
                .filter(p -> !uncaught.getOrDefault(module, new TreeSet<>()).contains(p))
                .forEach(p -> problems.add(module + ": " + p + " catches a fault after all")));
    assertEquals("", String.join("\n", problems));
  }

  private static Map<String, TreeSet<String>> uncaught() throws IOException {
    SpecFolder spec = new SpecFolder(SPEC);
    Models models = Models.of(spec);
    Map<String, TreeSet<String>> uncaught = new TreeMap<>();
    for (Model row : models.rows()) {
      if (row.isRun() && row.verdict() == Tlc.Verdict.HOLDS) {
        uncaught
            .computeIfAbsent(spec.subject(row.module()), m -> new TreeSet<>())
            .addAll(row.checks());
      }
    }
    for (Mutation fault : Mutations.of(SPEC).all()) {
      Model model = models.named(fault.model()).orElseThrow();
      TreeSet<String> open = uncaught.getOrDefault(spec.subject(model.module()), new TreeSet<>());
      String violated = fault.violates();
      if (violated != null) {
        open.remove(violated);
        if (!model.checks().contains(violated)) {
          // TLC says "a temporal property", or names a formula that is part of one.
          open.removeAll(model.pinned("PROPERTY"));
        }
      }
    }
    return uncaught;
  }
}
