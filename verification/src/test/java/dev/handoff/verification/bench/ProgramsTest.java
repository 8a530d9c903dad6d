package dev.handoff.verification.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A benchmark of a program that does not do its work measures nothing. */
class ProgramsTest {
  private static final int PROCESSORS = 2;

  @ParameterizedTest
  @EnumSource
  void everyBallComesBack(Contender contender) {
    try (Programs programs = contender.programs(PROCESSORS)) {
      assertEquals(100, programs.pingPong(100));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySpawnedOneRuns(Contender contender) {
    try (Programs programs = contender.programs(PROCESSORS)) {
      assertEquals(3_000, programs.spawn(3, 1_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void skynetAddsUpItsLeaves(Contender contender) {
    try (Programs programs = contender.programs(PROCESSORS)) {
      assertEquals(1_000 * 999 / 2, programs.skynet(1_000));
    }
  }
}
