package dev.handoff.verification.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Scheduler;
import dev.handoff.runtime.Step;
import dev.handoff.verification.tlc.SpecModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spec and code have the same actions. */
class SpecActionsTest {
  private static final Path SPEC = Path.of("..", "spec");

  @Test
  void everyActionOfTheSpecHasAMethodAndEveryMethodNamesAnAction() throws Exception {
    Set<String> spec = qualified("Scheduler", SpecModule.parse(SPEC, "Scheduler").actions("Next"));
    Map<String, Set<String>> code = AnnotatedActions.in(classesOfTheScheduler());
    assertEquals(List.of(), differences(spec, code));
    assertTrue(spec.size() >= 30, "so few actions cannot be all: " + spec);
  }

  @Test
  void everyActionHasAKindOfEventAndAnOperatorOfTheTraceSpec() throws Exception {
    Set<String> spec = SpecModule.parse(SPEC, "Scheduler").actions("Next");
    Set<String> kinds = Arrays.stream(Step.values()).map(Step::action).collect(Collectors.toSet());
    assertEquals(spec, new TreeSet<>(kinds));
    String trace = Files.readString(SPEC.resolve("TraceScheduler.tla"));
    List<String> missing =
        spec.stream().filter(a -> !trace.contains("-> Is" + a + "(e)")).toList();
    assertEquals(List.of(), missing);
  }

  @Test
  void anActionWithoutAMethodIsReported() throws Exception {
    Map<String, Set<String>> code = new TreeMap<>(AnnotatedActions.in(classesOfTheScheduler()));
    Set<String> methods = code.remove("Scheduler!Ready");
    assertEquals(Set.of("dev.handoff.runtime.M.ready"), methods);
    Set<String> spec = qualified("Scheduler", SpecModule.parse(SPEC, "Scheduler").actions("Next"));
    assertEquals(List.of("no method takes Scheduler!Ready"), differences(spec, code));
  }

  @Test
  void aMethodThatNamesNoActionIsReported() {
    assertEquals(
        List.of("[M.reddy] names Scheduler!Reddy, which is no action"),
        differences(Set.of(), Map.of("Scheduler!Reddy", Set.of("M.reddy"))));
  }

  @Test
  void actionsAreFoundBySanyNotByTheirLayout(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("Small.tla"),
        """
        ---- MODULE Small ----
        EXTENDS Naturals
        VARIABLE x
        Up(n) == x' = x + n \\* Ghost == x' = 0
        Down == x > 0 /\\ x' = x - 1
        Never == x' = 7
        Either == Down \\/ (\\E n \\in 1..2 : Up(n))
        Next == Either
        ====
        """);
    assertEquals(Set.of("Up", "Down"), SpecModule.parse(folder, "Small").actions("Next"));
  }

  private static List<String> differences(Set<String> spec, Map<String, Set<String>> code) {
    List<String> found = new ArrayList<>();
    spec.stream()
        .filter(action -> !code.containsKey(action))
        .forEach(action -> found.add("no method takes " + action));
    code.forEach(
        (action, methods) -> {
          if (!spec.contains(action)) {
            found.add(methods + " names " + action + ", which is no action");
          }
        });
    return found;
  }

  private static Set<String> qualified(String module, Set<String> actions) {
    return actions.stream().map(a -> module + "!" + a).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Path classesOfTheScheduler() throws Exception {
    return Path.of(Scheduler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
