package dev.handoff.runtime;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The timers that were made outside any goroutine: one heap and one daemon thread for the whole
 * library, started when the first such timer is made.
 *
 * <p>The thread reads the earliest deadline and parks until then; whoever adds a timer first puts it
 * into the heap and then unparks the thread if the timer is due earlier than that. The heap's {@code
 * earliest} and {@code until} are volatile, so one of the two sees the other; and nobody else uses the
 * thread's permit, so an unpark that comes before the park is not lost.
 */
final class TimerService implements TimerHome, Runnable {
  /** Made when first asked for. */
  private static final class Holder {
    static final TimerService SERVICE = start();

    private static TimerService start() {
      TimerService service = new TimerService();
      Thread thread = new Thread(null, service, "handoff/timers", 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
      service.thread = thread;
      thread.start();
      return service;
    }
  }

  /** How often the thread has begun or ended to fire: odd while it does. */
  private static final AtomicLong ROUNDS = new AtomicLong();

  private final TimerHeap heap = new TimerHeap(0, false);
  private volatile long until = Deadlines.FOREVER;
  private volatile Thread thread = Thread.currentThread(); // replaced before anybody adds a timer

  private TimerService() {}

  static TimerService shared() {
    return Holder.SERVICE;
  }

  static boolean isFiring() {
    return (ROUNDS.get() & 1) == 1;
  }

  /** See {@link Timers#epoch}. */
  static long epoch() {
    return ROUNDS.get();
  }

  @Override
  public Clock clock() {
    return Clock.MONOTONIC;
  }

  @Override
  public void insert(HeapTimer t, long when) {
    heap.add(t, when);
  }

  @Override
  public void look(long when) {
    if (when < until) {
      LockSupport.unpark(thread);
    }
  }

  @Override
  public void stopped() {
    ROUNDS.addAndGet(2);
  }

  @Override
  public void run() {
    for (; ; ) {
      until = Deadlines.FOREVER; // whoever adds a timer from now on unparks
      long now = clock().now();
      if (heap.earliest() <= now) {
        fire(now);
      }
      long least = heap.earliest();
      until = least;
      if (least == Deadlines.FOREVER) {
        LockSupport.park(this);
      } else {
        long left = least - clock().now();
        if (left > 0) {
          LockSupport.parkNanos(this, left);
        }
      }
    }
  }

  private void fire(long now) {
    ROUNDS.incrementAndGet();
    try {
      for (TimerHeap.Due due = heap.pop(now); due != null; due = heap.pop(now)) {
        due.fire();
      }
    } catch (RuntimeException | Error e) { // as of memory: the others' timers go on
      System.getLogger("dev.handoff").log(System.Logger.Level.WARNING, "a timer failed", e);
    } finally {
      ROUNDS.incrementAndGet();
    }
  }
}
