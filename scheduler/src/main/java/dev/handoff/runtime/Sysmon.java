package dev.handoff.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread without a P that looks at the Ps from outside. It takes a P from an M that is in a
 * system call; it asks a goroutine that has had its time slice to yield, and takes the P of one that
 * does not; and it keeps the coarse clock. Go's counterpart is {@code sysmon} and {@code retake} in
 * runtime/proc.go.
 *
 * <p>It compares each P's word, and its count of slices, with what it saw before; no clock is read
 * where goroutines switch.
 *
 * <p>It comes by every 20 microseconds where it has just retaken a P, and less and less often, down
 * to once in 10 ms, where there is nothing to retake.
 */
public final class Sysmon implements Runnable {
  private static final long SHORTEST_PERIOD = 20_000;
  private static final long LONGEST_PERIOD = Duration.ofMillis(10).toNanos();

  /** So many periods without anything to retake go by before the period begins to double. */
  private static final int EAGER_PERIODS = 50;

  private final Sched sched;
  private final long sliceNanos;
  private final Runnable onTick;
  private final List<Watch> watches = new ArrayList<>();
  private volatile long clock = System.currentTimeMillis();
  private volatile boolean stopping;

  /** What sysmon remembers of a P. */
  private static final class Watch {
    final P p;
    long word = -1;
    long wordSince;
    long slices = -1;
    long sliceSince;
    boolean asked;
    long askedAt;

    Watch(P p) {
      this.p = p;
    }
  }

  /**
   * @param slice how long a time slice is; one that is longer than 2^63 - 1 ns never ends, and one
   *     shorter than sysmon's shortest period lasts for such a period
   * @param onTick called once in 10 ms on sysmon's thread
   */
  public Sysmon(Sched sched, Duration slice, Runnable onTick) {
    this.sched = sched;
    this.onTick = onTick;
    this.sliceNanos = saturatedNanos(slice);
  }

  private static long saturatedNanos(Duration d) {
    try {
      return d.toNanos();
    } catch (ArithmeticException tooLong) {
      return Long.MAX_VALUE;
    }
  }

  /** Milliseconds since the epoch, as of at most 10 ms ago. */
  public long clock() {
    return clock;
  }

  @Override
  public void run() {
    long longest = Math.clamp(sliceNanos, SHORTEST_PERIOD, LONGEST_PERIOD);
    long shortest = SHORTEST_PERIOD;
    long period = longest;
    int quiet = 0;
    long ticked = System.nanoTime();
    while (!stopping) {
      LockSupport.parkNanos(period);
      long now = System.nanoTime();
      if (lookAfterAll(now)) {
        quiet = 0;
        period = shortest;
      } else if (++quiet > EAGER_PERIODS) {
        period = Math.min(2 * period, longest);
      }
      if (now - ticked >= longest) {
        ticked = now;
        clock = System.currentTimeMillis();
        tick();
      }
    }
  }

  /** A lack of memory must not end sysmon: it comes by again. */
  private boolean lookAfterAll(long now) {
    try {
      return watchAll(now);
    } catch (OutOfMemoryError e) {
      return false;
    }
  }

  /** Nor must another failure in what is done on a tick. */
  private void tick() {
    try {
      sched.retaking().passOnWhatWasLeft();
      onTick.run();
    } catch (OutOfMemoryError e) {
      // there is none to tell it with
    } catch (RuntimeException e) {
      System.getLogger("dev.handoff").log(System.Logger.Level.WARNING, "sysmon's tick failed", e);
    }
  }

  /** Looks at every P once; whether it took one. */
  private boolean watchAll(long now) {
    P[] all = sched.allProcessors();
    while (watches.size() < all.length) {
      watches.add(new Watch(all[watches.size()]));
    }
    boolean took = false;
    for (Watch w : watches) {
      took |= watch(w, now);
    }
    return took;
  }

  private boolean watch(Watch w, long now) {
    long word = w.p.ownership.look();
    boolean same = word == w.word;
    if (!same) {
      w.word = word;
      w.wordSince = now;
      w.asked = false;
    }
    long slices = w.p.slices();
    if (slices != w.slices) {
      w.slices = slices;
      w.sliceSince = now;
    }
    boolean online = sched.onlineAt(w.p) >= 0;
    return switch (Ownership.status(word)) {
      case SYSCALL ->
          ((same && isWanted(w.p, now - w.wordSince)) || !online)
              && sched.retaking().retake(w.p, word, Step.RETAKE_SYSCALL);
      case USER -> !online ? sched.retaking().retake(w.p, word, Step.RETAKE_RUNNING) : overruns(w, word, now);
      case IDLE, SCHEDULING, RETAKEN -> false;
    };
  }

  /** Whether a P in a call is worth taking: it has work, nobody else looks for any, or in the end. */
  private boolean isWanted(P p, long age) {
    return !p.queue.isEmpty() || sched.nobodyLooks() || age >= LONGEST_PERIOD;
  }

  /** Asks, and the next time takes the P if the same stretch of code still goes on. */
  private boolean overruns(Watch w, long word, long now) {
    if (now - w.sliceSince < sliceNanos) {
      return false;
    }
    if (!w.p.sliceEnded()) {
      w.p.endSlice();
      sched.shared.endedSlice();
    }
    if (!w.asked) {
      w.asked = true;
      w.askedAt = now;
      ask(w.p, word);
      return false;
    }
    return now - w.askedAt >= sliceNanos && sched.retaking().retake(w.p, word, Step.RETAKE_RUNNING);
  }

  @SpecAction("Scheduler!Ask")
  private void ask(P p, long word) {
    M m = sched.machine(Ownership.machine(word));
    if (m != null) {
      m.ask();
      sched.retaking().asked(p, word);
    }
  }

  /** Makes {@link #run} return soon. */
  public void stop(Thread thread) {
    stopping = true; // pairs with the read in run(), after the unpark
    LockSupport.unpark(thread);
  }
}
