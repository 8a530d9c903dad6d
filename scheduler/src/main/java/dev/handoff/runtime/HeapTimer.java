package dev.handoff.runtime;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A timer, as heaps see it: a deadline and what happens then. Spec: Timers.tla.
 *
 * <p><b>Two locks.</b> Each timer that is set more than once has a lock of its own (that of its
 * channel, if it has one), which {@link #set} and {@link #cancel} require to be held; each heap has
 * another, taken inside. A timer is in at most one heap. Taking it off a heap needs only the heap's
 * lock; so firing against stop and reset is decided as Timers.tla tells it:
 *
 * <ol>
 *   <li>whoever fires takes the timer off the heap and remembers its number, under the heap's lock;
 *   <li>stop and reset give it the next number, under both locks;
 *   <li>whoever fires then takes the timer's own lock and does nothing if the number has changed.
 * </ol>
 */
abstract class HeapTimer {
  /** Where a timer was when it was set or stopped. */
  enum Was {
    /** Pending. */
    IN_HEAP,
    /** Taken off to be fired, and not yet fired. Only of timers that fire once. */
    IN_HAND,
    /** Never set, stopped, or fired. */
    NOWHERE
  }

  /** Stands for "nobody is about to fire it". */
  private static final long NONE = -1;

  /**
   * The heap that it is in. Written under that heap's lock; volatile, since {@link #set} and {@link
   * #cancel} read it to find out which lock to take, and look again when they have it.
   */
  volatile @Nullable TimerHeap heap;

  /** Its place in the heap. Guarded by the heap's lock. */
  int index;

  /** How long after a deadline the next one comes, in nanoseconds; 0: never. As {@link #sequence}. */
  private long period;

  /**
   * How often it was set or stopped (spec: {@code seq[t]}). While it is in a heap it is written under
   * both locks, hence may be read under either; else it is written under the timer's own lock.
   */
  private long sequence;

  /** The number with which it was last taken off to be fired. As {@link #sequence}. */
  private long taken = NONE;

  /**
   * Does what was set to happen; the spec's step 2 of firing. Never blocks and never throws. Called
   * by an M that is between two goroutines, or by the library's thread.
   *
   * @param sequence the timer's number when it was taken off its heap
   */
  abstract void fire(long sequence);

  /** Whether it starts a goroutine of its own, which may wake any other. */
  boolean startsGoroutine() {
    return false;
  }

  // ------------------------------------------------------ with the timer's own lock held, if it has one

  /**
   * Sets it, step 1 of adding. The caller afterwards, without the lock, calls {@link
   * TimerHome#look}: step 2.
   *
   * @param when a moment of the home's clock
   * @param newPeriod in nanoseconds, or 0
   * @return where it was
   */
  @SpecAction("Timers!Reset")
  final Was set(TimerHome home, long when, long newPeriod) {
    for (TimerHeap seen = heap; seen != null; seen = heap) {
      if (seen.change(this, when, newPeriod)) {
        return Was.IN_HEAP;
      }
      // It was fired or moved meanwhile.
    }
    // In no heap, and nobody else can put it into one.
    Was was = isInHand() ? Was.IN_HAND : Was.NOWHERE;
    period = newPeriod;
    sequence++;
    home.insert(this, when);
    return was;
  }

  /**
   * Stops it.
   *
   * @return where it was
   */
  @SpecAction("Timers!Stop")
  final Was cancel() {
    for (TimerHeap seen = heap; seen != null; seen = heap) {
      if (seen.remove(this)) {
        return Was.IN_HEAP;
      }
    }
    Was was = isInHand() ? Was.IN_HAND : Was.NOWHERE;
    sequence++;
    return was;
  }

  /** Whether it is pending, or somebody is about to fire it. */
  final boolean isPending() {
    return heap != null || isInHand();
  }

  /** Whether it has that number still: it was neither set nor stopped since. */
  final boolean isStill(long number) {
    return sequence == number;
  }

  /** Whether somebody has taken it off to fire it, and will (spec: {@code Fires}). Not of a ticker. */
  private boolean isInHand() {
    // Written before `heap` was cleared; whoever calls this has read `heap` as null.
    return taken == sequence;
  }

  /** Step 2 of firing begins, and the number is still right: it is in nobody's hand any more. */
  final void arrived() {
    taken = NONE;
  }

  // ---------------------------------------------------------------------- with the heap's lock held

  /** It is set to another time, in its heap. */
  final void renumber(long newPeriod) {
    period = newPeriod;
    sequence++;
  }

  /** It is taken off its heap by {@link #cancel}. */
  final void renumber() {
    sequence++;
  }

  final long period() {
    return period;
  }

  /** It is about to be fired; its number. */
  final long take() {
    if (period == 0) {
      taken = sequence;
    }
    return sequence;
  }
}
