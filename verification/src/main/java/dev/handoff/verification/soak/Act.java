package dev.handoff.verification.soak;

import java.util.SplittableRandom;

/** A small random program that a goroutine performs, which ends and says itself whether it came right. */
@FunctionalInterface
interface Act {
  /**
   * Performs it. When it returns everything that it started has ended or is about to.
   *
   * @param random for this call alone
   * @throws Exception if something came out wrong
   */
  void perform(Stage stage, SplittableRandom random) throws Exception;
}
