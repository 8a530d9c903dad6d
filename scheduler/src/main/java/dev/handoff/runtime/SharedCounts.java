package dev.handoff.runtime;

import dev.handoff.runtime.jfr.ProcessorHandoff;
import dev.handoff.runtime.jfr.ProcessorRetake;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what threads that are no M of this scheduler do to its Ps, and reports it to JFR. What an M
 * does is counted in {@link M.Counts}, without any shared write.
 *
 * <p>Any thread. Nothing here blocks or allocates while JFR is off; all of it is rare beside a switch.
 */
final class SharedCounts {
  private final String scheduler;
  private final AtomicLong wakes = new AtomicLong();
  private final AtomicLong retakes = new AtomicLong();
  private final AtomicLong handoffs = new AtomicLong();
  private final AtomicLong preemptions = new AtomicLong();

  /**
   * @param scheduler the name of the scheduler, for events
   */
  SharedCounts(String scheduler) {
    this.scheduler = scheduler;
  }

  /** A thread without a P has woken an M. */
  void woke() {
    wakes.getAndIncrement();
  }

  /**
   * sysmon has taken a P from an M.
   *
   * @param reason why, in a word or two: {@code "syscall"}, {@code "time slice"}
   */
  void retook(int processor, int machine, String reason) {
    retakes.getAndIncrement();
    try {
      ProcessorRetake.emit(scheduler, processor, machine, reason);
    } catch (OutOfMemoryError e) {
      // The event is lost, but the P must not be.
    }
  }

  /**
   * A P that was taken from its M, or given up by it, was handed to another M.
   *
   * @param machine who got it
   */
  void handedOff(int processor, int machine) {
    handoffs.getAndIncrement();
    try {
      ProcessorHandoff.emit(scheduler, processor, machine);
    } catch (OutOfMemoryError e) {
      // The event is lost, but the P must not be passed on twice.
    }
  }

  /** sysmon has asked the goroutine on a P to let others run. */
  void endedSlice() {
    preemptions.getAndIncrement();
  }

  long wakes() {
    return wakes.get();
  }

  long retakes() {
    return retakes.get();
  }

  long handoffs() {
    return handoffs.get();
  }

  long preemptions() {
    return preemptions.get();
  }
}
