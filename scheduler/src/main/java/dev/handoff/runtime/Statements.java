package dev.handoff.runtime;

import dev.handoff.GoroutineInterruptedException;
import java.time.Duration;

/** What {@code dev.handoff.Go} needs of the goroutine or thread that calls it. */
public final class Statements {
  private Statements() {}

  /** Sleeps; on a goroutine with {@link WaitReason#SLEEP} as the reason. */
  public static void sleep(Duration duration) {
    GoroutineThread g = GoroutineThread.currentOrNull();
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
