package dev.handoff.runtime;

/**
 * Goroutines that have not ended, by state. Each was seen at a moment of its own.
 *
 * @param runnable in a queue
 * @param running on an M
 * @param syscall in {@code Go.blocking}
 * @param waiting in a call of this library or of the JDK
 */
record Census(long runnable, long running, long syscall, long waiting) {
  /** Nobody has counted. */
  static final Census NONE = new Census(0, 0, 0, 0);

  /** Counts them: a walk over all, which is nothing for every tick of sysmon. */
  static Census of(AllGoroutines goroutines) {
    Counting counting = new Counting();
    goroutines.forEach(counting::count);
    return counting.sum();
  }

  long total() {
    return runnable + running + syscall + waiting;
  }

  private static final class Counting {
    private long runnable;
    private long running;
    private long syscall;
    private long waiting;

    void count(GoroutineThread g) {
      switch (g.state()) {
        case RUNNABLE -> runnable++;
        case RUNNING -> running++;
        case SYSCALL -> syscall++;
        case WAITING -> waiting++;
        case DEAD -> {} // it ended while we looked
      }
    }

    Census sum() {
      return new Census(runnable, running, syscall, waiting);
    }
  }
}
