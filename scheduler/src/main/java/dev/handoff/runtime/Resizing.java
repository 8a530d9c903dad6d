package dev.handoff.runtime;

import java.util.concurrent.locks.LockSupport;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How many Ps there are, and which. Those with the ids 0 to {@code online - 1} are in use ({@link
 * Idle#online}); the others have gone and may come back.
 *
 * <p>Spec: Scheduler.tla ({@code Grow}, {@code Shrink}). Go's counterpart: {@code procresize} in
 * runtime/proc.go, which stops the world.
 */
final class Resizing {
  private final Sched sched;
  private final Retaking retaking;
  private final @Nullable StepLog outsiders;

  /** Every P that there ever was, by id. Replaced when there is one more. */
  private volatile P[] all;

  Resizing(Sched sched, Retaking retaking, @Nullable StepLog outsiders, P[] all) {
    this.sched = sched;
    this.retaking = retaking;
    this.outsiders = outsiders;
    this.all = all;
  }

  /** Every P that there ever was, by id; those out of use too. */
  P[] all() {
    return all;
  }

  /**
   * Changes the number of Ps. One that goes is taken from its M at once, unless that M is inside the
   * scheduler and will notice by itself; what waits on it moves to the global queue. Waits only for a
   * P that is brought back before its last M has let go of it, which takes that M a few steps.
   *
   * @return the number before
   */
  int setProcessors(int count) {
    synchronized (this) {
      int before = sched.processors();
      while (sched.processors() > count) {
        shrink();
      }
      while (sched.processors() < count) {
        grow();
      }
      return before;
    }
  }

  @SpecAction("Scheduler!Shrink")
  @SpecAction("Ownership!Shrink")
  private void shrink() {
    for (; ; ) {
      Idle seen = sched.idle();
      P p = all[seen.online() - 1];
      boolean listed = seen.lists(p);
      Idle next = seen.shrink();
      if (sched.compareAndSetIdle(seen, next)) {
        if (outsiders != null) {
          long transfer = listed ? p.transfer() : -1;
          outsiders.step(Step.SHRINK, p.id, -1, transfer, next.version(), 0);
        }
        sched.timers().moveAll(p.timers, all[next.online() - 1].timers);
        if (listed) {
          retaking.passOn(p);
        } else {
          retaking.retakeIfExposed(p);
        }
        return;
      }
    }
  }

  @SpecAction("Scheduler!Grow")
  @SpecAction("Ownership!Grow")
  private void grow() {
    P p = nextProcessor();
    for (; ; ) {
      Idle seen = sched.idle();
      Idle next = seen.grow();
      if (sched.compareAndSetIdle(seen, next)) {
        if (outsiders != null) {
          outsiders.step(Step.GROW, p.id, -1, p.transfer(), next.version(), 0);
        }
        retaking.passOn(p);
        sched.timers().revive(p.timers);
        return;
      }
    }
  }

  /** The P to be used next, owned by the caller: a new one, or one that has gone. */
  private P nextProcessor() {
    int id = sched.processors();
    if (id == all.length) {
      P[] more = new P[id + 1];
      System.arraycopy(all, 0, more, 0, id);
      more[id] = new P(id, sched.limits);
      all = more; // before the idle state says that the P is in use
      sched.timers().register(more[id].timers);
      return more[id];
    }
    P p = all[id];
    while (!p.bringBack()) {
      retaking.retakeIfExposed(p);
      LockSupport.parkNanos(20_000);
    }
    return p;
  }
}
