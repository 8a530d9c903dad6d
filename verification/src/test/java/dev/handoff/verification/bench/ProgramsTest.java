package dev.handoff.verification.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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

  @ParameterizedTest
  @EnumSource
  void everyTurnIsTaken(Contender contender) {
    try (Programs programs = contender.programs(PROCESSORS)) {
      assertEquals(50 * 20, programs.yield(50, 20));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySleeperWakesInTime(Contender contender) {
    try (Programs programs = contender.programs(PROCESSORS)) {
      assertEquals(500, programs.sleepers(500, 10));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSieveFindsThePrimes(Contender contender) {
    try (Programs programs = contender.programs(PROCESSORS)) {
      assertEquals(25, programs.sieve(100));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyValueIsConsumed(Contender contender) {
    try (Programs programs = contender.programs(PROCESSORS)) {
      assertEquals(3L * (1_000 * 999 / 2), programs.producers(3, 1_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyValueIsSelected(Contender contender) {
    try (Programs programs = contender.programs(PROCESSORS)) {
      assertEquals(16L * (100 * 99 / 2), programs.select(16, 100));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theMutexExcludes(Contender contender) {
    try (Programs programs = contender.programs(PROCESSORS)) {
      assertEquals(20L * 500, programs.mutex(20, 500));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everySampleOfLatencyIsReceived(Contender contender) {
    try (Programs programs = contender.programs(PROCESSORS)) {
      long[] nanos = programs.latency(5, 1, 1);
      assertEquals(5, nanos.length);
      assertTrue(Arrays.stream(nanos).allMatch(n -> n > 0), () -> Arrays.toString(nanos));
    }
  }
}
