package dev.handoff.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

  /** Guarded by this. */
  private boolean closed;

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
   * @throws IllegalStateException if no M may be started any more
   */
  int setProcessors(int count) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("closed: the number of Ps cannot change any more");
      }
      int before = sched.processors();
      if (count > all.length) {
        makeProcessors(count);
      }
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

  /** From now on the number does not change. */
  void close() {
    synchronized (this) {
      closed = true;
    }
  }

  /** New Ps, so that there are so many; out of use like those that have gone. */
  private void makeProcessors(int count) {
    List<P> made =
        IntStream.range(all.length, count).mapToObj(id -> new P(id, sched.limits, true)).toList();
    sched.timers().register(made.stream().map(p -> p.timers));
    // Before the idle state says that one of them is in use.
    all = Stream.concat(Arrays.stream(all), made.stream()).toArray(P[]::new);
  }

  /** The P to be used next, owned by the caller from now on. */
  private P nextProcessor() {
    P p = all[sched.processors()];
    while (!p.bringBack()) {
      retaking.retakeIfExposed(p);
      LockSupport.parkNanos(20_000);
    }
    return p;
  }
}
