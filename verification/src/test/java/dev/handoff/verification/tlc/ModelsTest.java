package dev.handoff.verification.tlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** TLC on every quick model, and that a model that was weakened does not stay unnoticed. */
class ModelsTest {
  private static final Path SPEC = Path.of("..", "spec");

  @TestFactory
  Stream<DynamicTest> tlcSaysOfEveryQuickModelWhatIsPinned() throws IOException {
    Checker checker = new Checker(SPEC);
    return SideBySide.tests(
        checker.names(false),
        name -> assertEquals(List.of(), checker.check(name, 1, p -> {}).problems()));
  }

  @Test
  void everyConfigurationIsAsPinned() throws IOException {
    assertEquals(List.of(), new Checker(SPEC).pinProblems());
  }

  @Test
  void anInvariantThatWasDeletedIsNamed(@TempDir Path copy) throws IOException {
    copySpec(copy);
    replace(copy.resolve("models/SchedulerSafety.cfg"), "WorkConserved", "");
    assertEquals(
        List.of(
            "SchedulerSafety: spec/models/SchedulerSafety.cfg differs from models.json in INVARIANT lacks"
                + " \"WorkConserved\""),
        new Checker(copy).pinProblems());
  }

  @Test
  void aModelThatHasShrunkFails(@TempDir Path copy) throws Exception {
    copySpec(copy);
    replace(copy.resolve("Goroutines.tla"), "Spawn(g) == /\\ Move(", "Spawn(g) == /\\ g # g /\\ Move(");
    Checker checker = new Checker(copy);
    assertEquals(List.of(), checker.pinProblems());
    assertEquals(
        List.of("Goroutines: models.json pins 1,330 distinct states, but TLC found 2"),
        checker.check("Goroutines", 1, p -> {}).problems());
  }

  @Test
  void aConfigurationWithoutARowAndARowWithoutOneAreReported(@TempDir Path copy)
      throws IOException {
    copySpec(copy);
    Files.move(copy.resolve("models/ReachSchedulerSpill.cfg"), copy.resolve("models/Stray.cfg"));
    assertEquals(
        List.of(
            "ReachSchedulerSpill: there is no spec/models/ReachSchedulerSpill.cfg",
            "Stray: spec/models/Stray.cfg has no row in models.json"),
        new Checker(copy).pinProblems());
  }

  @Test
  void modelsAreChosenByTheirNamesOrTheirModules() throws IOException {
    Checker checker = new Checker(SPEC);
    assertEquals(checker.names(false), checker.chosen(List.of(), false));
    assertEquals(List.of("ReachSchedulerSpill"), checker.chosen(List.of("ReachSchedulerSpill", "ReachSchedulerSpill"), false));
    List<String> quick = checker.chosen(List.of("Scheduler"), false);
    assertTrue(quick.containsAll(List.of("SchedulerSafety", "ReachSchedulerSpill")), "" + quick);
    assertTrue(checker.names(false).containsAll(quick), "" + quick);
    List<String> all = checker.chosen(List.of("Scheduler"), true);
    assertTrue(all.containsAll(quick) && all.size() > quick.size(), "" + all);
  }

  @Test
  void anUnknownModelIsRefusedWithTheNamesOfThoseThereAre() throws IOException {
    Checker checker = new Checker(SPEC);
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> checker.chosen(List.of("Nonsense"), false));
    assertTrue(e.getMessage().contains("\"Nonsense\""), e.getMessage());
    assertTrue(e.getMessage().contains(" SchedulerSafety "), e.getMessage());
    assertTrue(e.getMessage().contains(" Scheduler "), e.getMessage());
  }

  @Test
  void thePageOfTheModelsIsUpToDate() throws IOException {
    assertEquals(
        ModelsTable.markdown(SPEC),
        Files.readString(Path.of("..", "docs", "models.md")),
        "docs/models.md is not what models.json says; do: ./handoff models > docs/models.md\n");
  }

  /** The canary: TLC as we run it finds faults that are there. */
  @Test
  void faultsOfEachKindAreFound(@TempDir Path folder) throws Exception {
    Canary.write(folder);
    assertEquals(Tlc.Verdict.DEADLOCK, verdict(folder, "SPECIFICATION Spec"));
    assertEquals(Tlc.Verdict.INVARIANT, verdict(folder, "SPECIFICATION Spec INVARIANT Low"));
    assertEquals(Tlc.Verdict.PROPERTY, verdict(folder, "SPECIFICATION Spec PROPERTY Leaps"));
    assertEquals(
        Tlc.Verdict.PROPERTY,
        verdict(folder, "SPECIFICATION Spec PROPERTY Arrives CHECK_DEADLOCK FALSE"));
    assertEquals(Tlc.Verdict.ERROR, verdict(folder, "SPECIFICATION Nothing"));
  }

  private static Tlc.Verdict verdict(Path folder, String config) throws Exception {
    return Canary.run(folder, config).verdict();
  }

  private static void copySpec(Path to) throws IOException {
    new SpecFolder(SPEC).copyTo(to);
  }

  private static void replace(Path file, String what, String by) throws IOException {
    String text = Files.readString(file);
    assertTrue(text.contains(what), what);
    Files.writeString(file, text.replace(what, by));
  }
}
