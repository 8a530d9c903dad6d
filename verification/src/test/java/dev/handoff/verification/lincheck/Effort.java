package dev.handoff.verification.lincheck;

/**
 * How much Lincheck does: what CI has time for, or with {@code -Dlincheck.long=true} more. The programs
 * that are put together at random follow from {@code -Dlincheck.seed=N}.
 *
 * @param random how many programs at random, for each structure
 * @param interleavings how many of each program
 * @param stress how often each program runs on threads that nobody controls
 * @param allFaults whether all faults are tried, or the quick ones
 */
record Effort(int random, int interleavings, int stress, boolean allFaults) {
  static final Effort CHOSEN =
      Boolean.getBoolean("lincheck.long")
          ? new Effort(200, 5_000, 10_000, true)
          : new Effort(3, 200, 200, false);

  static final long SEED = Long.getLong("lincheck.seed", 1);
}
