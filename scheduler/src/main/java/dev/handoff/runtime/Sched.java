package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
  private final P[] processors;
  private final Machines machines;
  private final CopyOnWriteArrayList<M> started = new CopyOnWriteArrayList<>();
  private final GoroutineIds ids = new GoroutineIds();
  private final StepLog.@Nullable Source logs;
  private final @Nullable StepLog outsiders;
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
  Sched(
      String name,
      int processors,
      Limits limits,
      Machines machines,
      StepLog.@Nullable Source logs) {
    this.limits = limits;
    this.shared = new SharedCounts(name);
    this.machines = machines;
    this.logs = logs;
    this.outsiders = logs == null ? null : logs.ofOutsiders();
    P[] all = new P[processors];
    for (int i = 0; i < processors; i++) {
      all[i] = new P(i, limits);
    }
    this.processors = all;
    this.idle = Idle.initially(all);
  }

  /** How many Ps there are. */
  public int processors() {
    return processors.length;
  }

  P processor(int index) {
    return processors[index];
  }

  /** An id for a goroutine that is started by a thread that is no M. */
  public long nextId() {
    return ids.reserve(1);
  }

  GoroutineIds ids() {
    return ids;
  }

  // ------------------------------------------------------------------ submissions from outside

  /** Starts a goroutine from a thread that holds no P. Never blocks. */
  @SpecAction("Scheduler!Submit")
  public void submit(G g) {
    enqueue(Step.SUBMIT, g, g.start());
  }

  /** Readies a waiting goroutine from a thread that holds no P. Never blocks. */
  @SpecAction("Scheduler!Inject")
  public void inject(G g) {
    long n = g.ready();
    if (n >= 0) {
      enqueue(Step.INJECT, g, n);
    }
  }

  @SpecAction("Wakeup!PutOutside")
  private void enqueue(Step kind, G g, long transition) {
    long position = global.put(g);
    // Submitter, step 2. The put ended in a volatile compare-and-set and the read of `idle` is
    // volatile: both are in the one order of all volatile accesses, as are Release's
    // compare-and-set of `idle` and its look into the queue afterwards (M.recheck). So a sleeper
    // that misses the put is seen here as idle.
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
          0,
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
  record Woken(long version, @Nullable M machine, int processor) {
    int machineId() {
      return machine == null ? -1 : machine.id;
    }
  }

  /** Whether a submitter has to wake an M: the cheap look on the path of every ready. */
  boolean needsWake() {
    return idle.needsWake();
  }

  /** Wakes one M if a P is idle and nobody spins. Never blocks. */
  @SpecAction("Wakeup!SeesNeed")
  @SpecAction("Wakeup!SeesNoNeed")
  @SpecAction("Wakeup!Wake")
  @SpecAction("Wakeup!CasFails")
  Woken wake() {
    for (; ; ) {
      Idle seen = idle;
      if (!seen.needsWake()) {
        return new Woken(seen.version(), null, -1);
      }
      if (seen.machines() == null && seen.started() >= machines.limit()) {
        // The goroutine stays queued for the Ms that there are; the spec assumes an M for every P.
        machines.limitReached();
        return new Woken(seen.version(), null, -1);
      }
      Idle next = seen.handOver();
      if (compareAndSetIdle(seen, next)) {
        return new Woken(next.version(), handOver(seen), topProcessor(seen).id);
      }
    }
  }

  /** Gives the top idle P to the top idle M, or to a new one; the decision has been taken. */
  private M handOver(Idle decided) {
    P p = topProcessor(decided);
    Idle.Stack<M> sleepers = decided.machines();
    if (sleepers != null) {
      M m = sleepers.top();
      m.assign(p);
      return m;
    }
    M m = new M(decided.started(), this, logs == null ? null : logs.ofMachine(decided.started()));
    m.assign(p);
    started.add(m);
    machines.start(m);
    return m;
  }

  private static P topProcessor(Idle state) {
    Idle.Stack<P> processors = state.processors();
    if (processors == null) {
      throw new IllegalStateException("no idle P");
    }
    return processors.top();
  }

  // -------------------------------------------------------------- decisions of an M, for M only

  /** Lists m and its P as idle, and ends m's spinning, in one step; the version. */
  @SpecAction("Wakeup!ReadToRelease")
  @SpecAction("Wakeup!Release")
  @SpecAction("Wakeup!CasFails")
  long release(M m, P p, boolean wasSpinning) {
    for (; ; ) {
      Idle seen = idle;
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
      if (!seen.maySpin(processors.length)) {
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

  private boolean compareAndSetIdle(Idle seen, Idle next) {
    // Volatile: pairs with the volatile reads of `idle` in enqueue, M.ready and wake (see there).
    return IDLE.compareAndSet(this, seen, next);
  }

  // --------------------------------------------------------------------------------- the end

  /** From now on an M that has nothing to do ends. Only when all goroutines have ended. */
  public void stop() {
    stopping = true;
    // Pairs with M.awaitProcessor, which reads `stopping` after it was unparked.
    started.forEach(M::unpark);
  }

  boolean isStopping() {
    return stopping;
  }

  void machineFailed(M m, Throwable failure) {
    machines.failed(m, failure);
  }

  // --------------------------------------------------------------------------------- insight

  /** Whether no M holds a P at this moment. */
  public boolean isQuiet() {
    return idle.idleProcessors() == processors.length;
  }

  /** The version of the idle state: equal readings enclose a time without any decision. */
  public long idleVersion() {
    return idle.version();
  }

  /** Whether all queues are empty, seen one after the other. */
  public boolean queuesAreEmpty() {
    if (!global.isEmpty()) {
      return false;
    }
    for (P p : processors) {
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
  List<M> allMachines() {
    return started;
  }

  /** The Ps. */
  List<P> allProcessors() {
    return List.of(processors);
  }
}
