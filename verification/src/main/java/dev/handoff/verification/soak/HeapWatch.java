package dev.handoff.verification.soak;

/**
 * Whether the heap grows from phase to phase. The first phases say how much is in use when all is at
 * rest; later ones may use twice as much, and a little more, as phases differ. Not thread-safe.
 */
final class HeapWatch {
  private static final int FIRST = 4;
  private static final long ALLOWANCE = 48L << 20;

  private int seen;
  private long usual;

  /** How many bytes are in use now, when what is garbage has been collected. */
  static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /**
   * One phase more has ended.
   *
   * @param used how many bytes are in use
   * @throws SoakException if they are too many
   */
  void check(long used) {
    if (++seen <= FIRST) {
      usual = Math.max(usual, used);
    }
    long most = 2 * usual + ALLOWANCE;
    SoakException.unless(
        used <= most,
        () ->
            "at rest " + megabytes(used) + " of heap are in use, after " + megabytes(usual)
                + " at most in the first " + FIRST + " phases");
  }

  static String megabytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
