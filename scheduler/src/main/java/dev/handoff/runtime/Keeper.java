package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which of the sleeping Ms sleeps only until the earliest deadline, and until when. Spec: Timers.tla,
 * whose header tells the protocol as two numbered lists; one access at a time it is
 *
 * <pre>
 *   whoever adds a deadline w                an M without a P
 *   1. stores a heap's least deadline        1. stores `watch' (compare-and-set from null), whose
 *      (TimerHeap.announce)                     `until' is "for ever"
 *   2. reads `watch'; if there is one,       2. reads the least deadline of each heap
 *      reads its `until', and if that is        (TimerHeap.earliest)
 *      later than w stores `nudged' and      3. stores `until', parks until then unless it reads
 *      unparks the M                            `nudged' as true, and stores null into `watch'
 * </pre>
 *
 * All of these are volatile, so they have one order in which each side writes before it reads. A
 * watch is made anew each time and is never used again: what is read of an old one errs towards a
 * nudge too many.
 *
 * <p>The M is listed as idle all the while, so it is woken like any other: a waker assigns a P and
 * unparks it.
 *
 * <p><b>When the time has come</b> and a P is idle, the M fires what is due as a thread without a P
 * does, which puts goroutines into the global queue and wakes an M for each if one is needed: as a
 * rule itself, since the M that fell asleep last is woken first. If all Ps have Ms then those come
 * to their own heaps, and it sleeps for ever. It stops firing as soon as it was given a P. It takes no
 * P by itself: in Scheduler.tla no M comes by one though nobody has submitted anything.
 */
final class Keeper {
  private static final VarHandle WATCH;

  static {
    try {
      WATCH = MethodHandles.lookup().findVarHandle(Keeper.class, "watch", Watch.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** One M's term as the keeper. */
  private static final class Watch {
    final M machine;

    /** Spec: {@code until}. Written by the M. */
    volatile long until = Deadlines.FOREVER;

    /** Spec: {@code nudged}. */
    volatile boolean nudged;

    Watch(M machine) {
      this.machine = machine;
    }
  }

  private final Sched sched;
  private final Timers timers;

  /** Spec: {@code keeper}. */
  private volatile @Nullable Watch watch;

  Keeper(Sched sched, Timers timers) {
    this.sched = sched;
    this.timers = timers;
  }

  // ---------------------------------------------------------------------------- an M without a P

  /**
   * Makes m sleep once, as the keeper if there is none. Returns when it may have been given a P, or
   * for no reason.
   */
  @SpecAction("Timers!TryRest")
  void sleep(M m) {
    if (watch != null) {
      m.sleeper().parkThread();
      return;
    }
    Watch own = new Watch(m);
    if (!tryKeep(own)) {
      m.sleeper().parkThread();
      return;
    }
    sleepUntil(own, readAll());
    if (!m.sleeper().hasGift() && !sched.isStopping() && !m.sleeper().hasSleptEnough()) {
      fireOrRest(m);
    }
  }

  @SpecAction("Timers!TryKeep")
  private boolean tryKeep(Watch own) {
    // Volatile: step 1 of the M. Pairs with the reads of `watch` here and in look().
    return WATCH.compareAndSet(this, null, own);
  }

  @SpecAction("Timers!Read")
  private long readAll() {
    long least = Deadlines.FOREVER;
    for (TimerHeap heap : timers.heaps()) {
      least = Math.min(least, heap.earliest());
    }
    return least;
  }

  @SpecAction("Timers!Sleep")
  @SpecAction("Timers!Awake")
  private void sleepUntil(Watch own, long least) {
    M m = own.machine;
    own.until = least;
    while (!own.nudged && !m.sleeper().hasGift() && !sched.isStopping()) {
      if (least == Deadlines.FOREVER) {
        if (m.sleeper().hasSleptEnough()) {
          break;
        }
        m.sleeper().parkThread();
        continue;
      }
      long left = least - timers.clock().now();
      if (left <= 0) {
        break;
      }
      m.sleeper().parkThread(left);
    }
    watch = null; // nobody else writes while it is set
  }

  /**
   * {@code watch} was cleared before the idle state is read here; whoever gives a P up does so before
   * it reads {@code watch}. So of the two, one at least sees to the timers.
   */
  @SpecAction("Timers!Again")
  @SpecAction("Timers!LeaveToOwners")
  private void fireOrRest(M m) {
    if (sched.hasIdleProcessor()) {
      timers.fireWithoutProcessor(m);
    } else {
      m.sleeper().parkThread();
    }
  }

  // ----------------------------------------------------------------------- whoever adds a deadline

  /** Step 2 of adding a deadline. Any thread. */
  @SpecAction("Timers!Nudge")
  @SpecAction("Timers!LookEnough")
  void look(long when) {
    Watch seen = watch;
    if (seen == null) {
      lookWake();
    } else if (seen.until > when && !seen.nudged) {
      seen.nudged = true;
      seen.machine.sleeper().unpark();
    }
  }

  /**
   * There is no keeper. If a P is idle and nobody spins, then an M that sleeps for ever is to try
   * again to become the keeper: for that it needs no P, only to be unparked.
   */
  @SpecAction("Timers!LookRouse")
  private void lookWake() {
    if (sched.needsWake()) {
      sched.rouse();
    }
  }

  /** Whether there are timers, and no M that sleeps until the earliest of them. */
  boolean isMissing() {
    return watch == null && readAll() != Deadlines.FOREVER;
  }
}
