package dev.handoff.runtime;

import dev.handoff.Goroutine;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.checkerframework.checker.nullness.qual.MonotonicNonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A goroutine carried by a virtual thread, and the scheduler of that virtual thread: the JDK hands
 * {@link #execute} the thread's continuation whenever the thread becomes runnable.
 *
 * <p>{@code execute} is called on whatever thread made it so: a goroutine, an M that is just
 * unmounting a goroutine, the JDK's timer or monitor unblocker, a thread outside. It never blocks
 * and takes no lock. Other virtual threads that this goroutine starts through the JDK's own API
 * inherit it as their scheduler; their continuations are passed on to the JDK's scheduler.
 */
public final class GoroutineThread extends G implements Goroutine, Executor {
  /** What a goroutine needs of the scheduler that it belongs to. */
  public interface Host {
    Sched sched();

    /** The goroutine has ended its body, with the throwable that came out of it or with null. */
    void ended(GoroutineThread g, @Nullable Throwable failure);

    /** Starts a goroutine for a timer that is due; if the host is closing it does nothing. */
    void startFromTimer(Body body, @Nullable ClassLoader loader);

    /** A clock that ticks every few milliseconds, in milliseconds since the epoch. */
    long coarseClock();
  }

  private static final VarHandle JOINERS;
  private static final VarHandle WAIT_REASON;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      JOINERS = lookup.findVarHandle(GoroutineThread.class, "joiners", Joiner.class);
      WAIT_REASON = lookup.findVarHandle(GoroutineThread.class, "waitReason", WaitReason.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A thread that waits for the end of a goroutine, and the next such. */
  record Joiner(@Nullable Thread thread, @Nullable Joiner next) {}

  /** Stands for "has ended, or will never be started": nobody joins any more. */
  static final Joiner ENDED = new Joiner(null, null);

  private final Host host;
  private final @Nullable String name;
  private @MonotonicNonNull Thread thread;
  private @Nullable Body body;

  /** The thread's continuation, the same object each time. Written once, by the starting thread. */
  private @Nullable Runnable continuation;

  volatile @Nullable Joiner joiners;

  /** How many calls of {@code Go.blocking} it is in, one within the other. Written by itself. */
  private volatile int syscalls;

  /** How often {@code Go.lockOsThread} was called and not undone. Its own. */
  private int locks;

  // What the goroutine waits for. Written by the goroutine, read by whoever looks; the fields are
  // published by `waitReason`, which is written last and cleared first.
  private @Nullable WaitReason waitReason;
  private @Nullable Object waitObject;
  private long waitSince;

  private GoroutineThread(long id, Host host, @Nullable String name, Body body) {
    super(id);
    this.host = host;
    this.name = name;
    this.body = body;
  }

  /** A goroutine that has not been started. */
  public static GoroutineThread create(long id, Host host, @Nullable String name, Body body) {
    GoroutineThread g = new GoroutineThread(id, host, name, body);
    Thread thread = VirtualThreads.newThread(g, name, g::main);
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    if (loader != thread.getContextClassLoader()) {
      thread.setContextClassLoader(loader);
    }
    g.thread = thread;
    return g;
  }

  /** The goroutine that runs on the calling thread, or null. */
  public static @Nullable GoroutineThread currentOrNull() {
    M m = MachineThread.current();
    return m != null
            && m.current() instanceof GoroutineThread g
            && g.thread == Thread.currentThread()
        ? g
        : null;
  }

  /** The M that runs the calling goroutine. */
  static M currentMachine() {
    M m = MachineThread.current();
    if (m == null) {
      throw new IllegalStateException("not on an M");
    }
    return m;
  }

  /** Whether this goroutine belongs to that scheduler. */
  public Host host() {
    return host;
  }

  // ----------------------------------------------------------------------------- life and death

  /** Makes the goroutine runnable: on the caller's M if that is of this scheduler. */
  public void launch() {
    thread().start();
  }

  /** Called by the JDK: the thread is runnable. */
  @Override
  public void execute(Runnable task) {
    try {
      submit(task);
    } catch (StackOverflowError | OutOfMemoryError e) {
      CutShort.happened = true; // of a thread that has run before the JDK forgets that it is runnable
      throw e;
    }
  }

  private void submit(Runnable task) {
    Runnable own = continuation;
    if (own == null) {
      continuation = task;
      M m = machineOfCaller();
      if (m != null) {
        m.running().spawn(this);
      } else {
        host.sched().submit(this);
      }
    } else if (task != own) {
      VirtualThreads.defaultScheduler().execute(task);
    } else {
      resubmit();
    }
  }

  @SpecAction("Parking!Enqueue")
  private void resubmit() {
    M carrier = MachineThread.current();
    if (carrier != null && carrier.resubmitted(this)) {
      return;
    }
    M m = machineOfCaller();
    if (m != null) {
      m.running().ready(this);
    } else {
      host.sched().inject(this);
    }
  }

  /** The M of this scheduler on which the calling goroutine runs; null for all other threads. */
  private @Nullable M machineOfCaller() {
    // An M that is itself the current thread stands between two goroutines: it submits as any
    // other thread does, because its step has not ended.
    if (!Thread.currentThread().isVirtual()) {
      return null;
    }
    M m = MachineThread.current();
    return m != null && m.sched() == host.sched() ? m : null;
  }

  @Override
  protected void resume() {
    Runnable own = continuation;
    if (own == null) {
      throw new IllegalStateException(this + " was never started");
    }
    own.run();
  }

  @Override
  protected boolean carrierIsRunnable() {
    return thread().getState() == Thread.State.RUNNABLE;
  }

  /** The virtual thread's task. */
  private void main() {
    Throwable failure = null;
    try {
      Body own = body;
      body = null;
      if (own != null) {
        own.run();
      }
    } catch (Exit exit) {
      // Go.exit(): the finally blocks have run.
    } catch (Throwable t) {
      failure = t;
    }
    end(failure);
  }

  private void end(@Nullable Throwable failure) {
    try {
      endCalls();
      host.ended(this, failure);
    } finally {
      // Volatile: what the goroutine did happens-before what follows a join (awaitEnd reads it).
      Joiner waiting = (Joiner) JOINERS.getAndSet(this, ENDED);
      while (waiting != null) {
        if (waiting.thread() != null) {
          Parking.unpark(waiting.thread());
        }
        waiting = waiting.next();
      }
      currentMachine().markExited();
    }
  }

  /** A call may have returned without a P while the goroutine was pinned; nothing pins it here. */
  private static void endCalls() {
    while (!currentMachine().running().exitSyscall()) {
      Thread.yield();
    }
  }

  /** What {@code Go.exit()} throws. No stack trace: it is no failure. */
  public static final class Exit extends Error {
    private static final long serialVersionUID = 1L;

    public Exit() {
      super("Go.exit()", null, false, false);
    }
  }

  // -------------------------------------------------------------------------------- as Goroutine

  @Override
  public String name() {
    return name == null ? "goroutine-" + id() : name;
  }

  @Override
  public State state() {
    if (isDone()) {
      return State.DEAD;
    }
    return switch (status()) {
      case UNBORN, RUNNABLE -> State.RUNNABLE;
      case RUNNING, SYSCALL -> syscalls > 0 ? State.SYSCALL : State.RUNNING;
      case WAITING, SYSCALL_ON_NONE -> syscalls > 0 ? State.SYSCALL : State.WAITING;
      case DEAD -> State.DEAD;
    };
  }

  @Override
  public boolean isDone() {
    return joiners == ENDED;
  }

  @Override
  public Thread thread() {
    Thread t = thread;
    if (t == null) {
      throw new IllegalStateException(this + " has no thread yet");
    }
    return t;
  }

  @Override
  public void join() {
    if (isDone()) {
      return;
    }
    Parking.checkInterrupt();
    enlist(Thread.currentThread());
    while (!isDone()) {
      Parking.checkInterrupt();
      Parking.park(WaitReason.JOIN, this);
    }
  }

  /** Waits, at most until the deadline; whether the goroutine has ended. */
  public boolean awaitEnd(long deadlineNanos) {
    enlist(Thread.currentThread());
    boolean interrupted = false; // with the flag set no park would last
    long left = deadlineNanos - System.nanoTime();
    while (!isDone() && left > 0) {
      LockSupport.parkNanos(this, left);
      interrupted |= Thread.interrupted();
      left = deadlineNanos - System.nanoTime();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return isDone();
  }

  /** Has that thread unparked when the goroutine ends, if it has not ended. */
  void enlist(Thread waiter) {
    for (; ; ) {
      Joiner seen = joiners;
      // Pairs with getAndSet in end(): either it finds this joiner, or ENDED is seen here.
      if (seen == ENDED || JOINERS.compareAndSet(this, seen, new Joiner(waiter, seen))) {
        return;
      }
    }
  }

  // ------------------------------------------------------------------------------ system calls

  /** Its code begins a call that may block the thread. Only the outermost one counts. */
  void beginCall() {
    StackRoom.require(); // endCall() has to succeed too
    if (++syscalls == 1) { // no other thread writes it
      currentMachine().running().enterSyscall();
    }
  }

  /** The call has returned: the goroutine goes on when it has a P. */
  void endCall() {
    if (--syscalls == 0 && !currentMachine().running().exitSyscall()) {
      Thread.yield();
    }
  }

  /** Whether it is in a call that somebody outside may end. */
  @Override
  protected boolean isInCall() {
    return syscalls > 0;
  }

  // ----------------------------------------------------------------------------- lockOsThread

  /** From now on it runs on its present M only, and that M runs no other; nests. */
  void lockOsThread() {
    if (locks++ == 0) {
      currentMachine().running().lock();
    }
  }

  /** Undoes one {@link #lockOsThread}; nothing if there is none. */
  void unlockOsThread() {
    if (locks > 0 && --locks == 0) {
      currentMachine().running().unlock();
    }
  }

  // -------------------------------------------------------------------------------- wait reasons

  /** It is about to wait here: for another goroutine, or, asleep, for the time. */
  void beginWait(WaitReason reason, Object on) {
    waitObject = on;
    waitSince = host.coarseClock();
    WAIT_REASON.setRelease(this, reason); // pairs with getAcquire in waiting()
  }

  void endWait() {
    WAIT_REASON.setRelease(this, null); // pairs with getAcquire in waiting()
    waitObject = null;
  }

  /** What the goroutine waits for in this library, or null: it does not, or not here. */
  public Parking.@Nullable Wait waiting() {
    WaitReason reason = (@Nullable WaitReason) WAIT_REASON.getAcquire(this); // pairs with beginWait
    return reason == null ? null : new Parking.Wait(reason, waitObject, waitSince);
  }

  @Override
  public String toString() {
    return name() + "[" + state() + "]";
  }
}
