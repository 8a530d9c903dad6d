package dev.handoff.verification.lincheck;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Channels, select and the locks, on production classes, with calls that block: what they return is
 * what the {@link Semantics} of the structure allows, and none is left behind.
 */
class BlockingLincheckTest {
  @ParameterizedTest
  @EnumSource
  void everyInterleavingOfTheProgramsMadeByHandIsAllowed(Structure structure) {
    Checks.everyInterleaving(structure, structure.programs(), Effort.CHOSEN.interleavings());
  }

  @ParameterizedTest
  @EnumSource
  void everyInterleavingOfProgramsAtRandomIsAllowed(Structure structure) {
    Checks.everyInterleaving(
        structure,
        structure.random(Effort.CHOSEN.random(), Effort.SEED),
        Effort.CHOSEN.interleavings());
  }

  @ParameterizedTest
  @EnumSource
  void whatHappensUnderStressIsAllowed(Structure structure) {
    Checks.stress(structure, structure.programs(), Effort.CHOSEN.stress());
  }
}
