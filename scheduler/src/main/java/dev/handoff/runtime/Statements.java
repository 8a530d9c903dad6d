package dev.handoff.runtime;

import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.jfr.GoroutineSyscall;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What {@code dev.handoff.Go} needs of the goroutine or thread that calls it. */
public final class Statements {
  private Statements() {}

  /** Sleeps; on a goroutine with {@link WaitReason#SLEEP} as the reason. */
  public static void sleep(Duration duration) {
    GoroutineThread g = GoroutineThread.currentOrNull();
    if (g != null) {
      SleepTimer.sleep(g, duration);
      return;
    }
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GoroutineInterruptedException();
    }
  }

  /** Makes the call; the calling goroutine, if it is one, is in a system call meanwhile. */
  public static <T extends @Nullable Object> T blocking(Callable<T> call) throws Exception {
    GoroutineThread g = GoroutineThread.currentOrNull();
    if (g == null) {
      return call.call();
    }
    GoroutineSyscall event = GoroutineSyscall.begun();
    g.beginCall();
    try {
      return call.call();
    } finally {
      g.endCall();
      if (event != null) {
        event.ended(g.id());
      }
    }
  }

  /**
   * A point at which the calling goroutine may lose its turn: it yields if it has had its time slice
   * or has lost its P. Called wherever the library could block. One plain read if not asked.
   */
  public static void checkpoint() {
    M m = MachineThread.current();
    // A carrier of ours runs goroutines only; the M itself never calls this.
    if (m != null && m.asked() && !m.running().mayGoOn()) {
      Thread.yield();
    }
  }

  /** Locks the calling goroutine to its M, or undoes that once. */
  public static void lockOsThread(boolean on) {
    GoroutineThread g = GoroutineThread.currentOrNull();
    if (g != null && on) {
      g.lockOsThread();
    } else if (g != null) {
      g.unlockOsThread();
    }
  }
}
