package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How an M sleeps until it is given a P, and how its thread ends when it is one M too many.
 *
 * <p>The M keeps its place in the idle list when its thread ends; whoever gives it a P starts another
 * thread. So the end of a thread is nothing that the spec need know of.
 *
 * <p>Spec: the sleeper of Wakeup.tla. Go's counterpart: {@code stopm}, {@code notesleep}. What is
 * marked as any thread's may be called by any; the rest by the M's own.
 */
final class Sleeper {
  private static final VarHandle GIVEN;

  static {
    try {
      GIVEN = MethodHandles.lookup().findVarHandle(Sleeper.class, "given", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** In {@link #given}: the M's thread has ended, as it had nothing to do. */
  private static final Object THREAD_ENDED = new Object();

  private final M m;
  private final Sched sched;

  /** Volatile: set again when the thread is started again, and read by whoever unparks. */
  private volatile @Nullable Parker parker;

  /** A {@link Gift} by whoever took this M from the idle list, cleared by the M; or THREAD_ENDED. */
  private volatile @Nullable Object given = THREAD_ENDED; // it has not begun, which is the same

  /** When it began to sleep, by System.nanoTime. */
  private long asleepSince;

  Sleeper(M m) {
    this.m = m;
    this.sched = m.sched;
  }

  /** By whoever starts the M's thread, before it does. */
  void setParker(Parker p) {
    parker = p;
  }

  /** Sleeps until it is given a P; false when its thread is to end. */
  @SpecAction("Wakeup!SeesAssigned")
  @SpecAction("Wakeup!SeesNone")
  boolean awaitGift() {
    asleepSince = System.nanoTime();
    while (given == null) {
      if (sched.isStopping() || (hasSleptEnough() && end())) {
        return false;
      }
      if (m.locked != null) {
        parkThread(); // no keeper: it may be handed its goroutine, and then looks at nothing else
      } else {
        sched.timers().keeper().sleep(m);
      }
    }
    return true;
  }

  /** Whether this M is one too many and has slept so long that its thread should end. */
  boolean hasSleptEnough() {
    long keepAlive = sched.keepAliveNanos(m);
    return keepAlive != Long.MAX_VALUE && System.nanoTime() - asleepSince >= keepAlive;
  }

  /** Ends the thread, unless there is a gift, or timers need an M that sleeps until they are due. */
  private boolean end() {
    // Races with getAndSet in give(): either the gift is seen here, or the giver starts a thread.
    if (!GIVEN.compareAndSet(this, null, THREAD_ENDED)) {
      return false;
    }
    // After that, as whoever adds a timer looks at `given' afterwards (Sched.rouse): one sees the
    // other. Where the compareAndSet fails, somebody has started another thread.
    asleepSince = System.nanoTime();
    return !sched.timers().keeper().isMissing()
        || !GIVEN.compareAndSet(this, THREAD_ENDED, null);
  }

  /** The thread ends by a failure; whether there is a gift, for which another has to be started. */
  boolean abandon() {
    return !GIVEN.compareAndSet(this, null, THREAD_ENDED); // races with give()
  }

  /** Whether its thread has ended. Any thread. */
  boolean hasEnded() {
    return given == THREAD_ENDED; // volatile: see end()
  }

  /** Its thread has ended and is to be started again without a gift; by whom this returns true. */
  boolean beginAgain() {
    return GIVEN.compareAndSet(this, THREAD_ENDED, null); // races with give() and end()
  }

  /** Whether a gift has been made that this M has not yet taken. */
  boolean hasGift() {
    return given != null;
  }

  /** Takes what was given, after {@link #awaitGift}; what the giver did is visible from then on. */
  Gift take() {
    if (!(given instanceof Gift gift)) {
      throw new IllegalStateException(m + " was given " + given);
    }
    given = null;
    return gift;
  }

  /**
   * A giver has taken this M from the idle list, or it is locked and waits.
   *
   * @return whether the M's thread has ended, so that the caller has to start another
   */
  @SpecAction("Wakeup!StoreAssigned")
  boolean give(Gift gift) {
    // Volatile: pairs with the reads in awaitGift and hasGift, and publishes the P's fields.
    boolean ended = GIVEN.getAndSet(this, gift) == THREAD_ENDED;
    if (!ended) {
      unpark();
    }
    return ended;
  }

  /** Blocks until unparked, or until its thread should end. May return for no reason. */
  @SpecAction("Wakeup!Unparked")
  @SpecAction("Wakeup!SpuriousReturn")
  void parkThread() {
    Parker own = parker;
    long keepAlive = sched.keepAliveNanos(m);
    if (own != null && keepAlive == Long.MAX_VALUE) {
      own.park();
    } else if (own != null) {
      own.pause(keepAlive);
    }
  }

  /** As {@link #parkThread()}, at most for so many nanoseconds. */
  @SpecAction("Wakeup!Unparked")
  @SpecAction("Wakeup!SpuriousReturn")
  void parkThread(long nanos) {
    Parker own = parker;
    if (own != null) {
      own.pause(nanos);
    }
  }

  /** A short sleep. Unlike {@link #awaitGift} no loop: a permit that ends it early does no harm. */
  @SpecAction("Wakeup!ParkElsewhere")
  void pauseThread(long nanos) {
    Parker own = parker;
    if (own != null) {
      own.pause(nanos);
    }
  }

  @SpecAction("Wakeup!Unpark")
  void unpark() {
    Parker own = parker;
    if (own != null) {
      own.unpark();
    }
  }
}
