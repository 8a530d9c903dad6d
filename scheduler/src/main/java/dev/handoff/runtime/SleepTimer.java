package dev.handoff.runtime;

import java.time.Duration;

/** The sleep of one goroutine. */
final class SleepTimer extends HeapTimer {
  private final Thread sleeper;
  private volatile boolean over;

  private SleepTimer(Thread sleeper) {
    this.sleeper = sleeper;
  }

  /**
   * Makes the calling goroutine wait for so long.
   *
   * @throws dev.handoff.GoroutineInterruptedException if it is interrupted before the time is over
   */
  static void sleep(GoroutineThread g, Duration duration) {
    Parking.checkInterrupt();
    Timers timers = g.host().sched().timers();
    SleepTimer timer = new SleepTimer(g.thread());
    long when = Deadlines.after(timers.clock().now(), Deadlines.nanos(duration));
    timer.set(timers, when, 0);
    timers.look(when);
    while (!timer.over) { // pairs with the write in fire(), which comes before the unpark
      if (g.thread().isInterrupted() && timer.cancel() != Was.IN_HAND) {
        Parking.checkInterrupt(); // nobody will fire it: it is off its heap, or all heaps are closed
      }
      if (!timer.over) {
        Parking.park(WaitReason.SLEEP, duration);
      }
    }
  }

  @Override
  void fire(long sequence) {
    over = true;
    Parking.unpark(sleeper);
  }
}
