package dev.handoff.runtime;

import java.lang.invoke.VarHandle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the code of a goroutine asks of the M that runs it: to start and ready others, system calls,
 * preemption, locking. All methods run in goroutine code on the M's thread.
 *
 * <p>Putting a goroutine into a queue of the P needs the P for certain, and its M may have lost it
 * without knowing. So each such step is a short section inside the scheduler: one compare-and-set in,
 * one store out. Where the first fails the P was taken, and the goroutine goes to the global queue.
 *
 * <p>Spec: Scheduler.tla; Ownership.tla. Go's counterpart: {@code newproc}, {@code ready}, {@code
 * runqput}, {@code runqputslow}, {@code entersyscall}, {@code exitsyscall} in runtime/proc.go.
 */
public final class Running {
  private final M m;
  private final Sched sched;
  private final @Nullable StepLog log;

  /** Goroutine ids reserved for this M: from {@code nextId} up to {@code idLimit}. */
  private long nextId;

  private long idLimit;

  /** A goroutine is runnable and in no queue yet. */
  private boolean submitting;

  /** Goroutines that are runnable and could not be put into a queue, the last one first. */
  private @Nullable G unstowed;

  /** A section was left by a lack of stack or memory: see {@link #makeGood}. */
  private boolean cutShort;

  Running(M m) {
    this.m = m;
    this.sched = m.sched;
    this.log = m.log;
  }

  /** An id for a goroutine that is about to be spawned here. */
  public long nextId() {
    if (nextId == idLimit) {
      nextId = sched.ids().reserve(GoroutineIds.BLOCK);
      idLimit = nextId + GoroutineIds.BLOCK;
    }
    return nextId++;
  }

  // ------------------------------------------------------------------------ submitting others

  /** The goroutine on this M starts another. */
  @SpecAction("Scheduler!Spawn")
  public void spawn(G g) {
    if (enterScheduler()) {
      put(Step.SPAWN, g);
    } else {
      sched.submit(g);
    }
  }

  /** The goroutine on this M readies another, which waits. */
  @SpecAction("Scheduler!Ready")
  public void ready(G g) {
    if (enterScheduler()) {
      put(Step.READY, g);
    } else {
      sched.inject(g);
    }
  }

  /** Begins a section in which the P is this M's for certain; false if it has none, or is in a call. */
  @SpecAction("Ownership!BeginPut")
  private boolean enterScheduler() {
    P p = m.held;
    if (p == null || m.inCall) {
      return false;
    }
    if (log != null) {
      StackRoom.require(); // between a step and its record there must be no overflow
    }
    if (p.ownership.come(m.mine)) {
      return true;
    }
    lose();
    return false;
  }

  /** The P was taken: the goroutine goes on without, and should see to that soon. */
  private void lose() {
    m.held = null;
    m.ask();
  }

  /**
   * The section that makes g runnable and puts it. Once it is runnable nothing is thrown: from then on g
   * is the scheduler's. What a lack of stack or memory leaves undone is noted by plain stores, since
   * there may be no stack for a call, and the M sees to it when the goroutine comes back. Until then
   * the P counts as inside the scheduler, so that nobody takes it.
   */
  private void put(Step kind, G g) {
    boolean runnable = false;
    try {
      long n = kind == Step.SPAWN ? g.start() : g.ready();
      runnable = n >= 0;
      submitting = runnable;
      if (runnable) {
        putNext(kind, g, n);
      }
      m.processor().ownership.backToUser(m.mine);
    } catch (StackOverflowError | OutOfMemoryError e) {
      if (!runnable) {
        throw e;
      }
      if (submitting) {
        g.nextUnstowed = unstowed;
        unstowed = g;
      }
      cutShort = true;
    }
  }

  @SpecAction("Ownership!EndPut")
  @SpecAction("Wakeup!PutOwn")
  @SpecAction("Wakeup!SeesNoNeed")
  private void putNext(Step kind, G g, long transition) {
    P p = m.processor();
    beginPut(p);
    G kicked = p.queue.exchangeNext(g);
    submitting = false;
    if (log != null) {
      long kickedId = kicked == null ? -1 : kicked.id();
      log.step(kind, p.id, g.id(), transition, kickedId, p.bumpPuts());
    }
    if (kicked != null) {
      try {
        stowKicked(p, kicked);
      } catch (StackOverflowError | OutOfMemoryError e) {
        kicked.nextUnstowed = unstowed;
        unstowed = kicked;
        throw e;
      }
      // Submitter, between step 1 and step 2: the ring's tail was stored with release only, and
      // the volatile read of the idle state below must not go before it. Pairs with the
      // compare-and-set in Sched.release, after which the sleeper reads this tail (recheck).
      VarHandle.fullFence();
    }
    // Submitter, step 2. exchangeNext is volatile, and so is this read: see Sched.enqueue.
    if (log != null || sched.needsWake()) {
      StackRoom.require();
      m.wake();
    }
  }

  /** The M, back on its own stack: puts what could not be put, and looks whether to wake another. */
  void makeGood() {
    if (!cutShort) {
      return;
    }
    putBack();
    cutShort = false;
    m.wake();
  }

  /** Puts what this M has taken out of queues and could not put elsewhere into the global queue. */
  void putBack() {
    RunQueue.Grab<G> grab = m.grab;
    @Nullable G flushed = null;
    if (grab.count() > 0) { // a spill was cut short; its last may be in the list too
      flushed = grab.item(grab.count() - 1);
      sched.global.putAll(grab);
      grab.clear();
    }
    for (G g = unstowed; g != null; g = unstowed) {
      if (g != flushed) {
        sched.global.put(g);
      }
      unstowed = g.nextUnstowed;
      g.nextUnstowed = null;
    }
  }

  /** The goroutine kicked out of runnext goes to the run queue, or with half of it elsewhere. */
  @SpecAction("Scheduler!StowKicked")
  @SpecAction("Wakeup!PutOwn")
  private void stowKicked(P p, G kicked) {
    for (; ; ) {
      beginPut(p);
      boolean room = p.queue.put(kicked);
      long puts = log == null ? 0 : p.bumpPuts();
      if (room) {
        if (log != null) {
          log.step(Step.STOW_KICKED, p.id, kicked.id(), 0, p.queue.tail() - 1, puts);
        }
        return;
      }
      StackRoom.require();
      if (spill(p)) {
        flush(p, kicked);
        return;
      }
      // A thief made room between the two attempts.
    }
  }

  private void beginPut(P p) {
    if (log != null) {
      p.bumpPuts();
    }
  }

  @SpecAction("Scheduler!Spill")
  private boolean spill(P p) {
    int n = p.queue.takeHalf(m.grab);
    if (n > 0 && log != null) {
      log.step(Step.SPILL, p.id, m.grab.item(0).id(), n, m.grab.head(), 0);
    }
    return n > 0;
  }

  @SpecAction("Scheduler!Flush")
  @SpecAction("RunQueue!Flush")
  @SpecAction("Wakeup!PutGlobal")
  private void flush(P p, G kicked) {
    m.grab.add(kicked);
    long first = sched.global.putAll(m.grab);
    if (log != null) {
      log.step(Step.FLUSH, p.id, m.grab.item(0).id(), 0, first, m.grab.count());
    }
    m.grab.clear();
  }

  // -------------------------------------------------------------------------- system calls

  /** The goroutine enters a call that may block this thread. */
  @SpecAction("Scheduler!EnterSyscall")
  public void enterSyscall() {
    m.counts.syscalls++; // here, as it may have no P, and may go on in the call more than once
    P p = m.held;
    G g = m.cur;
    if (p == null || g == null || m.inCall) {
      return; // without a P there is none to be handed off
    }
    long word = p.ownership.enterSyscall(m.mine);
    if (word == 0) {
      lose();
      return;
    }
    m.mine = word;
    inCall(p, g, Ownership.number(word));
  }

  /** The goroutine goes on in a call in which it was taken off its M. */
  void goOnInCall(P p, G g, long number) {
    inCall(p, g, number);
    m.mine = p.ownership.enterCall(m.id);
  }

  private void inCall(P p, G g, long number) {
    m.executed = g.enterSyscall();
    m.inCall = true; // after what may overflow: a call that is not marked as one may lose its P, no more
    if (log != null) {
      log.step(Step.ENTER_SYSCALL, p.id, g.id(), m.executed, number, 0);
    }
  }

  /**
   * The call has returned.
   *
   * @return whether the goroutine may go on; if not, it has to yield, to queue up for a P
   */
  public boolean exitSyscall() {
    G g = m.cur;
    if (g == null || !m.inCall) {
      return true; // it entered without a P, or was executed again outside the call
    }
    return exitFast(g) || regain();
  }

  /** Nobody has taken the P meanwhile. */
  @SpecAction("Scheduler!ExitFast")
  private boolean exitFast(G g) {
    P p = m.held;
    if (p == null) {
      return false;
    }
    long version = sched.onlineAt(p);
    if (version < 0) {
      m.held = null;
      sched.retaking().retake(p, m.mine, Step.RETAKE_SYSCALL);
      return false;
    }
    long word = p.ownership.exitSyscall(m.mine);
    if (word == 0) {
      m.held = null;
      return false;
    }
    m.mine = word;
    m.executed = g.exitSyscall();
    m.inCall = false; // after what may overflow: then the end of the call may be tried again
    if (log != null) {
      log.step(Step.EXIT_FAST, p.id, g.id(), m.executed, version, 0);
    }
    return true;
  }

  // ------------------------------------------------------------------------------ preemption

  /** Whether the goroutine should come to the scheduler: one plain read. */
  public boolean asked() {
    return m.asked();
  }

  /**
   * The goroutine, which was asked, is at a point where it may yield. If it has lost its P it gets an
   * idle one, if there is one.
   *
   * @return whether it may go on; if not, it has to yield
   */
  public boolean mayGoOn() {
    P p = m.held;
    boolean lost = p == null || !p.ownership.isStill(m.mine);
    return lost && regain();
  }

  /** A goroutine without a P takes an idle one. */
  @SpecAction("Scheduler!Reacquire")
  private boolean regain() {
    StackRoom.require();
    m.held = null;
    G g = m.cur;
    Sched.Decided decided = sched.reacquire();
    P p = decided.processor();
    if (g == null || p == null) {
      m.ask(); // if it cannot yield now, being pinned, it should try again
      return false;
    }
    m.hold(p);
    long transition = -1;
    if (m.inCall) {
      transition = g.exitSyscall();
      m.executed = transition;
      m.inCall = false;
    }
    if (log != null) {
      log.step(Step.REACQUIRE, p.id, g.id(), transition, decided.version(), p.transfer());
    }
    m.mine = p.ownership.enterUser(m.id);
    return true;
  }

  // --------------------------------------------------------------------------------- locking

  /** The goroutine on this M is locked to it. */
  @SpecAction("Scheduler!Lock")
  public void lock() {
    lockTo(m, Step.LOCK);
  }

  /** The goroutine on this M is not locked to it any more. */
  @SpecAction("Scheduler!Unlock")
  public void unlock() {
    lockTo(null, Step.UNLOCK);
  }

  private void lockTo(@Nullable M machine, Step kind) {
    G g = m.cur;
    if (g == null) {
      throw new IllegalStateException(m + " runs no goroutine");
    }
    m.locked = machine == null ? null : g;
    g.lockTo(machine);
    if (log != null) {
      log.step(kind, -1, g.id(), 0, 0, 0);
    }
  }
}
