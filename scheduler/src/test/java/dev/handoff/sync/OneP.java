package dev.handoff.sync;

import dev.handoff.Goroutine;
import dev.handoff.Scheduler;
import java.time.Duration;

/**
 * Runs programs whose order of steps is known: with one P, and no time slice, a goroutine goes on until it
 * waits or yields. So what main does between two yields happens before those that it has woken run.
 */
final class OneP {
  private OneP() {}

  /** What the main goroutine does. */
  interface Program {
    void run(Scheduler scheduler) throws Exception;
  }

  static void run(Program program) {
    try (Scheduler scheduler =
        Scheduler.builder()
            .processors(1)
            .timeSlice(Duration.ofSeconds(Long.MAX_VALUE))
            .build()) {
      Goroutine.Body main = () -> program.run(scheduler);
      scheduler.run(main);
    }
  }
}
