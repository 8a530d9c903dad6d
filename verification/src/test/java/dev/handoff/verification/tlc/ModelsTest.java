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
    return checker.names(false).stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name, () -> assertEquals(List.of(), checker.check(name, 0, p -> {}).problems())));
  }

  @Test
  void everyConfigurationIsAsPinned() throws IOException {
    assertEquals(List.of(), new Checker(SPEC).pinProblems());
  }

  @Test
  void anInvariantThatWasDeletedIsNamed(@TempDir Path copy) throws IOException {
    copySpec(copy);
    replace(copy.resolve("SchedulerSafety.cfg"), "WorkConserved", "");
    assertEquals(
        List.of(
            "SchedulerSafety: SchedulerSafety.cfg differs from models.json in INVARIANT lacks"
                + " \"WorkConserved\""),
        new Checker(copy).pinProblems());
  }

  @Test
  void aModelThatHasShrunkFails(@TempDir Path copy) throws Exception {
    copySpec(copy);
    replace(copy.resolve("Goroutines.tla"), "Spawn(g) == Move(", "Spawn(g) == g # g /\\ Move(");
    Checker checker = new Checker(copy);
    assertEquals(List.of(), checker.pinProblems());
    assertEquals(
        List.of("Goroutines: models.json pins 608 distinct states, but TLC found 1"),
        checker.check("Goroutines", 0, p -> {}).problems());
  }

  @Test
  void aConfigurationWithoutARowAndARowWithoutOneAreReported(@TempDir Path copy)
      throws IOException {
    copySpec(copy);
    Files.move(copy.resolve("ReachSpill.cfg"), copy.resolve("Stray.cfg"));
    assertEquals(
        List.of("ReachSpill: there is no ReachSpill.cfg", "Stray: Stray.cfg has no row in models.json"),
        new Checker(copy).pinProblems());
  }

  @Test
  void anUnknownModelIsRefusedWithTheNamesOfThoseThereAre() throws IOException {
    Checker checker = new Checker(SPEC);
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> checker.check("Nonsense", 0, p -> {}));
    assertTrue(e.getMessage().contains("\"Nonsense\"") && e.getMessage().contains("SchedulerSafety"));
  }

  /** The canary: TLC as we run it finds faults that are there. */
  @Test
  void faultsOfEachKindAreFound(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("Canary.tla"),
        """
        ---- MODULE Canary ----
        EXTENDS Naturals
        VARIABLE x
        Init == x = 0
        Next == x < 3 /\\ x' = x + 1
        Spec == Init /\\ [][Next]_x
        Low == x < 2
        Grows == [][x' > x + 1]_x
        Arrives == <>(x = 3)
        ====
        """);
    assertEquals(Tlc.Verdict.DEADLOCK, verdict(folder, "SPECIFICATION Spec"));
    assertEquals(Tlc.Verdict.INVARIANT, verdict(folder, "SPECIFICATION Spec INVARIANT Low"));
    assertEquals(Tlc.Verdict.PROPERTY, verdict(folder, "SPECIFICATION Spec PROPERTY Grows"));
    assertEquals(
        Tlc.Verdict.PROPERTY,
        verdict(folder, "SPECIFICATION Spec PROPERTY Arrives CHECK_DEADLOCK FALSE"));
    assertEquals(Tlc.Verdict.ERROR, verdict(folder, "SPECIFICATION Nothing"));
  }

  private static Tlc.Verdict verdict(Path folder, String config) throws Exception {
    Files.writeString(folder.resolve("Canary.cfg"), config.replace(" ", "\n"));
    return new Tlc(folder).run("Canary", "Canary", 1, p -> {}).verdict();
  }

  private static void copySpec(Path to) throws IOException {
    try (Stream<Path> files = Files.list(SPEC)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void replace(Path file, String what, String by) throws IOException {
    String text = Files.readString(file);
    assertTrue(text.contains(what), what);
    Files.writeString(file, text.replace(what, by));
  }
}
