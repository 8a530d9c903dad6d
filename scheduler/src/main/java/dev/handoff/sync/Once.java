package dev.handoff.sync;

import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.WaitReason;
import java.util.Objects;

/**
 * Go's {@code sync.Once}: of all that it is told to run it runs the first, and nothing afterwards.
 *
 * <p>The end of what it runs happens-before the return of every call of {@link #run}.
 */
public final class Once {
  private final Mutex mutex = new Mutex();

  /** Written under {@link #mutex}. Volatile: the write pairs with the read that skips the mutex. */
  private volatile boolean done;

  /** One that has run nothing yet. */
  public Once() {}

  /**
   * Runs it if this is the first call; or else waits until the first has ended. One that throws, or
   * exits its goroutine, has run as well: its exception comes out of the first call only, and no other
   * is run. One that calls {@code run} of the same {@code Once} waits for itself, for ever.
   *
   * @throws GoroutineInterruptedException if the caller has to wait and its thread is interrupted; the
   *     interrupt flag stays set
   */
  public void run(Runnable once) {
    Objects.requireNonNull(once, "once");
    if (!done) {
      runFirst(once);
    }
  }

  private void runFirst(Runnable once) {
    mutex.lock(WaitReason.ONCE, this);
    try {
      if (!done) {
        try {
          once.run();
        } finally {
          done = true;
        }
      }
    } finally {
      mutex.unlock();
    }
  }

  @Override
  public String toString() {
    return "Once@" + Integer.toHexString(System.identityHashCode(this)) + (done ? "[done]" : "[not done]");
  }
}
