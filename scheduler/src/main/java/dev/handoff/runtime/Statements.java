package dev.handoff.runtime;

import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.jfr.GoroutinePark;
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
    GoroutinePark event = g == null ? null : GoroutinePark.begun(WaitReason.SLEEP.text());
    if (g != null) {
      g.beginWait(WaitReason.SLEEP, duration);
    }
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GoroutineInterruptedException();
    } finally {
      if (g != null) {
        g.endWait();
        if (event != null) {
          event.ended(g.id(), duration);
        }
      }
    }
  }

  /** Makes the call; the calling goroutine, if it is one, is in a system call meanwhile. */
  public static <T extends @Nullable Object> T blocking(Callable<T> call) throws Exception {
    GoroutineThread g = GoroutineThread.currentOrNull();
    if (g == null) {
      return call.call();
    }
    GoroutineThread.currentMachine().countSyscall();
    GoroutineSyscall event = GoroutineSyscall.begun();
    g.enterSyscall();
    try {
      return call.call();
    } finally {
      g.exitSyscall();
      if (event != null) {
        event.ended(g.id());
      }
    }
  }

  /** Whether the caller is a goroutine whose time slice has ended. */
  public static boolean sliceEnded() {
    M m = MachineThread.current();
    // A carrier of ours runs goroutines only; the M itself never calls this.
    return m != null && m.sliceEnded();
  }
}
