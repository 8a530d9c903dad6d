package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A goroutine, as the scheduler sees it: something that can be resumed, with a status.
 *
 * <p>The status and the number of transitions so far are packed into one word, so that a transition
 * is one atomic step and every transition of a goroutine has a number. The numbers order a recorded
 * run.
 *
 * <pre>
 *   63                                   3 2      0
 *  +--------------------------------------+--------+
 *  | transitions                          | status |
 *  +--------------------------------------+--------+
 * </pre>
 *
 * <p>Who takes which transition:
 *
 * <ul>
 *   <li>unborn to runnable: the thread that starts the goroutine;
 *   <li>runnable to running, running to runnable (yield), running to dead: the M that runs it;
 *   <li>running to waiting: the M that ran it, <em>after</em> the goroutine has unmounted;
 *   <li>waiting to runnable: a waker, or that M itself, where the wake-up came before it had stored
 *       that the goroutine waits ({@link #ready});
 *   <li>into and out of a system call: the goroutine's own code, on its M. A call that waits in the
 *       JDK takes the goroutine off its M, which is then like a wait.
 * </ul>
 */
public abstract class G {
  private static final int STATUS_BITS = 3;
  private static final long STATUS_MASK = (1 << STATUS_BITS) - 1;
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(G.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long id;
  private volatile long word = GStatus.UNBORN.ordinal();

  /**
   * When it became runnable, by {@code System.nanoTime}, if {@link RunLatency#samples} chose that
   * transition. Written by whoever makes it runnable, before the goroutine passes through a queue;
   * read by the M that takes it out, as {@link RunQueue} and {@link GlobalQueue} publish it.
   */
  private long runnableSince;

  /** The next of those that an M could not put into a queue: see {@link Running#putBack}. That M only. */
  @Nullable G nextUnstowed;

  /** Plain: another M reads it only after it has taken the goroutine from a queue. */
  private @Nullable M lockedTo;

  protected G(long id) {
    this.id = id;
  }

  /** Unique in its scheduler, never reused. */
  public final long id() {
    return id;
  }

  /** Runs the goroutine on the calling thread until it parks, yields or ends. */
  protected abstract void resume();

  /** The status at this moment. */
  public final GStatus status() {
    return GStatus.of((int) (word & STATUS_MASK));
  }

  /** How many transitions the goroutine has made. */
  final long transitions() {
    return word >>> STATUS_BITS;
  }

  /** Unborn to runnable; the number of this transition. */
  final long start() {
    return move(GStatus.UNBORN, GStatus.RUNNABLE);
  }

  /** Runnable to running, by the M that took the goroutine from a queue. */
  @SpecAction("Parking!ExecuteLook")
  @SpecAction("Parking!ExecuteStore")
  final long execute() {
    return move(GStatus.RUNNABLE, GStatus.RUNNING);
  }

  /** Whether its code is in a system call, so that it goes on in one when it is executed again. */
  protected boolean isInCall() {
    return false;
  }

  /** The M that this goroutine is locked to, or null. Written by its own code, on that M. */
  final @Nullable M lockedTo() {
    return lockedTo;
  }

  final void lockTo(@Nullable M m) {
    lockedTo = m;
  }

  /** Running to in a system call, by its own code. */
  final long enterSyscall() {
    return move(GStatus.RUNNING, GStatus.SYSCALL);
  }

  /** In a system call to running, by its own code. */
  final long exitSyscall() {
    return move(GStatus.SYSCALL, GStatus.RUNNING);
  }

  /** Running or in a system call to runnable, by an M that has no P for it. */
  final long requeue() {
    return move(status() == GStatus.SYSCALL ? GStatus.SYSCALL : GStatus.RUNNING, GStatus.RUNNABLE);
  }

  /** Running to runnable, by its M. */
  @SpecAction("Parking!YieldLook")
  @SpecAction("Parking!YieldStore")
  final long yield() {
    return move(GStatus.RUNNING, GStatus.RUNNABLE);
  }

  /** Running to dead, by its M. */
  final long exit() {
    return move(GStatus.RUNNING, GStatus.DEAD);
  }

  /**
   * Running to waiting, by its M, when it has come back. Afterwards the M has to look at the carrier:
   * see {@link #ready}.
   *
   * @param last the number of its last transition
   * @return the number of this one
   */
  @SpecAction("Parking!Park")
  final long park(long last) {
    return store(last + 1, GStatus.WAITING);
  }

  /** The same of a goroutine whose system call waits in the JDK. */
  final long parkInSyscall(long last) {
    return store(last + 1, GStatus.SYSCALL_ON_NONE);
  }

  private long store(long transition, GStatus status) {
    // Volatile, with a full fence after it: the M's look at the carrier must not go before it. Nobody
    // else writes now. Pairs with the read in ready().
    word = pack(transition, status);
    return transition;
  }

  /**
   * Waiting to runnable. May be called at any time after the carrier has become runnable, and more
   * than once for one wake-up (the JDK does so after it was asked for the stack of a runnable thread):
   *
   * <ol>
   *   <li>it is runnable: it is in a queue, and a run that begins later will see the wake-up;
   *   <li>it is running: its M, when it has stored that it waits, looks whether the carrier is
   *       runnable ({@link #carrierIsRunnable}), and readies it then. The carrier became runnable before
   *       this look at the word; the M looks at the carrier after its store of the word: one of the two
   *       sees the other.
   * </ol>
   *
   * @return the number of the transition, or -1 if there was nothing to do for the caller
   */
  @SpecAction("Parking!ReadyLook")
  @SpecAction("Parking!ReadyCas")
  final long ready() {
    for (; ; ) {
      long seen = word;
      switch (GStatus.of((int) (seen & STATUS_MASK))) {
        case WAITING, SYSCALL_ON_NONE -> {
          long next = (seen >>> STATUS_BITS) + 1;
          markRunnable(next);
          // Pairs with itself: of several who ready it for one wake-up, one queues it.
          if (WORD.compareAndSet(this, seen, pack(next, GStatus.RUNNABLE))) {
            return next;
          }
        }
        case RUNNABLE, RUNNING, SYSCALL, DEAD -> {
          return -1;
        }
        case UNBORN -> throw new IllegalStateException(this + " was readied while unborn");
      }
    }
  }

  /** Whether the carrier wants to be run. Asked by the M that has just seen it come back. */
  protected boolean carrierIsRunnable() {
    return false;
  }

  /**
   * A transition that only the calling thread can take now, hence no compare-and-set. What it expects
   * is checked all the same: it turns a goroutine that two Ms run from silent corruption into an error.
   */
  private long move(GStatus from, GStatus to) {
    long seen = word;
    long next = (seen >>> STATUS_BITS) + 1;
    if ((seen & STATUS_MASK) != from.ordinal()) {
      throw new IllegalStateException(this + " is " + status() + ", expected " + from);
    }
    if (to == GStatus.RUNNABLE) {
      markRunnable(next);
    }
    // Release: pairs with the reads in ready(), which come after the goroutine has passed through a
    // queue or through the carrier, and with status().
    WORD.setRelease(this, pack(next, to));
    return next;
  }

  private void markRunnable(long transition) {
    if (RunLatency.samples(id, transition)) {
      runnableSince = System.nanoTime();
    }
  }

  /** Counts how long it was runnable, if that is sampled; {@code executed} came of {@link #execute}. */
  final void countWait(long executed, RunLatency latency) {
    if (RunLatency.samples(id, executed - 1)) {
      latency.add(System.nanoTime() - runnableSince);
    }
  }

  private static long pack(long transitions, GStatus status) {
    return transitions << STATUS_BITS | status.ordinal();
  }
}
