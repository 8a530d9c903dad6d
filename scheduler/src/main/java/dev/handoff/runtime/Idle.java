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
 * @param online how many Ps are in use: those with the ids 0 to {@code online - 1} (spec: the set
 *     {@code online})
 */
record Idle(
    long version,
    @Nullable Stack<M> machines,
    @Nullable Stack<P> processors,
    int idleProcessors,
    int spinning,
    int started,
    int online) {

  /** An immutable stack; {@code null} is the empty one. */
  record Stack<E>(E top, @Nullable Stack<E> rest) {}

  /** Nothing runs: all Ps are idle, no M has been started. */
  static Idle initially(P[] all) {
    @Nullable Stack<P> stack = null;
    for (int i = all.length - 1; i >= 0; i--) {
      stack = new Stack<>(all[i], stack);
    }
    return new Idle(0, null, stack, all.length, 0, 0, all.length);
  }

  /** A P is idle and nobody is on the way who would find the work (spec: {@code NeedsWake}). */
  boolean needsWake() {
    return spinning == 0 && idleProcessors > 0;
  }

  /** Whether a P with that id is in use. */
  boolean isOnline(P p) {
    return p.id < online;
  }

  /** Nobody would notice work: no P is idle and no M spins. */
  boolean nobodyLooks() {
    return spinning == 0 && idleProcessors == 0;
  }

  /** The M and the P on top leave; the M spins. An M that is not yet started counts as idle. */
  Idle handOver() {
    return withoutProcessor(withoutMachine(spinning + 1));
  }

  /** The M on top leaves, for a P that is not listed. */
  Idle handOff(boolean spins) {
    return withoutMachine(spins ? spinning + 1 : spinning);
  }

  /** The P on top leaves, for an M that is not listed; it spins, or runs a goroutine. */
  Idle takeProcessor(boolean spins) {
    return withoutProcessor(withSpinning(spins ? spinning + 1 : spinning));
  }

  /** The M gives up its P and may be woken again. */
  Idle release(M m, P p, boolean wasSpinning) {
    return withMachine(m, wasSpinning ? spinning - 1 : spinning).listProcessor(p, version + 1);
  }

  /** A P that nobody holds is listed. */
  Idle listProcessor(P p) {
    return listProcessor(p, version + 1);
  }

  /** A new M waits: no decision, as an M that is not yet started counts as idle. */
  Idle withNewMachine(M m) {
    Stack<M> more = new Stack<>(m, machines);
    return new Idle(version, more, processors, idleProcessors, spinning, started + 1, online);
  }

  /** An M that has no P may be woken again. */
  Idle rest(M m) {
    return withMachine(m, spinning);
  }

  /** The P with the highest id is out of use; it is not listed any more. */
  Idle shrink() {
    Stack<P> rest = null;
    int idle = 0;
    for (Stack<P> s = processors; s != null; s = s.rest()) {
      if (s.top().id < online - 1) {
        rest = new Stack<>(s.top(), rest);
        idle++;
      }
    }
    return new Idle(version + 1, machines, rest, idle, spinning, started, online - 1);
  }

  /** One more P is in use; it is not listed yet. */
  Idle grow() {
    return new Idle(
        version + 1, machines, processors, idleProcessors, spinning, started, online + 1);
  }

  boolean lists(P p) {
    for (Stack<P> s = processors; s != null; s = s.rest()) {
      if (s.top() == p) {
        return true;
      }
    }
    return false;
  }

  private Idle withoutMachine(int spins) {
    Stack<M> ms = machines;
    return new Idle(
        version + 1,
        ms == null ? null : ms.rest(),
        processors,
        idleProcessors,
        spins,
        ms == null ? started + 1 : started,
        online);
  }

  private Idle withMachine(M m, int spins) {
    Stack<M> more = new Stack<>(m, machines);
    return new Idle(version + 1, more, processors, idleProcessors, spins, started, online);
  }

  private static Idle withoutProcessor(Idle of) {
    Stack<P> ps = of.processors;
    if (ps == null) {
      throw new IllegalStateException("no idle P");
    }
    int left = of.idleProcessors - 1;
    return new Idle(of.version, of.machines, ps.rest(), left, of.spinning, of.started, of.online);
  }

  private Idle listProcessor(P p, long next) {
    Stack<P> more = new Stack<>(p, processors);
    return new Idle(next, machines, more, idleProcessors + 1, spinning, started, online);
  }

  /** At most half as many Ms spin as there are busy Ps. */
  boolean maySpin() {
    return 2 * spinning < online - idleProcessors;
  }

  Idle startSpinning() {
    return withSpinning(spinning + 1);
  }

  Idle stopSpinning() {
    return withSpinning(spinning - 1);
  }

  private Idle withSpinning(int count) {
    return new Idle(version + 1, machines, processors, idleProcessors, count, started, online);
  }
}
