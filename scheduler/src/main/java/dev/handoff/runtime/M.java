package dev.handoff.runtime;

import dev.handoff.runtime.jfr.GoroutineSteal;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadLocalRandom;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A machine: the loop of a thread that finds a runnable goroutine and runs it until it parks, yields
 * or ends.
 *
 * <p><b>Structure.</b> {@link #run} alternates between sleeping ({@link #awaitProcessor}) and
 * working. Working is {@link #find}, then {@link #execute}, until find has given the P back.
 *
 * <p><b>Threads.</b> All fields are the M's own, also those that goroutine code uses through {@link
 * #ready}, {@link #spawn} and the marks: that code runs on this thread. Only {@link #assigned} is
 * written by wakers. Goroutine code is on this M while {@code cur} is set and the calling thread is
 * the goroutine's virtual thread.
 *
 * <p><b>After {@code resume()} has returned</b> the goroutine may already run on another M. From
 * then on this M touches only its own fields and, by a compare-and-set that fails in that case, the
 * goroutine's word ({@link G#park}).
 *
 * <p>Spec: Scheduler.tla. Go's counterpart: {@code schedule}, {@code findRunnable}, {@code execute},
 * {@code stopm} in runtime/proc.go. After a change here run SpecActionsTest and the trace validation
 * tests of the verification module.
 */
public final class M {
  private static final long STEAL_PAUSE_NANOS = 3_000;

  final int id;
  final Counts counts = new Counts();
  final RunLatency latency = new RunLatency();
  private final Sched sched;
  private final @Nullable StepLog log;
  private final RunQueue.Grab<G> grab;
  private @Nullable Parker parker;

  /** The P that this M holds (spec: {@code proc[m]}). Null exactly while it sleeps. */
  private @Nullable P held;

  /** The goroutine that this M runs (spec: {@code cur[m]}). */
  private @Nullable G cur;

  /** The number of the transition by which {@code cur} came to run here. */
  private long executed;

  private boolean spinning;
  private Outcome outcome = Outcome.PARKED;

  /** Written by the one waker that took this M from the idle list, cleared by the M. */
  private volatile @Nullable P assigned;

  /** How a goroutine left this M. Set on this thread before {@code resume()} returns. */
  private enum Outcome {
    PARKED,
    RESUBMITTED,
    EXITED
  }

  /** What this M has done. Written by the M alone; readers may see values that lag a little. */
  static final class Counts {
    private long executions;
    private long steals;
    private long stolen;
    private long handoffs;
    private long syscalls;
    private long spins;
    private long wakes;
    private long parks;
    private long yields;

    long executions() {
      return executions;
    }

    long steals() {
      return steals;
    }

    long stolen() {
      return stolen;
    }

    long handoffs() {
      return handoffs;
    }

    long syscalls() {
      return syscalls;
    }

    long spins() {
      return spins;
    }

    long wakes() {
      return wakes;
    }

    long parks() {
      return parks;
    }

    long yields() {
      return yields;
    }
  }

  M(int id, Sched sched, @Nullable StepLog log) {
    this.id = id;
    this.sched = sched;
    this.log = log;
    this.grab = new RunQueue.Grab<>(sched.limits.queueCapacity());
  }

  /** The M's number in its scheduler, from 0 on. */
  public int id() {
    return id;
  }

  /** The scheduler that this M belongs to. */
  public Sched sched() {
    return sched;
  }

  /** The number of the P that this M holds. This thread only. */
  int processorId() {
    return processor().id;
  }

  void setParker(Parker p) {
    parker = p;
  }

  /** The M's thread. */
  public void run() {
    try {
      while (awaitProcessor()) {
        resume();
        for (G g = find(); g != null; g = find()) {
          execute(g);
        }
      }
    } catch (Throwable failure) {
      sched.machineFailed(this, failure);
    }
  }

  // ------------------------------------------------------------------- goroutine code on this M

  /** The goroutine that this M runs, if any. This thread only. */
  public @Nullable G current() {
    return cur;
  }

  /** Whether the time slice of the running goroutine has ended. This thread only. */
  public boolean sliceEnded() {
    return processor().sliceEnded();
  }

  /** An id for a goroutine that is about to be spawned here. This thread only. */
  public long nextId() {
    return processor().nextId(sched.ids());
  }

  /** The goroutine on this M starts another. */
  @SpecAction("Scheduler!Spawn")
  public void spawn(G g) {
    putNext(Step.SPAWN, g, g.start());
  }

  /** The goroutine on this M readies another, which waits. */
  @SpecAction("Scheduler!Ready")
  public void ready(G g) {
    long n = g.ready();
    if (n >= 0) {
      putNext(Step.READY, g, n);
    }
  }

  @SpecAction("Wakeup!PutOwn")
  @SpecAction("Wakeup!SeesNoNeed")
  private void putNext(Step kind, G g, long transition) {
    P p = processor();
    beginPut(p);
    G kicked = p.queue.exchangeNext(g);
    if (log != null) {
      log.step(kind, p.id, g.id(), transition, idOf(kicked), p.bumpPuts());
    }
    if (kicked != null) {
      stowKicked(p, kicked);
      // Submitter, between step 1 and step 2: the ring's tail was stored with release only, and
      // the volatile read of the idle state below must not go before it. Pairs with the
      // compare-and-set in Sched.release, after which the sleeper reads this tail (M.recheck).
      VarHandle.fullFence();
    }
    // Submitter, step 2. exchangeNext is volatile, and so is this read: see Sched.enqueue.
    if (log != null || sched.needsWake()) {
      wake();
    }
  }

  /** The goroutine kicked out of runnext goes to the run queue, or with half of it elsewhere. */
  @SpecAction("Scheduler!StowKicked")
  @SpecAction("Wakeup!PutOwn")
  private void stowKicked(P p, G kicked) {
    for (; ; ) {
      beginPut(p);
      boolean room = p.queue.put(kicked);
      long puts = endPut(p);
      if (room) {
        if (log != null) {
          log.step(Step.STOW_KICKED, p.id, kicked.id(), 0, p.queue.tail() - 1, puts);
        }
        return;
      }
      if (spill(p)) {
        flush(p, kicked);
        return;
      }
      // A thief made room between the two attempts.
    }
  }

  @SpecAction("Scheduler!Spill")
  private boolean spill(P p) {
    int n = p.queue.takeHalf(grab);
    if (n > 0 && log != null) {
      log.step(Step.SPILL, p.id, grab.item(0).id(), n, grab.head(), 0);
    }
    return n > 0;
  }

  @SpecAction("Scheduler!Flush")
  @SpecAction("RunQueue!Flush")
  @SpecAction("Wakeup!PutGlobal")
  private void flush(P p, G kicked) {
    grab.add(kicked);
    long first = sched.global.putAll(grab);
    if (log != null) {
      log.step(Step.FLUSH, p.id, grab.item(0).id(), 0, first, grab.count());
    }
    grab.clear();
  }

  /**
   * The carrier of g asks, on this M's thread, that g be run. If that is the goroutine that this M
   * runs, and it has only not come back yet, then it yielded, or was woken while it unmounted: the M
   * sees to it when it has come back.
   *
   * <p>That this M still counts g as its own does not say so much. While this M was unmounting it,
   * another may have woken g, run it, and seen it wait again; and this M, on its way out, may then be
   * the waker of that second wait. But then g has made transitions since this M began to run it.
   *
   * @return whether this M will see to it; if not, the caller has to ready g as any waker does
   */
  @SpecAction("Parking!Resubmit")
  public boolean resubmitted(G g) {
    boolean own = cur == g && g.isStill(executed);
    if (own) {
      outcome = Outcome.RESUBMITTED;
    }
    return own;
  }

  /** The goroutine on this M enters a system call. This thread only. */
  void countSyscall() {
    counts.syscalls++;
  }

  /** This M, in a system call that is sure to be long, has itself handed its P to another. */
  void countHandoff() {
    counts.handoffs++;
  }

  /** The goroutine that this M runs has ended its body and only has to come back. */
  public void markExited() {
    outcome = Outcome.EXITED;
  }

  // --------------------------------------------------------------------------- running one

  @SpecAction("Parking!Return")
  @SpecAction("Wakeup!ParkElsewhere")
  @SpecAction("Wakeup!Finish")
  private void execute(G g) {
    P p = processor();
    begin(p, g);
    g.resume();
    cur = null;
    Outcome how = outcome;
    outcome = Outcome.PARKED;
    switch (how) {
      case PARKED -> park(p, g, executed);
      case RESUBMITTED -> this.yield(p, g);
      case EXITED -> exit(p, g);
    }
  }

  @SpecAction("Scheduler!Execute")
  @SpecAction("Wakeup!Execute")
  private void begin(P p, G g) {
    executed = g.execute();
    cur = g;
    counts.executions++;
    g.countWait(executed, latency);
    if (log != null) {
      log.step(Step.EXECUTE, p.id, g.id(), executed, 0, 0);
    }
  }

  @SpecAction("Scheduler!Park")
  private void park(P p, G g, long executed) {
    counts.parks++;
    long n = g.park(executed);
    if (log != null) {
      log.step(Step.PARK, p.id, g.id(), n, 0, 0);
    }
    if (g.carrierIsRunnable()) {
      sched.inject(g); // its waker was quicker, and left it to this M: see G.ready
    }
  }

  @SpecAction("Scheduler!Yield")
  @SpecAction("Parking!YieldEnqueue")
  @SpecAction("Wakeup!PutGlobal")
  private void yield(P p, G g) {
    counts.yields++;
    long n = g.yield();
    long position = sched.global.put(g);
    if (log != null) {
      log.step(Step.YIELD, p.id, g.id(), n, position, 0);
    }
    wake();
  }

  @SpecAction("Scheduler!Exit")
  private void exit(P p, G g) {
    long n = g.exit();
    if (log != null) {
      log.step(Step.EXIT, p.id, g.id(), n, 0, 0);
    }
  }

  /** Wakes an M if one is needed: this M has submitted a goroutine, or has stopped to spin. */
  @SpecAction("Scheduler!Wake")
  @SpecAction("Scheduler!NoWake")
  @SpecAction("Wakeup!SeesNoNeed")
  private void wake() {
    if (log == null && !sched.needsWake()) {
      return;
    }
    Sched.Woken woken = sched.wake();
    boolean somebody = woken.machine() != null;
    if (somebody) {
      counts.wakes++;
    }
    if (log != null) {
      Step kind = somebody ? Step.WAKE : Step.NO_WAKE;
      log.step(kind, woken.processor(), woken.machineId(), 0, woken.version(), 0);
    }
  }

  // ------------------------------------------------------------------------------- looking

  /** The next goroutine to run, or null when there was none and the P has been given back. */
  @SpecAction("Parking!Take")
  private @Nullable G find() {
    P p = processor();
    G g = findInOrder(p);
    if (g == null) {
      release(p);
    } else if (spinning) {
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
    boolean alone = sched.processors() == 1; // nobody to steal from
    if (g == null && !alone && (spinning || startSpinning(p))) {
      g = steal(p);
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
  private boolean startSpinning(P p) {
    long version = sched.tryStartSpinning();
    if (version < 0) {
      return false;
    }
    spinning = true;
    counts.spins++;
    if (log != null) {
      log.step(Step.START_SPINNING, p.id, -1, 0, version, 0);
    }
    return true;
  }

  @SpecAction("Scheduler!StopSpinning")
  private void stopSpinning(P p) {
    spinning = false;
    long version = sched.stopSpinning();
    if (log != null) {
      log.step(Step.STOP_SPINNING, p.id, -1, 0, version, 0);
    }
    // Submitters woke nobody because this M was spinning; now that is over.
    wake();
  }

  /** Tries every other P, from a random one on, several times; runnext only in the last round. */
  @SpecAction("Wakeup!Miss")
  private @Nullable G steal(P p) {
    int n = sched.processors();
    int rounds = sched.limits.stealRounds();
    for (int round = 1; round <= rounds; round++) {
      int start = ThreadLocalRandom.current().nextInt(n);
      for (int i = 0; i < n; i++) {
        P victim = sched.processor((start + i) % n);
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
    counts.steals++;
    counts.stolen += n;
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
    beginPut(p);
    for (int i = 1; i < grab.count(); i++) {
      if (!p.queue.put(grab.item(i))) {
        throw new IllegalStateException("no room for stolen goroutines in " + p);
      }
    }
    long puts = endPut(p);
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
    pauseThread();
    if (victim.queue.peekNext() != waiting || waiting.transitions() != transitions) {
      return null;
    }
    G g = victim.queue.stealNext();
    if (g != null) {
      p.startSlice();
      counts.steals++;
      counts.stolen++;
      GoroutineSteal.emit(p.id, victim.id, 1);
      if (log != null) {
        log.step(Step.STEAL_NEXT, victim.id, g.id(), g.transitions(), 0, 0);
      }
    }
    return g;
  }

  // ------------------------------------------------------------------------------ sleeping

  /** Sleeper, step 1: the P is given up, and this M no longer spins, in one step. */
  @SpecAction("Scheduler!Release")
  private void release(P p) {
    held = null;
    boolean wasSpinning = spinning;
    spinning = false;
    long version = sched.release(this, p, wasSpinning);
    if (log != null) {
      log.step(Step.RELEASE, p.id, -1, 0, version, 0);
    }
    recheck(p);
  }

  /**
   * Sleeper, step 2: looks once more into every queue. If there is something, this M acts as a
   * submitter would; it may be the one that it wakes. If somebody has woken it meanwhile, it need
   * not look: it will, as it spins. The P that it gave up needs no look: only a later holder puts
   * anything there, and looks for idle Ps itself.
   */
  @SpecAction("Wakeup!StopChecking")
  private void recheck(P released) {
    int n = sched.processors();
    for (int q = n; q >= 0 && assigned == null; q--) {
      if (q != released.id && checkQueue(q)) {
        wake();
        return;
      }
    }
  }

  /** Whether queue q has anything, the global queue being number {@code processors}. */
  @SpecAction("Scheduler!CheckEmpty")
  @SpecAction("Scheduler!CheckFound")
  @SpecAction("Wakeup!CheckEmpty")
  @SpecAction("Wakeup!CheckFound")
  private boolean checkQueue(int q) {
    boolean global = q == sched.processors();
    if (log == null) {
      return !(global ? sched.global.isEmpty() : sched.processor(q).queue.isEmpty());
    }
    return global ? checkGlobalLogged(q, log) : checkLocalLogged(q, log);
  }

  private boolean checkGlobalLogged(int q, StepLog log) {
    long seen = sched.global.look();
    boolean found = seen >= 0;
    log.step(found ? Step.CHECK_FOUND : Step.CHECK_EMPTY, q, -1, 0, found ? seen : ~seen, 0);
    return found;
  }

  /** A recorded look has to say between which puts it took place. */
  private boolean checkLocalLogged(int q, StepLog log) {
    P p = sched.processor(q);
    for (; ; ) {
      long before = p.puts();
      boolean next = p.queue.hasNext();
      boolean ring = !next && p.queue.hasRing();
      boolean empty = !next && !ring && p.queue.isEmpty();
      if ((before & 1) == 0 && p.puts() == before && (next || ring || empty)) {
        Step kind = empty ? Step.CHECK_EMPTY : Step.CHECK_FOUND;
        log.step(kind, q, -1, 0, before, ring ? 1 : 0);
        return !empty;
      }
      Thread.onSpinWait();
    }
  }

  /** Sleeps until a waker has assigned a P; false when the scheduler stops. */
  @SpecAction("Wakeup!SeesAssigned")
  @SpecAction("Wakeup!SeesNone")
  private boolean awaitProcessor() {
    while (assigned == null) {
      if (sched.isStopping()) {
        return false;
      }
      parkThread();
    }
    return true;
  }

  @SpecAction("Scheduler!Resume")
  @SpecAction("Wakeup!Resume")
  private void resume() {
    P p = assigned;
    assigned = null;
    held = p;
    spinning = true;
    if (log != null && p != null) {
      log.step(Step.RESUME, p.id, -1, 0, 0, 0);
    }
  }

  /** A waker has taken this M and p from the idle lists, and hands p over. */
  @SpecAction("Wakeup!StoreAssigned")
  void assign(P p) {
    // Volatile: pairs with the reads in awaitProcessor and recheck. Everything that the P's last
    // owner wrote is visible here already, by the compare-and-set of the idle state.
    assigned = p;
    unpark();
  }

  @SpecAction("Wakeup!Unparked")
  @SpecAction("Wakeup!SpuriousReturn")
  private void parkThread() {
    Parker own = parker;
    if (own != null) {
      own.park();
    }
  }

  /** This M is not on the idle list, so no waker's unpark can be lost in this. */
  @SpecAction("Wakeup!ParkElsewhere")
  private void pauseThread() {
    Parker own = parker;
    if (own != null) {
      own.pause(STEAL_PAUSE_NANOS);
    }
  }

  @SpecAction("Wakeup!Unpark")
  void unpark() {
    Parker own = parker;
    if (own != null) {
      own.unpark();
    }
  }

  // ------------------------------------------------------------------------------- small parts

  private P processor() {
    P p = held;
    if (p == null) {
      throw new IllegalStateException(this + " holds no P");
    }
    return p;
  }

  private void beginPut(P p) {
    if (log != null) {
      p.bumpPuts();
    }
  }

  private long endPut(P p) {
    return log == null ? 0 : p.bumpPuts();
  }

  private static long idOf(@Nullable G g) {
    return g == null ? -1 : g.id();
  }

  @Override
  public String toString() {
    return "M" + id;
  }
}
