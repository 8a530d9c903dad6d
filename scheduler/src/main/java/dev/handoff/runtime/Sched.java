package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the Ms and Ps of one scheduler share: the global queue, the idle state, and the wake-up
 * protocol between those who submit goroutines and the Ms that fall asleep. Spec: Scheduler.tla,
 * whose header tells the protocol as two numbered lists.
 *
 * <p>Nothing here blocks and nothing takes a lock: {@link #inject} is called on threads that must
 * not be held up, among them the JDK's own.
 *
 * <p>Go's counterpart is {@code schedt} and the functions around {@code wakep} in runtime/proc.go.
 */
public final class Sched {
  private static final VarHandle IDLE;

  static {
    try {
      IDLE = MethodHandles.lookup().findVarHandle(Sched.class, "idle", Idle.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Limits limits;
  final SharedCounts shared;
  final GlobalQueue<G> global = new GlobalQueue<>();
  private final Machines machines;
  private final ConcurrentHashMap<Integer, M> started = new ConcurrentHashMap<>();
  private final Timers timers;
  private final Retaking retaking;
  private final Resizing resizing;
  private final GoroutineIds ids = new GoroutineIds();
  private final StepLog.@Nullable Source logs;
  private final @Nullable StepLog outsiders;

  /** Ms whose thread could not be started. */
  private final Unsettled<M> unstarted = new Unsettled<>();

  /** Ms that have failed, and then could not leave everything to others. */
  private final Unsettled<M> failed = new Unsettled<>();

  /** A failure that could not be told. */
  private volatile @Nullable Throwable untold;

  private volatile Idle idle;
  private volatile boolean stopping;

  /**
   * @param processors how many Ps, at least 1
   * @param logs where the run is recorded, or null
   */
  public Sched(int processors, Limits limits, Machines machines, StepLog.@Nullable Source logs) {
    this("", processors, limits, machines, logs);
  }

  /**
   * @param name the scheduler's, for events
   */
  @SuppressWarnings("nullness") // the timers only keep the reference
  Sched(
      String name,
      int processors,
      Limits limits,
      Machines machines,
      StepLog.@Nullable Source logs) {
    this.shared = new SharedCounts(name);
    this.limits = limits;
    this.machines = machines;
    this.logs = logs;
    this.outsiders = logs == null ? null : logs.ofOutsiders();
    P[] all = new P[processors];
    for (int i = 0; i < processors; i++) {
      all[i] = new P(i, limits, false);
    }
    this.idle = Idle.initially(all);
    TimerHeap[] heaps = Arrays.stream(all).map(p -> p.timers).toArray(TimerHeap[]::new);
    this.retaking = new Retaking(this, outsiders);
    this.resizing = new Resizing(this, retaking, outsiders, all);
    this.timers = new Timers(this, Clock.MONOTONIC, heaps);
  }

  /** How many Ps are in use. */
  public int processors() {
    return idle.online();
  }

  /** Every P that there ever was, by id: thieves, sleepers and sysmon look at them all. */
  P[] allProcessors() {
    return resizing.all();
  }

  /** Changes the number of Ps; see {@link Resizing}. */
  public int setProcessors(int count) {
    return resizing.setProcessors(count);
  }

  /** Takes Ps from Ms and passes them on. */
  Retaking retaking() {
    return retaking;
  }

  /** The M with that id; null if it has not been started. */
  @Nullable M machine(int id) {
    return started.get(id);
  }

  /** An id for a goroutine that is started by a thread that is no M. */
  public long nextId() {
    return ids.reserve(1);
  }

  GoroutineIds ids() {
    return ids;
  }

  /** The timers of this scheduler's goroutines. */
  Timers timers() {
    return timers;
  }

  // ------------------------------------------------------------------ submissions from outside

  /** Starts a goroutine from a thread that holds no P. Never blocks. */
  @SpecAction("Scheduler!Submit")
  public void submit(G g) {
    StackRoom.require();
    GlobalQueue.Node<G> node = global.node(g);
    enqueue(Step.SUBMIT, g, node, g.start());
  }

  /** Readies a waiting goroutine from a thread that holds no P. Never blocks. */
  @SpecAction("Scheduler!Inject")
  public void inject(G g) {
    // First, as there may be no stack or no memory, and then g must not be runnable.
    StackRoom.require();
    GlobalQueue.Node<G> node = global.node(g);
    long n = g.ready();
    if (n >= 0) {
      enqueue(Step.INJECT, g, node, n);
    }
  }

  @SpecAction("Wakeup!PutOutside")
  private void enqueue(Step kind, G g, GlobalQueue.Node<G> node, long transition) {
    long position = global.put(node);
    // Submitter, step 2. The put ended in a volatile compare-and-set and the read of `idle` is
    // volatile: both are in the one order of all volatile accesses, as are Release's
    // compare-and-set of `idle` and its look into the queue afterwards (Finder.recheck). So a sleeper
    // that misses the put is seen here as idle.
    try {
      wakeFor(kind, g, transition, position);
    } catch (OutOfMemoryError e) {
      CutShort.happened = true; // and not thrown: g is queued
    }
  }

  private void wakeFor(Step kind, G g, long transition, long position) {
    if (outsiders == null || logs == null) {
      wakeFromOutside();
    } else {
      long ticket = logs.ticket();
      outsiders.step(kind, -1, g.id(), transition, position, ticket);
      Woken woken = wake();
      if (woken.machine() != null) {
        shared.woke();
      }
      outsiders.step(
          woken.machine() == null ? Step.OUTSIDE_NO_WAKE : Step.OUTSIDE_WAKE,
          woken.processor(),
          woken.machineId(),
          woken.transfer(),
          woken.version(),
          ticket);
    }
  }

  @SpecAction("Scheduler!OutsideWake")
  @SpecAction("Scheduler!OutsideNoWake")
  @SpecAction("Wakeup!SeesNoNeed")
  private void wakeFromOutside() {
    if (idle.needsWake() && wake().machine() != null) {
      shared.woke();
    }
  }

  // ------------------------------------------------------------------------------ waking an M

  /** The outcome of {@link #wake}: whom it woke, if anybody, and at which version. */
  record Woken(long version, @Nullable M machine, int processor, long transfer) {
    static Woken nobody(long version) {
      return new Woken(version, null, -1, 0);
    }

    int machineId() {
      return machine == null ? -1 : machine.id;
    }
  }

  /** Whether a submitter has to wake an M: the cheap look on the path of every ready. */
  boolean needsWake() {
    return idle.needsWake();
  }

  /** Whether a P is idle. */
  boolean hasIdleProcessor() {
    return idle.idleProcessors() > 0; // volatile: see Keeper.fireOrRest
  }

  /**
   * Makes an M that waits for a P look around, without giving it one. One whose thread has ended gets
   * another thread if all others have ended too. If no M waits a new one does, if there may be one more:
   * for the spec it has waited from the beginning, so that is no step.
   */
  void rouse() {
    for (; ; ) {
      Idle seen = idle;
      Idle.Stack<M> sleepers = seen.machines();
      for (Idle.Stack<M> s = sleepers; s != null; s = s.rest()) {
        if (!s.top().sleeper().hasEnded()) {
          s.top().sleeper().unpark();
          return;
        }
      }
      if (sleepers == null && seen.started() >= machines.limit()) {
        return; // an M that is busy runs the timers when it has done
      }
      M m = topMachine(seen);
      if (sleepers != null || compareAndSetIdle(seen, seen.withNewMachine(m))) {
        if (m.sleeper().beginAgain()) {
          start(m);
        }
        return;
      }
    }
  }

  /** Wakes one M if a P is idle and nobody spins. Never blocks. */
  @SpecAction("Timers!Wake")
  @SpecAction("Wakeup!SeesNeed")
  @SpecAction("Wakeup!SeesNoNeed")
  @SpecAction("Wakeup!Wake")
  @SpecAction("Wakeup!CasFails")
  @SpecAction("Ownership!Wake")
  Woken wake() {
    for (; ; ) {
      Idle seen = idle;
      if (!seen.needsWake()) {
        return Woken.nobody(seen.version());
      }
      if (!hasMachine(seen)) {
        // The goroutine stays queued for the Ms that there are.
        machines.limitReached();
        return Woken.nobody(seen.version());
      }
      Idle next = seen.handOver();
      P p = topProcessor(seen);
      M m = topMachine(seen);
      Gift gift = Gift.toLook(p, next.version());
      if (compareAndSetIdle(seen, next)) {
        long transfer = p.transfer();
        give(m, gift);
        return new Woken(next.version(), m, p.id, transfer);
      }
    }
  }

  /** A P is idle, or on its way, and there may be no M for it. */
  void limitReached() {
    machines.limitReached();
  }

  /** Whether there is an M for a P: one that sleeps, or one that may be started. */
  boolean hasMachine(Idle seen) {
    return seen.machines() != null || seen.started() < machines.limit();
  }

  /**
   * The M that is idle in that state and comes first, or a new one, which becomes the scheduler's with
   * the decision to use it. Asked for before that: memory may run out.
   */
  M topMachine(Idle seen) {
    Idle.Stack<M> sleepers = seen.machines();
    if (sleepers != null) {
      return sleepers.top();
    }
    int id = seen.started();
    return new M(id, this, logs == null ? null : logs.ofMachine(id));
  }

  /** Makes that M, which sleeps or is new, a gift; the decision has been taken. */
  void give(M m, Gift gift) {
    if (m.sleeper().give(gift)) {
      start(m);
    }
  }

  /** The M is new, or its thread has ended. If that fails it is told, and tried again by sysmon. */
  void start(M m) {
    try {
      started.put(m.id, m);
      machines.start(m);
    } catch (OutOfMemoryError e) {
      unstarted.add(m);
      CutShort.happened = true;
      tell(e);
    }
  }

  private void tell(Throwable failure) {
    try {
      machines.failed(failure);
    } catch (OutOfMemoryError e) {
      untold = failure;
      CutShort.happened = true;
    }
  }

  /**
   * Makes good what was left undone: Ms that have failed leave what they have to others, one without a
   * thread is started, and one is woken if there is work. Goroutines that nobody has readied are the
   * caller's to look for.
   */
  void makeGood() {
    failed.settle(this::leaveToOthers);
    unstarted.settle(this::start);
    Throwable failure = untold;
    if (failure != null) {
      untold = null;
      tell(failure);
    }
    if (!queuesAreEmpty()) {
      wake();
    }
  }

  /** Readies g if its carrier is runnable and nobody has readied it. */
  void readyIfLeft(GoroutineThread g) {
    if (g.status().isWaiting() && g.carrierIsRunnable()) {
      inject(g);
    }
  }

  private static P topProcessor(Idle state) {
    Idle.Stack<P> processors = state.processors();
    if (processors == null) {
      throw new IllegalStateException("no idle P");
    }
    return processors.top();
  }

  // -------------------------------------------------------------- decisions of an M, for M only

  /** Lists m and its P as idle, and ends m's spinning, in one step; the version, or -1: p is to go. */
  @SpecAction("Wakeup!ReadToRelease")
  @SpecAction("Wakeup!Release")
  @SpecAction("Wakeup!CasFails")
  @SpecAction("Ownership!ListIdle")
  long release(M m, P p, boolean wasSpinning) {
    for (; ; ) {
      Idle seen = idle;
      if (!seen.isOnline(p)) {
        return -1;
      }
      Idle next = seen.release(m, p, wasSpinning);
      if (compareAndSetIdle(seen, next)) {
        return next.version();
      }
    }
  }

  /** One more M spins, if not too many do; the version, or -1. */
  @SpecAction("Wakeup!ReadToSpin")
  @SpecAction("Wakeup!SpinRefused")
  @SpecAction("Wakeup!StartSpinning")
  @SpecAction("Wakeup!CasFails")
  long tryStartSpinning() {
    for (; ; ) {
      Idle seen = idle;
      if (!seen.maySpin()) {
        return -1;
      }
      Idle next = seen.startSpinning();
      if (compareAndSetIdle(seen, next)) {
        return next.version();
      }
    }
  }

  /** An M that spun has found work; the version. */
  @SpecAction("Wakeup!ReadToStop")
  @SpecAction("Wakeup!StopSpinning")
  @SpecAction("Wakeup!CasFails")
  long stopSpinning() {
    for (; ; ) {
      Idle seen = idle;
      Idle next = seen.stopSpinning();
      if (compareAndSetIdle(seen, next)) {
        return next.version();
      }
    }
  }

  /** A decision that an M has taken: the version, and the P that it got by it, if any. */
  record Decided(long version, @Nullable P processor) {}

  /** An M whose goroutine has no P takes an idle one, if there is one. */
  @SpecAction("Ownership!TakeFree")
  Decided reacquire() {
    for (; ; ) {
      Idle seen = idle;
      if (seen.processors() == null) {
        return new Decided(seen.version(), null);
      }
      Idle next = seen.takeProcessor(false);
      Decided decided = new Decided(next.version(), topProcessor(seen));
      if (compareAndSetIdle(seen, next)) {
        return decided;
      }
    }
  }

  /** An M that has neither P nor goroutine is listed as idle, or gets a P if a wake-up is needed. */
  @SpecAction("Ownership!TakeFree")
  @SpecAction("Ownership!Rest")
  Decided standBy(M m) {
    for (; ; ) {
      Idle seen = idle;
      boolean rejoins = seen.needsWake();
      Idle next = rejoins ? seen.takeProcessor(true) : seen.rest(m);
      Decided decided = new Decided(next.version(), rejoins ? topProcessor(seen) : null);
      if (compareAndSetIdle(seen, next)) {
        return decided;
      }
    }
  }

  /** The version of the idle state in which p is in use, or -1: it is to go. */
  @SpecAction("Ownership!KeepP")
  @SpecAction("Ownership!DropRetired")
  long onlineAt(P p) {
    Idle seen = idle;
    return seen.isOnline(p) ? seen.version() : -1;
  }

  boolean compareAndSetIdle(Idle seen, Idle next) {
    // Volatile: pairs with the volatile reads of `idle` in enqueue, Running.putNext and wake (see there).
    return IDLE.compareAndSet(this, seen, next);
  }

  /** Nobody would notice work that no M has yet seen. */
  boolean nobodyLooks() {
    return idle.nobodyLooks();
  }

  /** How long that M sleeps before its thread ends, in nanoseconds. */
  long keepAliveNanos(M m) {
    return m.id < idle.online() || m.locked != null ? Long.MAX_VALUE : machines.keepAliveNanos();
  }

  // --------------------------------------------------------------------------------- the end

  /** From now on an M that has nothing to do ends. Only when all goroutines have ended. */
  public void stop() {
    resizing.close();
    stopping = true;
    // Pairs with Sleeper.awaitGift, which reads `stopping` after it was unparked.
    started.values().forEach(m -> m.sleeper().unpark());
  }

  boolean isStopping() {
    return stopping;
  }

  void machineFailed(M m, Throwable failure) {
    leaveToOthers(m);
    tell(failure);
  }

  private void leaveToOthers(M m) {
    CutShort.happened = true; // a goroutine that m was about to see to is looked for
    try {
      m.leaveToOthers();
    } catch (OutOfMemoryError e) {
      failed.add(m);
    }
  }

  // --------------------------------------------------------------------------------- insight

  /** Whether no M holds a P at this moment. */
  public boolean isQuiet() {
    Idle now = idle;
    return now.idleProcessors() == now.online();
  }

  /** The version of the idle state: equal readings enclose a time without any decision. */
  public long idleVersion() {
    return idle.version();
  }

  /** All goroutines were found to wait for each other while the idle state had that version. */
  @SpecAction("Scheduler!ReportDeadlock")
  void reportDeadlock(long version) {
    if (outsiders != null) {
      outsiders.step(Step.REPORT_DEADLOCK, -1, -1, 0, version, ~global.look());
    }
  }

  /** Whether all queues are empty, seen one after the other. */
  public boolean queuesAreEmpty() {
    if (!global.isEmpty()) {
      return false;
    }
    for (P p : allProcessors()) {
      if (!p.queue.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** What is idle now. */
  Idle idle() {
    return idle;
  }

  /** The Ms that have been started. */
  Collection<M> allMachines() {
    return started.values();
  }
}
