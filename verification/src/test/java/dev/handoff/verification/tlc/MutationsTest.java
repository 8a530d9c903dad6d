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

  @Test
  void aPropertyIsNotCreditedWithWhatAnotherCatches() throws Exception {
    Mutation dead =
        new Mutation(
            "dead-rises", "a goroutine that has ended becomes runnable again", "Goroutines",
            "Move(g, \"away\", \"runnable\")\n",
            "Move(g, \"away\", \"runnable\") \\/ Move(g, \"dead\", \"runnable\")\n", "Goroutines",
            "NoStarvation", null);
    assertEquals(
        "dead-rises: should violate NoStarvation, but nobody noticed it",
        Mutations.of(SPEC).run(dead).problem());
  }

  @Test
  void aRowNamesWhatItsModelChecks() throws Exception {
    Mutation elsewhere =
        new Mutation(
            "elsewhere", "a comment more", "Goroutines", "Next ==", "Next == \\* !\n", "Goroutines",
            "a temporal property", null);
    assertEquals(
        List.of("elsewhere: Goroutines does not check a temporal property"),
        Mutations.of(SPEC).problems(List.of(elsewhere)));
  }

  /**
   * Each invariant and property that a model checks is named by a fault, run on a model of that
   * module, as what catches it; or uncaught.json says why it cannot be: by module and property.
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
      if (fault.violates() != null) {
        open.remove(fault.violates());
      }
    }
    return uncaught;
  }
}
