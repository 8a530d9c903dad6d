package dev.handoff.runtime;

/**
 * Makes sure that there is stack for a step that must not be left half done. Goroutine code may call
 * the scheduler with next to no stack left, and a {@code StackOverflowError} may come out of any call:
 * after the decision, say, and before the M has been given what was decided.
 *
 * <p>The fast paths do not ask, as that costs about half a microsecond; they are written so that what
 * an overflow leaves behind can be made good ({@link CutShort}).
 */
final class StackRoom {
  /** With the arguments below more than 16 KiB, compiled or not; a step takes less than 8. */
  private static final int LEVELS = 128;

  private StackRoom() {}

  /**
   * Returns if there is room.
   *
   * @throws StackOverflowError if not; nothing has been done yet
   */
  static void require() {
    descend(LEVELS, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** The arguments fill the frame: those beyond the sixth are passed on the stack. */
  @SuppressWarnings("InfiniteRecursion") // it ends at level 0
  private static long descend(
      int level, long a, long b, long c, long d, long e, long f, long g, long h, long i, long j,
      long k, long l, long m, long n) {
    return level == 0
        ? a + b + c + d + e + f + g + h + i + j + k + l + m + n
        : 1 + descend(level - 1, b, c, d, e, f, g, h, i, j, k, l, m, n, a + level);
  }
}
