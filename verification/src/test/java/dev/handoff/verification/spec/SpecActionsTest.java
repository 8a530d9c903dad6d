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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spec and code have the same actions. */
class SpecActionsTest {
  private static final Path SPEC = Path.of("..", "spec");

  /** What other modules are made of, or say of them, has no actions of its own. */
  private static final Pattern NO_CODE =
      Pattern.compile("MC.*|Abstract.*|Trace.*|.*TSO|Exclusive|Locks|Goroutines");

  private static final AheadOfCode NOTHING = new AheadOfCode(List.of(), List.of());

  @Test
  void everyActionOfTheSpecHasAMethodAndEveryMethodNamesAnAction() throws Exception {
    Map<String, Set<String>> spec = actionsByModule();
    Map<String, Set<String>> code = AnnotatedActions.in(classesOfTheScheduler());
    assertEquals("", String.join("\n", differences(spec, code, AheadOfCode.of(SPEC))));
    assertTrue(spec.getOrDefault("Scheduler", Set.of()).size() >= 30, "so few cannot be all");
    assertEquals(List.of(), spec.keySet().stream().filter(m -> spec.get(m).isEmpty()).toList());
  }

  @Test
  void everyActionHasAKindOfEventAndAnOperatorOfTheTraceSpec() throws Exception {
    AheadOfCode open = AheadOfCode.of(SPEC);
    Set<String> spec = new TreeSet<>(SpecModule.parse(SPEC, "Scheduler").actions("Next"));
    spec.removeIf(
        a -> open.isAhead("Scheduler", a) || open.isOfTheEnvironment("Scheduler", a));
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
    assertEquals(Set.of("dev.handoff.runtime.Running.ready"), methods);
    assertEquals(
        List.of("no method takes Scheduler!Ready"),
        differences(actionsByModule(), code, AheadOfCode.of(SPEC)));
  }

  @Test
  void aMethodThatNamesNoActionIsReported() {
    assertEquals(
        List.of("[M.reddy] names Scheduler!Reddy, which is no action"),
        differences(
            Map.of("Scheduler", Set.of()), Map.of("Scheduler!Reddy", Set.of("M.reddy")), NOTHING));
  }

  @Test
  void whatIsAheadOfTheCodeIsReportedOnceItIsNot() {
    Map<String, Set<String>> spec = Map.of("Timers", Set.of("Fire", "Stop", "JdkSleeps"));
    Map<String, Set<String>> code = Map.of("Timers!Fire", Set.of("Timers.fire"));
    assertEquals(List.of(), differences(spec, code, ahead("Timers", "Stop")));
    assertEquals(
        List.of(
            "no method takes Timers!Stop",
            "ahead.json: Timers!Fire is in the code: [Timers.fire]",
            "ahead.json: Timers!Reset is no action"),
        differences(spec, code, ahead("Timers", "Fire", "Reset")));
    assertEquals(
        List.of("ahead.json: not all of Timers is missing in the code: list what is"),
        differences(spec, code, ahead("Timers", "all")));
    assertEquals(
        List.of("no method takes Timers!Stop", "ahead.json: Clock!Tick is no action"),
        differences(spec, code, ahead("Clock", "Tick")));
  }

  private static AheadOfCode ahead(String module, String... actions) {
    return new AheadOfCode(
        List.of(new AheadOfCode.Entry(module, List.of(actions), "not yet")), List.of());
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

  private static List<String> differences(
      Map<String, Set<String>> spec, Map<String, Set<String>> code, AheadOfCode open) {
    List<String> found = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    spec.forEach(
        (module, actions) ->
            new TreeSet<>(actions)
                .forEach(
                    action -> {
                      String name = module + "!" + action;
                      known.add(name);
                      if (!code.containsKey(name)
                          && !open.isAhead(module, action)
                          && !open.isOfTheEnvironment(module, action)) {
                        found.add("no method takes " + name);
                      }
                    }));
    code.forEach(
        (action, methods) -> {
          if (!known.contains(action)) {
            found.add(methods + " names " + action + ", which is no action");
          }
        });
    Stream.concat(open.ahead().stream(), open.environment().stream())
        .forEach(entry -> stale(entry, known, code, found));
    return found;
  }

  private static void stale(
      AheadOfCode.Entry entry,
      Set<String> known,
      Map<String, Set<String>> code,
      List<String> found) {
    String module = entry.module() + "!";
    if (entry.why().isBlank()) {
      found.add("ahead.json: it does not say why of " + entry.module());
    }
    if (entry.isAll()) {
      if (known.stream().noneMatch(action -> action.startsWith(module))) {
        found.add("ahead.json: there is no module " + entry.module());
      }
      if (code.keySet().stream().anyMatch(action -> action.startsWith(module))) {
        found.add(
            "ahead.json: not all of " + entry.module() + " is missing in the code: list what is");
      }
      return;
    }
    for (String action : entry.actions()) {
      if (!known.contains(module + action)) {
        found.add("ahead.json: " + module + action + " is no action");
      }
      Set<String> methods = code.get(module + action);
      if (methods != null) {
        found.add("ahead.json: " + module + action + " is in the code: " + methods);
      }
    }
  }

  private static Map<String, Set<String>> actionsByModule() throws Exception {
    Map<String, Set<String>> actions = new TreeMap<>();
    try (Stream<Path> files = Files.list(SPEC)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        String module = name.replace(".tla", "");
        if (name.endsWith(".tla") && !NO_CODE.matcher(module).matches()) {
          actions.put(module, SpecModule.parse(SPEC, module).actions("Next"));
        }
      }
    }
    return actions;
  }

  private static Path classesOfTheScheduler() throws Exception {
    return Path.of(Scheduler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
