package dev.handoff.runtime;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What is idle, and how many Ms spin: one immutable value. A decision about waking or sleeping is a
 * function from one such value to the next, taken by a compare-and-set in {@link Sched}; that is
 * what makes {@code Wake}, {@code Release} and the others of Scheduler.tla atomic without a lock.
 *
 * <p>Go keeps these lists under {@code sched.lock}. Here wakers include threads that must not block
 * (the JDK's timer, its monitor unblocker, another scheduler's M), so there is no lock. The price is
 * an allocation for each M that falls asleep or wakes up, which costs far less than the sleep.
 *
 * @param version counts the decisions; it orders them in a recorded run
 * @param machines the Ms that a waker may choose, last in first out (spec: {@code idleM})
 * @param processors the Ps that nobody holds (spec: {@code idleP})
 * @param idleProcessors the length of {@code processors}
 * @param spinning how many Ms look for work and have found none (spec: {@code spinning})
 * @param started how many Ms have been started; their ids are 0 to {@code started - 1}
 */
record Idle(
    long version,
    @Nullable Stack<M> machines,
    @Nullable Stack<P> processors,
    int idleProcessors,
    int spinning,
    int started) {

  /** An immutable stack; {@code null} is the empty one. */
  record Stack<E>(E top, @Nullable Stack<E> rest) {}

  /** Nothing runs: all Ps are idle, no M has been started. */
  static Idle initially(P[] all) {
    @Nullable Stack<P> stack = null;
    for (int i = all.length - 1; i >= 0; i--) {
      stack = new Stack<>(all[i], stack);
    }
    return new Idle(0, null, stack, all.length, 0, 0);
  }

  /** A P is idle and nobody is on the way who would find the work (spec: {@code NeedsWake}). */
  boolean needsWake() {
    return spinning == 0 && idleProcessors > 0;
  }

  /** The M and the P on top leave; the M spins. An M that is not yet started counts as idle. */
  Idle handOver() {
    Stack<M> ms = machines;
    Stack<P> ps = processors;
    if (ps == null) {
      throw new IllegalStateException("no idle P");
    }
    return new Idle(
        version + 1,
        ms == null ? null : ms.rest(),
        ps.rest(),
        idleProcessors - 1,
        spinning + 1,
        ms == null ? started + 1 : started);
  }

  /** The M gives up its P and may be woken again. */
  Idle release(M m, P p, boolean wasSpinning) {
    return new Idle(
        version + 1,
        new Stack<>(m, machines),
        new Stack<>(p, processors),
        idleProcessors + 1,
        wasSpinning ? spinning - 1 : spinning,
        started);
  }

  /** At most half as many Ms spin as there are busy Ps. */
  boolean maySpin(int allProcessors) {
    return 2 * spinning < allProcessors - idleProcessors;
  }

  Idle startSpinning() {
    return withSpinning(spinning + 1);
  }

  Idle stopSpinning() {
    return withSpinning(spinning - 1);
  }

  private Idle withSpinning(int count) {
    return new Idle(version + 1, machines, processors, idleProcessors, count, started);
  }
}
