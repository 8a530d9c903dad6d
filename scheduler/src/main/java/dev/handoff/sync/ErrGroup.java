package dev.handoff.sync;

import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.Scheduler;
import dev.handoff.context.Context;
import dev.handoff.runtime.GoroutineThread;
import dev.handoff.runtime.WaitReason;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A group of goroutines that work on one task, as Go's {@code golang.org/x/sync/errgroup}. A body that
 * throws is no panic: {@link #await} throws the first such failure.
 *
 * <p>What precedes {@link #go} happens-before the body; the end of each body happens-before the return
 * of {@code await}, however it returns, and before a {@code go} that waited for its slot returns.
 */
public final class ErrGroup {
  private final WaitGroup group = new WaitGroup();

  /** The first failure. */
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** One permit for each goroutine that may be active; null: no limit. */
  private volatile @Nullable Semaphore slots;

  private final Context.Cancellable context;

  /** A group without goroutines, and without a limit; its context is below the background. */
  public ErrGroup() {
    this(Context.background());
  }

  /** A group without goroutines, and without a limit; its context is below {@code parent}. */
  public ErrGroup(Context parent) {
    context = Objects.requireNonNull(parent, "parent").withCancel();
  }

  /**
   * The context of the group, for its bodies to watch. The first failure cancels it, and is its cause;
   * {@link #await} cancels it in any case.
   */
  public Context context() {
    return context;
  }

  /**
   * Lets at most {@code n} goroutines of the group be active at a time: {@link #go} waits for its turn.
   * Zero lets none be started, and a negative number any number.
   *
   * @return this group
   * @throws IllegalStateException if goroutines of the group are active
   */
  public ErrGroup limit(int n) {
    int active = group.count();
    if (active > 0) {
      throw new IllegalStateException(
          "limit set to " + n + " while " + active
              + " goroutines of the group are active: set it before the first go, or after await");
    }
    slots = n < 0 ? null : new Semaphore(n);
    return this;
  }

  /**
   * Starts a goroutine of the group, in the scheduler of the calling goroutine; waits while as many are
   * active as the limit allows.
   *
   * @throws IllegalStateException if the caller is no goroutine, or the scheduler is being closed
   * @throws GoroutineInterruptedException if the caller has to wait and its thread is interrupted; the
   *     interrupt flag stays set, and nothing was started
   */
  public void go(Goroutine.Body body) {
    Objects.requireNonNull(body, "body");
    Scheduler.current(); // before it takes a slot
    Semaphore taken = slots;
    if (taken != null) {
      taken.acquire(1, WaitReason.ERR_GROUP_GO, this);
    }
    group.add(1);
    boolean started = false;
    try {
      Go.go(() -> run(body, taken));
      started = true;
    } finally {
      if (!started) {
        leave(taken);
      }
    }
  }

  private void run(Goroutine.Body body, @Nullable Semaphore taken) {
    try {
      body.run();
    } catch (GoroutineThread.Exit exit) {
      throw exit; // Go.exit(): no failure
    } catch (Throwable t) {
      if (failure.compareAndSet(null, t)) {
        context.cancel(t);
      }
    } finally {
      leave(taken);
    }
  }

  private void leave(@Nullable Semaphore taken) {
    if (taken != null) {
      taken.release(1);
    }
    group.done();
  }

  /**
   * Waits until all goroutines of the group have ended, cancels the context, and throws the first
   * failure, if any: the very throwable that came out of the body.
   *
   * @throws Exception that failure; an {@code Error} is thrown as well
   * @throws GoroutineInterruptedException if the caller has to wait and its thread is interrupted; the
   *     interrupt flag stays set
   */
  public void await() throws Exception {
    try {
      group.await(WaitReason.ERR_GROUP_AWAIT, this);
    } finally {
      context.cancel();
    }
    Throwable first = failure.get();
    if (first != null) {
      throw ErrGroup.<Exception>unchanged(first);
    }
  }

  /** The same throwable, of whatever type it is. */
  @SuppressWarnings("unchecked") // erased: nothing is cast
  private static <T extends Throwable> T unchanged(Throwable t) throws T {
    throw (T) t;
  }

  @Override
  public String toString() {
    return "ErrGroup@"
        + Integer.toHexString(System.identityHashCode(this))
        + "[" + group.count() + " active" + (failure.get() == null ? "" : ", failed") + "]";
  }
}
