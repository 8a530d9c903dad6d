package dev.handoff.runtime;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread without a P that looks at the Ps from outside: it ends time slices that have lasted too
 * long and keeps the coarse clock. Go's counterpart is {@code sysmon} in runtime/proc.go.
 *
 * <p>It compares each P's count of slices with what it saw one period ago; no clock is read where
 * goroutines switch.
 */
public final class Sysmon implements Runnable {
  private static final long LONGEST_PERIOD = Duration.ofMillis(10).toNanos();

  private final List<P> processors;
  private final SharedCounts counts;
  private final long periodNanos;
  private final int periodsOfSlice;
  private final Runnable onTick;
  private volatile long clock = System.currentTimeMillis();
  private volatile boolean stopping;

  /**
   * @param slice how long a time slice is; one that is longer than 2^63 - 1 ns never ends
   * @param onTick called once a period on sysmon's thread
   */
  public Sysmon(Sched sched, Duration slice, Runnable onTick) {
    this.processors = sched.allProcessors();
    this.counts = sched.shared;
    this.onTick = onTick;
    long sliceNanos = saturatedNanos(slice);
    this.periodNanos = Math.max(1, Math.min(sliceNanos, LONGEST_PERIOD));
    this.periodsOfSlice = (int) Math.min(Integer.MAX_VALUE, sliceNanos / periodNanos);
  }

  private static long saturatedNanos(Duration d) {
    try {
      return d.toNanos();
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  /** Milliseconds since the epoch, as of the last tick. */
  public long clock() {
    return clock;
  }

  @Override
  public void run() {
    long[] seen = new long[processors.size()];
    int[] age = new int[processors.size()];
    Arrays.fill(seen, -1);
    while (!stopping) {
      LockSupport.parkNanos(periodNanos);
      clock = System.currentTimeMillis();
      for (P p : processors) {
        long slices = p.slices();
        if (slices != seen[p.id]) {
          seen[p.id] = slices;
          age[p.id] = 0;
        } else if (++age[p.id] >= periodsOfSlice && !p.sliceEnded()) {
          p.endSlice();
          counts.endedSlice();
        }
      }
      onTick.run();
    }
  }

  /** Makes {@link #run} return soon. */
  public void stop(Thread thread) {
    stopping = true; // pairs with the read in run(), after the unpark
    LockSupport.unpark(thread);
  }
}
