package dev.handoff.runtime;

import dev.handoff.DeadlockException;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInfo;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.GoroutinePanicException;
import dev.handoff.SchedulerStats;
import dev.handoff.runtime.jfr.GoroutineEnd;
import dev.handoff.runtime.jfr.GoroutineStart;
import dev.handoff.runtime.trace.TraceRecorder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One scheduler with everything that lives and dies with it: the scheduling core, the threads of its
 * Ms, sysmon, the list of its goroutines, and the calls of {@code run} that are under way.
 */
public final class Host implements GoroutineThread.Host {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How long all must have been asleep to be called a deadlock, which is to be found in a second. */
  private static final Duration SUSPICION = Duration.ofMillis(200);

  /** What a builder has collected. */
  public record Settings(
      String name,
      int processors,
      Duration timeSlice,
      int maxThreads,
      boolean deadlockDetection,
      @Nullable Path trace) {}

  private final Settings settings;
  private final Sched sched;
  private final MachineThreads threads;
  private final AllGoroutines goroutines;
  private final @Nullable TraceRecorder recorder;
  private final CopyOnWriteArrayList<MainCall<?>> calls = new CopyOnWriteArrayList<>();
  private final Object lifecycle = new Object();

  /** A failure while no run is active is logged once: that Ms are lacking can be so at every wake-up. */
  private final AtomicBoolean toldOfFailure = new AtomicBoolean();
  private volatile boolean closing; // written under `lifecycle`
  private volatile @Nullable Object owner;
  private @Nullable Sysmon sysmon;
  private @Nullable Thread sysmonThread;

  /** When sysmon last found that there is no deadlock: idle version and timers' epoch. sysmon only. */
  private long cleared = -1;

  private long clearedEpoch;

  /** The {@link CutShort#epoch} up to which nothing was left undone here. sysmon only. */
  private long madeGood;

  /** The idle version at which it first found one, and when. sysmon only. */
  private long suspected = -1;

  private long suspectedSince;

  private Host(
      Settings settings,
      Sched sched,
      MachineThreads threads,
      AllGoroutines goroutines,
      @Nullable TraceRecorder recorder) {
    this.settings = settings;
    this.sched = sched;
    this.threads = threads;
    this.recorder = recorder;
    this.goroutines = goroutines;
  }

  /** A host whose threads have not been started. */
  public static Host create(Settings settings) {
    JdkAccess.require();
    TraceRecorder recorder =
        settings.trace() == null
            ? null
            : TraceRecorder.open(settings.trace(), settings.processors(), Limits.PRODUCTION);
    AllGoroutines goroutines = new AllGoroutines();
    MachineThreads threads =
        new MachineThreads(settings.name(), settings.maxThreads(), goroutines);
    Sched sched =
        new Sched(
            settings.name(), settings.processors(), Limits.PRODUCTION, threads, recorder);
    Host host = new Host(settings, sched, threads, goroutines, recorder);
    threads.onFailure(host::schedulerFailed);
    return host;
  }

  /** Starts sysmon. {@code owner} is the public face of this host. */
  public void start(Object owner) {
    this.owner = owner;
    Sysmon monitor = new Sysmon(sched, settings.timeSlice(), this::tick);
    sysmon = monitor;
    Thread thread = new Thread(null, monitor, settings.name() + "/sysmon", 0, false);
    thread.setDaemon(true);
    sysmonThread = thread;
    thread.start();
  }

  /** The object that {@link #start} was given. */
  public @Nullable Object owner() {
    return owner;
  }

  public String name() {
    return settings.name();
  }

  @Override
  public Sched sched() {
    return sched;
  }

  /** Changes the number of Ps; the number before. */
  public int setProcessors(int count) {
    return sched.setProcessors(count);
  }

  @Override
  public long coarseClock() {
    Sysmon monitor = sysmon;
    return monitor == null ? 0 : monitor.clock();
  }

  /** The goroutines that have not ended. */
  public List<GoroutineThread> living() {
    return goroutines.living();
  }

  // --------------------------------------------------------------------------------- insight

  /** How many goroutines have not ended. */
  public int countLiving() {
    int[] count = {0};
    goroutines.forEach(g -> count[0]++);
    return count[0];
  }

  /** Each goroutine at a moment of its own, at most {@code limit} of them. */
  public List<GoroutineInfo> snapshot(long limit) {
    return Snapshot.of(living(), limit);
  }

  /** All counters; walks over all goroutines to count them by state. */
  public SchedulerStats stats() {
    return Stats.of(sched, Census.of(goroutines));
  }

  /** The same without that walk: no goroutines are counted. */
  public SchedulerStats statsOfScheduling() {
    return Stats.of(sched, Census.NONE);
  }

  // --------------------------------------------------------------------------------- starting

  /** Starts a goroutine from any thread. */
  public GoroutineThread go(@Nullable String name, Goroutine.Body body) {
    GoroutineThread caller = GoroutineThread.currentOrNull();
    GoroutineThread g;
    if (caller != null && caller.host() == this) {
      refuseIfClosing();
      Statements.checkpoint();
      g = GoroutineThread.create(runningHere().nextId(), this, name, body);
    } else {
      caller = null;
      g = GoroutineThread.create(sched.nextId(), this, name, body);
    }
    try {
      enlist(g, caller);
      if (GoroutineStart.isOn()) {
        GoroutineStart.emit(settings.name(), g.id(), g.name());
      }
      g.launch();
    } catch (RuntimeException | Error e) {
      g.joiners = GoroutineThread.ENDED; // else close() would wait for it; there may be no stack for a call
      throw e;
    }
    return g;
  }

  private void enlist(GoroutineThread g, @Nullable GoroutineThread caller) {
    if (caller == null) {
      // Under the lock, so that close() either refuses it or finds it in the list.
      synchronized (lifecycle) {
        refuseIfClosing();
        goroutines.addFromOutside(g);
      }
      return;
    }
    MachineThread here = MachineThread.carrier();
    if (here == null) {
      throw new IllegalStateException(caller + " is on no M");
    }
    here.spawned().add(g);
  }

  private static Running runningHere() {
    return GoroutineThread.currentMachine().running();
  }

  @Override
  public void startFromTimer(Goroutine.Body body, @Nullable ClassLoader loader) {
    GoroutineThread g = GoroutineThread.create(sched.nextId(), this, null, body);
    g.thread().setContextClassLoader(loader);
    synchronized (lifecycle) {
      if (closing) {
        return;
      }
      goroutines.addFromOutside(g);
    }
    g.launch();
  }

  private void refuseIfClosing() {
    if (closing) {
      throw new IllegalStateException(settings.name() + " is closed: it starts no more goroutines");
    }
  }

  // ------------------------------------------------------------------------------ main goroutines

  /** Runs main as a goroutine and waits for its end. */
  public <T extends @Nullable Object> T call(Callable<T> main) {
    GoroutineThread caller = GoroutineThread.currentOrNull();
    if (caller != null && caller.host() == this) {
      throw new IllegalStateException(
          "run and call wait for a main goroutine; from a goroutine of the same scheduler use Go.go");
    }
    MainCall<T> call = new MainCall<>(main, Thread.currentThread());
    calls.add(call);
    try {
      call.begun(go("main", call));
      return call.await();
    } finally {
      calls.remove(call);
    }
  }

  @Override
  public void ended(GoroutineThread g, @Nullable Throwable failure) {
    if (GoroutineEnd.isOn()) {
      GoroutineEnd.emit(settings.name(), g.id(), g.name(), failure);
    }
    if (failure == null || (closing && isInterruption(failure))) {
      return;
    }
    if (calls.isEmpty()) {
      tellHandler(g.thread(), failure);
      return;
    }
    for (MainCall<?> call : calls) {
      call.fail(new GoroutinePanicException(g.name(), failure));
    }
  }

  /** As the JVM does: what the handler throws is ignored. */
  private static void tellHandler(Thread thread, Throwable failure) {
    Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
    if (handler == null) {
      return; // a thread that has ended has none, but this one is calling
    }
    try {
      handler.uncaughtException(thread, failure);
    } catch (Throwable ignored) {
      // nobody is left to be told
    }
  }

  private static boolean isInterruption(Throwable failure) {
    return failure instanceof InterruptedException
        || failure instanceof GoroutineInterruptedException;
  }

  private void schedulerFailed(Supplier<Throwable> cause) {
    if (calls.isEmpty() && toldOfFailure.compareAndSet(false, true)) {
      String what = settings.name() + " failed while no run was active";
      System.getLogger("dev.handoff").log(System.Logger.Level.ERROR, what, cause.get());
    }
    for (MainCall<?> call : calls) {
      if (!call.hasOutcome()) {
        Throwable failure = cause.get();
        call.fail(
            failure instanceof IllegalStateException known
                ? known
                : new IllegalStateException(settings.name() + " failed: " + failure, failure));
      }
    }
  }

  /** Runs on sysmon, every few milliseconds. */
  private void tick() {
    long epoch = CutShort.epoch();
    if (epoch != madeGood) {
      madeGood = epoch; // before: if this is cut short too, the epoch changes again
      makeGood();
    }
    sched.timers().tick();
    checkDeadlock();
  }

  private void makeGood() {
    try {
      sched.makeGood();
      goroutines.forEach(sched::readyIfLeft);
    } catch (OutOfMemoryError e) {
      CutShort.happened = true;
      throw e;
    }
  }

  // --------------------------------------------------------------------------------- deadlock

  /**
   * Runs on sysmon. The state is judged between two equal readings of the idle version, with no M
   * holding a P and all queues empty: nothing moved in between, so what was seen one after the other
   * was true at once. Between two equal readings of the timers' epoch, with nobody firing any, no timer
   * has fired without a P either.
   */
  private void checkDeadlock() {
    long version = sched.idleVersion();
    long epoch = sched.timers().epoch();
    boolean known = version == cleared && epoch == clearedEpoch;
    if (calls.isEmpty() || known || !isAsleep()) {
      return;
    }
    boolean begun = calls.stream().allMatch(MainCall::hasBegun);
    boolean stuck =
        begun
            && !sched.timers().mayStartGoroutines()
            && goroutines.allMatch(Host::waitsForAnother);
    List<GoroutineThread> living = stuck ? goroutines.living() : List.of();
    String dump = dump(living);
    if (!isAsleep()
        || sched.idleVersion() != version
        || sched.timers().epoch() != epoch) {
      return;
    }
    if (!begun) {
      return; // its goroutine comes with the next version
    }
    if (!stuck || closing) {
      cleared = version;
      clearedEpoch = epoch;
      return;
    }
    if (!hasLasted(version)) {
      return;
    }
    if (!living.isEmpty() && settings.deadlockDetection()) {
      sched.reportDeadlock(version);
    }
    for (MainCall<?> call : calls) {
      if (living.isEmpty() ? call.hasExited() : settings.deadlockDetection()) {
        call.fail(
            new DeadlockException(
                living.isEmpty()
                    ? "no goroutines (main called Go.exit()) - deadlock!"
                    : "all goroutines are asleep - deadlock!" + dump));
      }
    }
  }

  /**
   * Whether that has been so for a while. The JDK may hold a wake-up back for the moment in which
   * somebody walks the stack of the goroutine, and a call of run may just have begun.
   */
  private boolean hasLasted(long version) {
    long now = System.nanoTime();
    if (version != suspected) {
      suspected = version;
      suspectedSince = now;
    }
    return now - suspectedSince >= SUSPICION.toNanos();
  }

  private boolean isAsleep() {
    return sched.isQuiet() && sched.queuesAreEmpty() && !sched.timers().isFiring();
  }

  /** Whether nobody but another goroutine can wake this one: no timer, and nobody outside. */
  private static boolean waitsForAnother(GoroutineThread g) {
    Parking.Wait wait = g.waiting();
    return g.status() == GStatus.WAITING
        && !g.isInCall()
        && wait != null
        && !wait.reason().isTimed()
        && !waitsForTimer(wait);
  }

  private static boolean waitsForTimer(Parking.Wait wait) {
    Object on = wait.on();
    return on != null && ChannelAccess.get().awaitsTimer(on);
  }

  private static String dump(List<GoroutineThread> living) {
    return living.stream()
        .map(g -> System.lineSeparator() + "  " + line(g))
        .collect(Collectors.joining());
  }

  private static String line(GoroutineThread g) {
    Parking.Wait wait = g.waiting();
    String doing = wait == null ? g.state().name().toLowerCase(Locale.ROOT) : wait.text();
    return "goroutine " + g.id() + " (" + g.name() + ") [" + doing + "]";
  }

  // ------------------------------------------------------------------------------------ ending

  /** Ends everything; see {@code Scheduler.close}. */
  public void close() {
    GoroutineThread caller = GoroutineThread.currentOrNull();
    if (caller != null && caller.host() == this) {
      throw new IllegalStateException(
          settings.name() + " cannot be closed by its own goroutine " + caller.name());
    }
    synchronized (lifecycle) {
      if (closing) {
        return;
      }
      closing = true;
    }
    boolean ended = false;
    try {
      endGoroutines();
      ended = true;
    } finally {
      stop(ended);
    }
  }

  /** Ends all threads; those that still run a goroutine, if any, end by themselves when that does. */
  private void stop(boolean goroutinesHaveEnded) {
    sched.timers().close();
    sched.stop();
    if (goroutinesHaveEnded) {
      threads.join();
    }
    Sysmon monitor = sysmon;
    Thread thread = sysmonThread;
    if (monitor != null && thread != null) {
      monitor.stop(thread);
      MachineThreads.join(thread);
    }
    if (recorder != null && goroutinesHaveEnded) {
      recorder.close();
    }
  }

  /** A goroutine may start another before it notices; that one is then found in the next round. */
  private void endGoroutines() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    // Two looks that find none: while the first was under way one may have started another and ended.
    for (int empty = 0; empty < 2; ) {
      List<GoroutineThread> left = living();
      empty = left.isEmpty() ? empty + 1 : 0;
      for (GoroutineThread g : left) {
        g.thread().interrupt();
      }
      for (GoroutineThread g : left) {
        if (!g.awaitEnd(deadline)) {
          throw new IllegalStateException(
              settings.name() + " cannot close: it was interrupted but has not ended: " + line(g));
        }
      }
    }
  }
}
