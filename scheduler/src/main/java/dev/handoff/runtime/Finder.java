package dev.handoff.runtime;

import dev.handoff.runtime.jfr.GoroutineSteal;
import java.util.concurrent.ThreadLocalRandom;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How an M that has a P finds the goroutine to run next: its own queue, the global queue, theft; and
 * how it makes sure, when it has found nothing, that nothing is left behind.
 *
 * <p>Spec: Scheduler.tla. Go's counterpart: {@code findRunnable}, {@code stealWork}, {@code
 * globrunqget}, {@code checkRunqsNoP} in runtime/proc.go. This M's thread only.
 */
final class Finder {
  private static final long STEAL_PAUSE_NANOS = 3_000;

  private final M m;
  private final Sched sched;
  private final @Nullable StepLog log;
  private final RunQueue.Grab<G> grab;

  Finder(M m) {
    this.m = m;
    this.sched = m.sched;
    this.log = m.log;
    this.grab = m.grab;
  }

  /**
   * The next goroutine to run, or null: there was none, and the P has been given back, or is to go
   * and still held.
   */
  @SpecAction("Parking!Take")
  @SpecAction("Ownership!BeginTake")
  @SpecAction("Ownership!EndTake")
  @Nullable G find() {
    P p = m.processor();
    if (p.timers.isWorthALook()) {
      sched.timers().run(p.timers);
    }
    G g = findInOrder(p);
    if (g == null) {
      m.release(p);
    } else if (m.spinning) {
      stopSpinning(p);
    }
    return g;
  }

  @SpecAction("Wakeup!Miss")
  private @Nullable G findInOrder(P p) {
    if (p.tick >= sched.limits.globalTick()) {
      G g = pollGlobal(p);
      if (g != null) {
        return g;
      }
    }
    // runnext shares the slice of whoever readied it; when that has ended the run queue goes first.
    boolean sliceEnded = p.sliceEnded();
    G g = sliceEnded ? takeHead(p) : takeNext(p);
    if (g == null) {
      g = sliceEnded ? takeNextAnew(p) : takeHead(p);
    }
    if (g == null) {
      g = takeGlobal(p);
    }
    boolean alone = sched.allProcessors().length == 1; // nobody to steal from
    if (g == null && !alone && (m.spinning || startSpinning(p))) {
      sched.timers().runAll();
      g = steal(p); // which looks into the global queue as well
    } else if (g == null) {
      sched.timers().run(p.timers);
      g = takeGlobal(p);
    }
    return g;
  }

  @SpecAction("Scheduler!PollGlobal")
  @SpecAction("Scheduler!PollEmpty")
  @SpecAction("Wakeup!TakeGlobal")
  private @Nullable G pollGlobal(P p) {
    GlobalQueue.Polled<G> polled = sched.global.poll();
    if (polled.item() != null) {
      p.startSlice();
    }
    p.tick = 0;
    if (log != null) {
      G g = polled.item();
      if (g == null) {
        log.step(Step.POLL_EMPTY, p.id, -1, 0, polled.position(), 0);
      } else {
        log.step(Step.POLL_GLOBAL, p.id, g.id(), 0, polled.position(), 0);
      }
    }
    return polled.item();
  }

  @SpecAction("Scheduler!TakeNext")
  @SpecAction("Wakeup!TakeOwn")
  private @Nullable G takeNext(P p) {
    G g = p.queue.takeNext();
    if (g != null && log != null) {
      log.step(Step.TAKE_NEXT, p.id, g.id(), 0, 0, 0);
    }
    return g;
  }

  /** runnext, in a slice of its own: else its tick would stand still and the global queue starve. */
  @SpecAction("Scheduler!TakeNextAnew")
  @SpecAction("Wakeup!TakeOwn")
  private @Nullable G takeNextAnew(P p) {
    G g = p.queue.takeNext();
    if (g != null) {
      p.startSlice();
      if (log != null) {
        log.step(Step.TAKE_NEXT_ANEW, p.id, g.id(), 0, 0, 0);
      }
    }
    return g;
  }

  @SpecAction("Scheduler!TakeHead")
  @SpecAction("Wakeup!TakeOwn")
  private @Nullable G takeHead(P p) {
    G g = p.queue.take();
    if (g != null) {
      p.startSlice();
      if (log != null) {
        log.step(Step.TAKE_HEAD, p.id, g.id(), 0, p.queue.lastTaken(), 0);
      }
    }
    return g;
  }

  @SpecAction("Scheduler!TakeGlobal")
  @SpecAction("Wakeup!TakeGlobal")
  private @Nullable G takeGlobal(P p) {
    if (sched.global.isEmpty()) {
      return null;
    }
    GlobalQueue.Polled<G> polled = sched.global.poll();
    G g = polled.item();
    if (g != null) {
      p.startSlice();
      if (log != null) {
        log.step(Step.TAKE_GLOBAL, p.id, g.id(), 0, polled.position(), 0);
      }
    }
    return g;
  }

  @SpecAction("Scheduler!StartSpinning")
  @SpecAction("Timers!StartSpinning")
  private boolean startSpinning(P p) {
    long version = sched.tryStartSpinning();
    if (version < 0) {
      return false;
    }
    m.spinning = true;
    m.counts.spins++;
    if (log != null) {
      log.step(Step.START_SPINNING, p.id, -1, 0, version, 0);
    }
    return true;
  }

  @SpecAction("Scheduler!StopSpinning")
  @SpecAction("Timers!Found")
  private void stopSpinning(P p) {
    m.spinning = false;
    long version = sched.stopSpinning();
    if (log != null) {
      log.step(Step.STOP_SPINNING, p.id, -1, 0, version, 0);
    }
    // Submitters woke nobody because this M was spinning; now that is over.
    m.wake();
  }

  /** Tries every other P, from a random one on, several times; runnext only in the last round. */
  @SpecAction("Wakeup!Miss")
  private @Nullable G steal(P p) {
    P[] all = sched.allProcessors();
    int n = all.length;
    int rounds = sched.limits.stealRounds();
    for (int round = 1; round <= rounds; round++) {
      int start = ThreadLocalRandom.current().nextInt(n);
      for (int i = 0; i < n; i++) {
        P victim = all[(start + i) % n];
        if (victim == p) {
          continue;
        }
        G g = stealHalf(p, victim);
        if (g == null && round == rounds) {
          g = stealNext(p, victim);
        }
        if (g != null) {
          return g;
        }
      }
      G g = takeGlobal(p);
      if (g != null) {
        return g;
      }
    }
    return null;
  }

  @SpecAction("Scheduler!Steal")
  @SpecAction("Wakeup!Steal")
  private @Nullable G stealHalf(P p, P victim) {
    int n = victim.queue.steal(grab);
    if (n == 0) {
      return null;
    }
    p.startSlice();
    m.counts.steals++;
    m.counts.stolen += n;
    GoroutineSteal.emit(p.id, victim.id, n);
    if (log != null) {
      log.step(Step.STEAL, victim.id, grab.item(0).id(), n, grab.head(), grab.tailSeen());
    }
    G g = grab.item(0);
    if (n > 1) {
      stow(p);
    }
    grab.clear();
    return g;
  }

  /** The loot but its oldest goes to the run queue, which is empty: there is room. */
  @SpecAction("Scheduler!Stow")
  @SpecAction("Wakeup!Stow")
  private void stow(P p) {
    long first = p.queue.tail();
    if (log != null) {
      p.bumpPuts();
    }
    for (int i = 1; i < grab.count(); i++) {
      if (!p.queue.put(grab.item(i))) {
        throw new IllegalStateException("no room for stolen goroutines in " + p);
      }
    }
    long puts = log == null ? 0 : p.bumpPuts();
    if (log != null) {
      log.step(Step.STOW, p.id, grab.item(1).id(), grab.count() - 1L, first, puts);
    }
  }

  /**
   * Takes what the victim's M is about to run itself, but only if it has not done so after a pause: a
   * pair of goroutines that ready each other would else be torn apart and moved at every step, and
   * this M fall asleep and be woken at every other. As in Go's runqgrab.
   */
  @SpecAction("Scheduler!StealNext")
  @SpecAction("Wakeup!Steal")
  private @Nullable G stealNext(P p, P victim) {
    G waiting = victim.queue.peekNext();
    if (waiting == null) {
      return null;
    }
    long transitions = waiting.transitions();
    m.sleeper().pauseThread(STEAL_PAUSE_NANOS); // not on the idle list, so no waker's unpark is lost in it
    if (victim.queue.peekNext() != waiting || waiting.transitions() != transitions) {
      return null;
    }
    G g = victim.queue.stealNext();
    if (g != null) {
      p.startSlice();
      m.counts.steals++;
      m.counts.stolen++;
      GoroutineSteal.emit(p.id, victim.id, 1);
      if (log != null) {
        log.step(Step.STEAL_NEXT, victim.id, g.id(), g.transitions(), 0, 0);
      }
    }
    return g;
  }

  // --------------------------------------------------------------------- a P that is to go

  /** Moves what this M has found, if anything, and all that waits on p to the global queue. */
  void giveBackAll(P p, @Nullable G found) {
    if (found != null) {
      grab.add(found);
      giveBack(p);
    }
    while (takeOut(p) || takeOutNext(p)) {
      giveBack(p);
    }
  }

  @SpecAction("Scheduler!TakeOut")
  private boolean takeOut(P p) {
    int n = p.queue.steal(grab);
    if (n > 0 && log != null) {
      log.step(Step.TAKE_OUT, p.id, grab.item(0).id(), n, grab.head(), sched.idleVersion());
    }
    return n > 0;
  }

  @SpecAction("Scheduler!TakeOutNext")
  private boolean takeOutNext(P p) {
    G g = p.queue.takeNext();
    if (g == null) {
      return false;
    }
    grab.add(g);
    if (log != null) {
      log.step(Step.TAKE_OUT_NEXT, p.id, g.id(), 0, 0, sched.idleVersion());
    }
    return true;
  }

  @SpecAction("Scheduler!GiveBack")
  private void giveBack(P p) {
    long first = sched.global.putAll(grab);
    if (log != null) {
      long count = grab.count();
      log.step(Step.GIVE_BACK, p.id, grab.item(0).id(), sched.idleVersion(), first, count);
    }
    grab.clear();
    m.wake();
  }

  // ------------------------------------------------------------------------ falling asleep

  /**
   * Sleeper, step 2: looks once more into every queue. If there is something, this M acts as a
   * submitter would; it may be the one that it wakes. If somebody has woken it meanwhile, it need
   * not look: it will, as it spins. The P that it gave up needs no look: only a later holder puts
   * anything there, and looks for idle Ps itself.
   */
  @SpecAction("Wakeup!StopChecking")
  void recheck(P released) {
    P[] all = sched.allProcessors();
    if (!m.sleeper().hasGift() && checkGlobal()) {
      m.wake();
      return;
    }
    for (P p : all) {
      if (m.sleeper().hasGift()) {
        return;
      }
      if (p != released && checkLocal(p)) {
        m.wake();
        return;
      }
    }
  }

  @SpecAction("Scheduler!CheckEmpty")
  @SpecAction("Scheduler!CheckFound")
  @SpecAction("Wakeup!CheckEmpty")
  @SpecAction("Wakeup!CheckFound")
  private boolean checkGlobal() {
    if (log == null) {
      return !sched.global.isEmpty();
    }
    long seen = sched.global.look();
    boolean found = seen >= 0;
    Step kind = found ? Step.CHECK_FOUND : Step.CHECK_EMPTY;
    log.step(kind, Step.GLOBAL, -1, 0, found ? seen : ~seen, 0);
    return found;
  }

  @SpecAction("Scheduler!CheckEmpty")
  @SpecAction("Scheduler!CheckFound")
  @SpecAction("Wakeup!CheckEmpty")
  @SpecAction("Wakeup!CheckFound")
  private boolean checkLocal(P p) {
    return log == null ? !p.queue.isEmpty() : checkLocalLogged(p, log);
  }

  /** A recorded look has to say between which puts it took place. */
  private static boolean checkLocalLogged(P p, StepLog log) {
    for (; ; ) {
      long before = p.puts();
      boolean next = p.queue.hasNext();
      boolean ring = !next && p.queue.hasRing();
      boolean empty = !next && !ring && p.queue.isEmpty();
      if ((before & 1) == 0 && p.puts() == before && (next || ring || empty)) {
        Step kind = empty ? Step.CHECK_EMPTY : Step.CHECK_FOUND;
        log.step(kind, p.id, -1, 0, before, ring ? 1 : 0);
        return !empty;
      }
      Thread.onSpinWait();
    }
  }
}
