package dev.handoff.runtime;

import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.jfr.GoroutinePark;
import java.util.concurrent.locks.LockSupport;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How the library's own structures wait, on a goroutine or on any other thread.
 *
 * <p>A caller parks in a loop on a state word of its own, never on a bare permit: {@link #park} may
 * return for no reason, and permits of one thread are shared by all that park it.
 *
 * <p>The sleeper publishes itself, then parks; the waker changes the sleeper's word, then unparks.
 * Where the waker is quicker than the park, the thread's permit absorbs it.
 */
public final class Parking {
  private Parking() {}

  /**
   * Parks the current thread once.
   *
   * @param on what it waits for; its {@code toString} appears in dumps
   */
  public static void park(WaitReason reason, Object on) {
    park(reason, on, 0);
  }

  /**
   * Parks the current thread once, for no longer than that; not at all if it is zero or negative.
   *
   * @param reason one that is timed
   * @param on what it waits for; its {@code toString} appears in dumps
   */
  public static void parkNanos(WaitReason reason, Object on, long nanos) {
    if (nanos > 0) {
      park(reason, on, nanos);
    }
  }

  /** Parks; with no limit if {@code nanos} is zero. */
  private static void park(WaitReason reason, Object on, long nanos) {
    GoroutineThread g = GoroutineThread.currentOrNull();
    if (g == null) {
      if (nanos == 0) {
        LockSupport.park(on);
      } else {
        LockSupport.parkNanos(on, nanos);
      }
      return;
    }
    GoroutinePark event = GoroutinePark.begun(reason.text());
    try {
      g.beginWait(reason, on);
      GoroutineThread.currentMachine().waitsHere = !reason.isTimed();
      if (nanos == 0) {
        LockSupport.park();
      } else {
        LockSupport.parkNanos(nanos);
      }
    } finally {
      GoroutineThread.currentMachine().waitsHere = false; // perhaps another M by now
      g.endWait();
      if (event != null) {
        event.ended(g.id(), on);
      }
    }
  }

  /**
   * Ends the current or the next park of the thread. Does not block, and throws nothing: the caller has
   * done what the thread waits for. If stack or memory is lacking it is unparked a little later.
   */
  public static void unpark(Thread thread) {
    try {
      LockSupport.unpark(thread);
    } catch (StackOverflowError | OutOfMemoryError e) {
      CutShort.happened = true;
    }
  }

  /**
   * Called by what must block, before each park.
   *
   * @throws GoroutineInterruptedException if the current thread's interrupt flag is set; it stays set
   */
  public static void checkInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new GoroutineInterruptedException();
    }
  }

  /** What a goroutine waits for, since when. */
  public record Wait(WaitReason reason, @Nullable Object on, long sinceMillis) {
    /** As a dump shows it. */
    public String text() {
      return on == null ? reason.text() : reason.text() + " on " + on;
    }
  }
}
