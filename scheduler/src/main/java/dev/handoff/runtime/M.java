package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A machine: the loop of a thread that finds a runnable goroutine and runs it until it parks, yields
 * or ends.
 *
 * <p><b>Structure.</b> {@link #run} alternates between sleeping ({@link Sleeper}) and working
 * ({@link #work}): find a goroutine ({@link Finder}), run it, until the M has no P any more. What the
 * code of a goroutine asks of its M while it runs is in {@link Running}.
 *
 * <p><b>Threads.</b> All fields are the M's own, also those that goroutine code uses: that code runs
 * on this thread. Only {@link #asked} is written by sysmon.
 *
 * <p><b>Losing the P.</b> While goroutine code runs, whoever retakes Ps may take this M's. {@link
 * #held} then still names it; that it was lost shows when the M comes back to the scheduler ({@link
 * #come}), or when the code does something that needs a P.
 *
 * <p><b>After {@code resume()} has returned</b> the goroutine may already run on another M. From
 * then on this M touches only its own fields and, by a compare-and-set that fails in that case, the
 * goroutine's word ({@link G#park}).
 *
 * <p>Spec: Scheduler.tla; Ownership.tla. Go's counterpart: {@code schedule}, {@code execute}, {@code
 * stopm}, {@code exitsyscall0} in runtime/proc.go. After a change here run SpecActionsTest and the
 * trace validation tests of the verification module.
 */
public final class M extends Unsettled.Item<M> {
  private static final VarHandle ASKED;

  static {
    try {
      ASKED = MethodHandles.lookup().findVarHandle(M.class, "asked", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int id;
  final Sched sched;
  final @Nullable StepLog log;
  final Counts counts = new Counts();
  final RunLatency latency = new RunLatency();
  final RunQueue.Grab<G> grab;
  private final Finder finder;
  private final Running running;
  private final Sleeper sleeper;
  /** The P that this M holds, unless it was taken behind its back (spec: {@code proc[m]}). */
  @Nullable P held;

  /** What this M last wrote into the word of its P; the P is the M's as long as that is there. */
  long mine;

  /** The goroutine that this M runs (spec: {@code cur[m]}). */
  @Nullable G cur;

  /** The number of the last transition of {@code cur}. */
  long executed;

  /** {@code cur} is in a system call (spec: {@code mstatus[m] = "syscall"}). */
  boolean inCall;

  /** {@code cur} is about to wait in this library: for another goroutine, not for the world. */
  boolean waitsHere;

  /** The goroutine that is locked to this M (spec: {@code locked[m]}). */
  @Nullable G locked;

  boolean spinning;

  /** It has failed, and its P is on the way to others. */
  private boolean leaving;

  private Outcome outcome = Outcome.PARKED;

  /** The version of the idle state at this M's last look whether to wake another. */
  private long lookedAt = -1;

  /** The goroutine has had its time slice, or has lost its P: it should come to the scheduler. */
  private boolean asked;

  /** Sleeps until its locked goroutine is handed to it. */
  private volatile boolean awaitsLocked;

  /** How a goroutine left this M. Set on this thread before {@code resume()} returns. */
  private enum Outcome {
    PARKED,
    RESUBMITTED,
    EXITED
  }

  @SuppressWarnings({"assignment", "argument"}) // its parts read only what is set before them
  M(int id, Sched sched, @Nullable StepLog log) {
    if (id >= Ownership.MACHINES) {
      throw new IllegalStateException("M" + id + " is more than a P's word can name");
    }
    this.id = id;
    this.sched = sched;
    this.log = log;
    this.grab = new RunQueue.Grab<>(sched.limits.queueCapacity());
    this.finder = new Finder(this);
    this.running = new Running(this);
    this.sleeper = new Sleeper(this);
  }

  /** The M's number in its scheduler, from 0 on. */
  public int id() {
    return id;
  }

  /** The scheduler that this M belongs to. */
  public Sched sched() {
    return sched;
  }

  /** What the code of this M's goroutine may ask of it. This thread only. */
  public Running running() {
    return running;
  }

  /** The goroutine that this M runs, if any. This thread only. */
  public @Nullable G current() {
    return cur;
  }

  /** How this M sleeps, and is given a P. */
  Sleeper sleeper() {
    return sleeper;
  }

  /** The M's thread. */
  public void run() {
    try {
      while (sleeper.awaitGift()) {
        work(resume(sleeper.take()));
      }
    } catch (Throwable failure) {
      sched.machineFailed(this, failure);
    }
  }

  /**
   * An exception came out of the scheduler itself. What others rely on this M for goes to them: its P
   * with what waits there, its turn to look for work, and what it is or will be given. Called again if
   * it throws, as there may be no memory: it then goes on where it stopped.
   */
  void leaveToOthers() {
    inCall = false;
    cur = null;
    if (spinning) {
      sched.stopSpinning();
      spinning = false;
    }
    P p = held;
    if (p != null && (leaving || p.ownership.comeAfterFailure(id, mine))) {
      leaving = true;
      p.ownership.handOn();
      sched.retaking().passOn(p);
      leaving = false;
    }
    held = null;
    running.putBack();
    sched.wake(); // submitters may have relied on it
    awaitsLocked = true;
    if (sleeper.abandon()) {
      sched.start(this);
    }
  }

  /** Runs goroutines as long as this M has a P, beginning with that one, if any. */
  private void work(@Nullable G handed) {
    @Nullable G next = handed;
    while (true) {
      if (next == null && locked != null) {
        stopLocked();
        return;
      }
      G g = next == null ? finder.find() : next;
      next = null;
      if (g == null && held == null) {
        return; // find has listed the P and this M as idle
      }
      if (g == null || !begin(g)) {
        giveUp(g);
      } else {
        g.resume();
        finish(g);
      }
      if (held == null && !goesOn()) {
        return;
      }
    }
  }

  /** What becomes of an M that has neither P nor goroutine; whether it got a P. */
  private boolean goesOn() {
    if (locked != null) {
      awaitsLocked = true; // volatile: pairs with the read in handToLocked()
      return false;
    }
    return standBy();
  }

  // --------------------------------------------------------------------------- running one

  /** Begins to run g, unless it is not for this M, or its P is to go. */
  @SpecAction("Scheduler!Execute")
  @SpecAction("Timers!RunLocal")
  @SpecAction("Wakeup!Execute")
  private boolean begin(G g) {
    P p = processor();
    M other = g.lockedTo();
    long version = sched.onlineAt(p);
    if (version < 0 || (other != null && other != this)) {
      return false;
    }
    executed = g.execute();
    cur = g;
    counts.executions++;
    g.countWait(executed, latency);
    if (asked()) {
      ASKED.setOpaque(this, false); // as in asked()
    }
    boolean call = g.isInCall();
    long number = Ownership.number(p.ownership.look()) + 1;
    if (log != null) {
      log.step(Step.EXECUTE, p.id, g.id(), executed, number, version);
    }
    if (call) {
      running.goOnInCall(p, g, number + 1);
    } else {
      mine = p.ownership.enterUser(id);
    }
    return true;
  }

  /** The goroutine has left this M. */
  @SpecAction("Parking!Return")
  @SpecAction("Timers!Schedule")
  @SpecAction("Wakeup!ParkElsewhere")
  @SpecAction("Wakeup!Finish")
  private void finish(G g) {
    come();
    running.makeGood();
    cur = null;
    Outcome how = outcome;
    outcome = Outcome.PARKED;
    boolean call = inCall;
    inCall = false;
    switch (how) {
      case PARKED -> {
        if (call) {
          parkInSyscall(g);
        } else {
          park(g);
        }
      }
      case RESUBMITTED -> {
        if (held == null) {
          requeue(g);
        } else if (call) {
          parkInSyscall(g); // its carrier is runnable
        } else {
          this.yield(g);
        }
      }
      case EXITED -> exit(g);
    }
    waitsHere = false;
  }

  /** Back from goroutine code: whether the P is still this M's. */
  @SpecAction("Ownership!Come")
  private void come() {
    P p = held;
    if (p != null && !p.ownership.come(mine)) {
      held = null;
    }
  }

  @SpecAction("Scheduler!Park")
  @SpecAction("Scheduler!ParkOutside")
  private void park(G g) {
    counts.parks++;
    long n = g.park(executed);
    if (log != null) {
      log.step(waitsHere ? Step.PARK : Step.PARK_OUTSIDE, heldId(), g.id(), n, 0, 0);
    }
    seeToWakeUp(g);
  }

  /** A waker that came before this M had stored that g waits has left g to it: see {@link G#ready}. */
  @SpecAction("Parking!LookState")
  private void seeToWakeUp(G g) {
    if (g.carrierIsRunnable()) {
      sched.inject(g);
    }
  }

  @SpecAction("Scheduler!ParkInSyscall")
  private void parkInSyscall(G g) {
    counts.parks++;
    long n = g.parkInSyscall(executed);
    if (log != null) {
      log.step(Step.PARK_IN_SYSCALL, heldId(), g.id(), n, 0, 0);
    }
    seeToWakeUp(g);
  }

  @SpecAction("Scheduler!Yield")
  @SpecAction("Parking!YieldEnqueue")
  @SpecAction("Wakeup!PutGlobal")
  private void yield(G g) {
    counts.yields++;
    GlobalQueue.Node<G> node = sched.global.node(g); // first, as there may be no memory
    long n = g.yield();
    long position = sched.global.put(node);
    if (log != null) {
      log.step(Step.YIELD, heldId(), g.id(), n, position, 0);
    }
    wake();
  }

  /** It has lost its P, found no other, and so queues up. */
  @SpecAction("Scheduler!Requeue")
  @SpecAction("Ownership!QueueGlobal")
  private void requeue(G g) {
    counts.yields++;
    GlobalQueue.Node<G> node = sched.global.node(g); // first, as there may be no memory
    long n = g.requeue();
    long position = sched.global.put(node);
    if (log != null) {
      log.step(Step.REQUEUE, -1, g.id(), n, position, 0);
    }
    if (locked != null) {
      wake(); // an M that is not locked looks when it stands by
    }
  }

  @SpecAction("Scheduler!Exit")
  private void exit(G g) {
    locked = null;
    long n = g.exit();
    if (log != null) {
      log.step(Step.EXIT, heldId(), g.id(), n, 0, 0);
    }
  }

  /**
   * The carrier of g asks, on this M's thread, that g be run. If that is the goroutine that this M
   * runs, and it has only not come back yet, then it yielded, or was woken while it unmounted: the M
   * sees to it when it has come back. Until then nobody else makes g runnable: {@link G#ready}.
   *
   * @return whether this M will see to it; if not, the caller has to ready g as any waker does
   */
  @SpecAction("Parking!Resubmit")
  public boolean resubmitted(G g) {
    boolean own = cur == g;
    if (own) {
      outcome = Outcome.RESUBMITTED;
    }
    return own;
  }

  /** The goroutine that this M runs has ended its body and only has to come back. */
  public void markExited() {
    outcome = Outcome.EXITED;
  }

  // ------------------------------------------------------------------------ giving up the P

  /** This M cannot run g, which it has found, or has found nothing on a P that is to go. */
  private void giveUp(@Nullable G g) {
    P p = processor();
    M other = g == null ? null : g.lockedTo();
    if (sched.onlineAt(p) < 0) {
      finder.giveBackAll(p, g);
      retire(p);
    } else if (g != null && other != null && other != this) {
      handToLocked(p, g, other);
    } else if (g != null) {
      throw new IllegalStateException(this + " cannot run " + g + " on " + p);
    }
  }

  @SpecAction("Scheduler!Retire")
  @SpecAction("Ownership!EndDrain")
  private void retire(P p) {
    held = null;
    long version = spinning ? sched.stopSpinning() : -1;
    spinning = false;
    if (log != null) {
      log.step(Step.RETIRE, p.id, -1, 0, version, p.transfer());
    }
    p.ownership.giveUp();
    p.letGo();
  }

  /** The locked goroutine waits, and this M may run no other: its P is for somebody else. */
  @SpecAction("Scheduler!StopLocked")
  private void stopLocked() {
    P p = processor();
    held = null;
    if (log != null) {
      log.step(Step.STOP_LOCKED, p.id, -1, 0, p.transfer(), 0);
    }
    p.ownership.handOn();
    awaitsLocked = true; // volatile: pairs with the read in handToLocked()
    sched.retaking().passOn(p);
  }

  /** g is locked to that other M: it gets g, and the P too. */
  @SpecAction("Scheduler!HandToLocked")
  private void handToLocked(P p, G g, M other) {
    while (!other.awaitsLocked) {
      Thread.onSpinWait(); // it is on its way there, inside the scheduler
    }
    held = null;
    if (log != null) {
      log.step(Step.HAND_TO_LOCKED, p.id, g.id(), other.id, p.transfer(), 0);
    }
    p.ownership.handOn();
    sched.give(other, Gift.toRun(p, g));
  }

  /** With neither P nor goroutine: rests, or takes an idle P as if woken; whether it did. */
  @SpecAction("Scheduler!Rest")
  @SpecAction("Scheduler!Rejoin")
  private boolean standBy() {
    Sched.Decided decided = sched.standBy(this);
    P p = decided.processor();
    if (p == null) {
      if (log != null) {
        log.step(Step.REST, -1, -1, 0, decided.version(), 0);
      }
      return false;
    }
    hold(p);
    spinning = true;
    if (log != null) {
      log.step(Step.REJOIN, p.id, -1, 0, decided.version(), p.transfer());
    }
    return true;
  }

  /** Sleeper, step 1: the P is given up, and this M no longer spins, in one step. */
  @SpecAction("Scheduler!Release")
  @SpecAction("Timers!Release")
  @SpecAction("Ownership!DropUnused")
  boolean release(P p) {
    boolean wasSpinning = spinning;
    long transfer = p.transfer();
    p.ownership.giveUp();
    long version = sched.release(this, p, wasSpinning);
    if (version < 0) {
      return false; // it is to go, and so is not listed
    }
    held = null;
    spinning = false;
    if (log != null) {
      log.step(Step.RELEASE, p.id, -1, 0, version, transfer);
    }
    finder.recheck(p);
    return true;
  }

  /** Whether it runs a goroutine, in a call or not. Any thread; may lag. */
  boolean isRunning() {
    return cur != null;
  }

  /** Begins to work with what it was given; the goroutine that came with it, if any. */
  @SpecAction("Scheduler!Resume")
  @SpecAction("Timers!Resume")
  @SpecAction("Wakeup!Resume")
  @SpecAction("Ownership!Resume")
  private @Nullable G resume(Gift gift) {
    awaitsLocked = false;
    P p = gift.processor();
    if (gift.work() && lookedAt < gift.version()) {
      wake(); // HandOffWork: unless a look that this M owed before came after it
    }
    hold(p);
    spinning = gift.spins();
    if (log != null) {
      log.step(Step.RESUME, p.id, -1, 0, p.transfer(), 0);
    }
    return gift.handed();
  }

  // ---------------------------------------------------------------------------------- waking

  /** Wakes an M if one is needed: this M has submitted a goroutine, or has stopped to spin. */
  @SpecAction("Scheduler!Wake")
  @SpecAction("Scheduler!NoWake")
  @SpecAction("Timers!FoundWake")
  @SpecAction("Timers!FoundNoWake")
  @SpecAction("Wakeup!SeesNoNeed")
  void wake() {
    if (log == null && !sched.needsWake()) {
      return;
    }
    Sched.Woken woken = sched.wake();
    lookedAt = woken.version();
    boolean somebody = woken.machine() != null;
    if (somebody) {
      counts.wakes++;
    }
    if (log != null) {
      Step kind = somebody ? Step.WAKE : Step.NO_WAKE;
      int processor = woken.processor();
      log.step(kind, processor, woken.machineId(), woken.transfer(), woken.version(), 0);
    }
  }

  // ------------------------------------------------------------------------------ being asked

  /** sysmon: the goroutine on this M should come to the scheduler. */
  void ask() {
    ASKED.setOpaque(this, true); // pairs with getOpaque in asked(); it guards nothing
  }

  /** Whether the goroutine on this M should come to the scheduler: one plain read. */
  boolean asked() {
    return (boolean) ASKED.getOpaque(this); // it must be seen some time
  }

  // ------------------------------------------------------------------------------- small parts

  /** The P that this M holds for certain: it is in the scheduler. */
  P processor() {
    P p = held;
    if (p == null) {
      throw new IllegalStateException(this + " holds no P");
    }
    return p;
  }

  /** This M was given p, or has taken it. */
  void hold(P p) {
    held = p;
    p.ownership.claim(id);
  }

  /** The timer heap of the P that this M holds, or held a moment ago; null if none. This thread. */
  @Nullable TimerHeap timerHeap() {
    P p = held;
    return p == null ? null : p.timers;
  }

  int heldId() {
    P p = held;
    return p == null ? -1 : p.id;
  }

  @Override
  public String toString() {
    return "M" + id;
  }
}
