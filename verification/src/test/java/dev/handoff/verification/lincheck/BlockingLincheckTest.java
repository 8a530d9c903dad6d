package dev.handoff.verification.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handoff.verification.lincheck.LincheckJvm.Job;
import dev.handoff.verification.lincheck.LincheckJvm.Outcome;
import dev.handoff.verification.tlc.SideBySide;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Channels, select and the locks, on production classes, with calls that block: what they return is
 * what the {@link Semantics} of the structure allows, and none is left behind.
 */
class BlockingLincheckTest {
  /** Nothing replaces a production class. */
  private static final Path NO_CLASSES = Path.of("target", "no-classes");

  @TestFactory
  Stream<DynamicTest> everyInterleavingIsAllowed() {
    return SideBySide.tests(List.of(Structure.values()), BlockingLincheckTest::isAllowed);
  }

  private static void isAllowed(Structure structure) throws Exception {
    Effort effort = Effort.CHOSEN;
    Job job = new Job(structure, LincheckJvm.ALL, effort.random(), effort.interleavings());
    Outcome outcome = LincheckJvm.run(job, NO_CLASSES);
    assertEquals(
        Verdict.HOLDS, outcome.verdict(), "seed " + Effort.SEED + "\n" + outcome.output());
  }

  @ParameterizedTest
  @EnumSource
  void whatHappensUnderStressIsAllowed(Structure structure) {
    Checks.stress(structure, structure.programs(), Effort.CHOSEN.stress());
  }
}
