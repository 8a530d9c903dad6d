package dev.handoff.verification.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.verification.lincheck.LincheckJvm.Job;
import dev.handoff.verification.lincheck.LincheckJvm.Outcome;
import dev.handoff.verification.lincheck.SourceFault.Edit;
import dev.handoff.verification.tlc.SideBySide;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Lincheck notices faults in the production source, each by the program that its row names: a program
 * that shows none would check nothing.
 */
class SourceFaultsTest {
  private static final Path FOLDER = Path.of("target", "lincheck");

  /** The last that notices a fault needs some 1,000. */
  private static final int INTERLEAVINGS = 2_000;

  @TestFactory
  Stream<DynamicTest> theFaultIsNoticed() {
    return SideBySide.tests(
        SourceFault.all().stream()
            .filter(fault -> fault.quick() || Effort.CHOSEN.allFaults())
            .toList(),
        SourceFaultsTest::isNoticed);
  }

  private static void isNoticed(SourceFault fault) throws Exception {
    Outcome outcome = run(fault);
    assertEquals(fault.caughtBy(), outcome.verdict(), outcome.output());
  }

  private static Outcome run(SourceFault fault) throws Exception {
    Path classes = FOLDER.resolve(fault.name());
    fault.compileTo(classes);
    return LincheckJvm.run(
        new Job(fault.structure(), fault.program(), 0, INTERLEAVINGS), classes);
  }

  /** All rows, also those that are tried in the long form only. */
  @Test
  void theRowsFitTheSource() throws Exception {
    List<SourceFault> all = SourceFault.all();
    assertEquals(all.size(), new HashSet<>(all.stream().map(SourceFault::name).toList()).size());
    for (SourceFault fault : all) {
      fault.edited();
      assertTrue(
          fault.program().equals(LincheckJvm.ALL)
              || fault.structure().program(fault.program()) != null);
    }
  }

  @Test
  void aFaultThatIsNoneIsNotNoticed() throws Exception {
    SourceFault harmless = fault("LATE_NANOS = 1_000_000;", "LATE_NANOS = 2_000_000;");
    assertEquals(Verdict.HOLDS, run(harmless).verdict());
  }

  @Test
  void aFaultThatIsNoJavaIsNoFault() {
    SourceFault nonsense = fault("LATE_NANOS = 1_000_000;", "LATE_NANOS = ;");
    assertThrows(IllegalStateException.class, () -> run(nonsense));
  }

  @Test
  void aFaultThatIsInSeveralPlacesIsNoFault() {
    SourceFault unclear = fault("WORD", "DROW");
    assertThrows(IllegalStateException.class, unclear::edited);
  }

  private static SourceFault fault(String find, String replace) {
    return new SourceFault(
        "no-fault", "for a test", Structure.MUTEX, "unlockAgainstLock", Verdict.HANGS, true,
        List.of(new Edit(Path.of("dev", "handoff", "sync", "Mutex.java"), find, replace)));
  }
}
