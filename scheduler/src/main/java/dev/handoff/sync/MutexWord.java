package dev.handoff.sync;

/**
 * The word of a {@link Mutex}, and the transitions that it knows. They are named after the actions of
 * spec/Mutex.tla.
 *
 * <pre>
 *   31                      3        2       1      0
 *   +-----------------------+----------+-------+--------+
 *   |        waiters        | starving | woken | locked |
 *   +-----------------------+----------+-------+--------+
 * </pre>
 *
 * <ul>
 *   <li>locked: somebody has the mutex, or it is on its way to a waiter;
 *   <li>woken: a waiter has been woken and has not yet competed;
 *   <li>starving: starvation mode; implies locked, not woken, and a waiter;
 *   <li>waiters: how many wait and have no wake-up on its way to them.
 * </ul>
 */
final class MutexWord {
  static final int FREE = 0;
  static final int LOCKED = 1;
  private static final int WOKEN = 1 << 1;
  private static final int STARVING = 1 << 2;
  private static final int WAITERS_SHIFT = 3;
  private static final int WAITER = 1 << WAITERS_SHIFT;

  private MutexWord() {}

  static boolean isLocked(int word) {
    return (word & LOCKED) != 0;
  }

  static boolean isWoken(int word) {
    return (word & WOKEN) != 0;
  }

  static boolean isStarving(int word) {
    return (word & STARVING) != 0;
  }

  static int waiters(int word) {
    return word >>> WAITERS_SHIFT;
  }

  /** Whether a waiter must be woken when the mutex becomes free. */
  static boolean needsWaking(int word) {
    return waiters(word) > 0 && !isWoken(word);
  }

  /** One that came by takes the free mutex. */
  static int taken(int word) {
    return word | LOCKED;
  }

  /** One that came by will wait. */
  static int enlisted(int word) {
    return word + WAITER;
  }

  /** The woken waiter takes the free mutex. */
  static int takenByWoken(int word) {
    return (word | LOCKED) & ~WOKEN;
  }

  /** The woken waiter has lost and waits again; one that has waited too long begins starvation mode. */
  static int enlistedAgain(int word, boolean late) {
    return (word & ~WOKEN) + WAITER | (late ? STARVING : 0);
  }

  /** The woken waiter gives up. */
  static int dropped(int word) {
    return word & ~WOKEN;
  }

  /** A waiter that nobody has woken gives up; starvation mode ends with the last. */
  static int left(int word) {
    return waiters(word) == 1 ? (word - WAITER) & ~STARVING : word - WAITER;
  }

  static int withoutStarvation(int word) {
    return word & ~STARVING;
  }

  static int unlocked(int word) {
    return word & ~LOCKED;
  }

  /** Free, and a waiter will be woken. */
  static int unlockedToWake(int word) {
    return (word & ~LOCKED | WOKEN) - WAITER;
  }

  /** Locked still, for a waiter; starvation mode ends with the last. */
  static int handedOver(int word) {
    return left(word);
  }

  static String toString(int word) {
    if (word == FREE) {
      return "free";
    }
    return (isLocked(word) ? "locked" : "free")
        + (waiters(word) == 0 ? "" : ", " + waiters(word) + " waiting")
        + (isWoken(word) ? ", 1 woken" : "")
        + (isStarving(word) ? ", starving" : "");
  }
}
