package dev.handoff.runtime.insight;

import dev.handoff.SchedulerStats;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Prints the state of a scheduler every so often, as Go does for {@code GODEBUG=schedtrace=1000}.
 *
 * <p>On a thread of its own and not on sysmon's: a reader that does not keep up with standard error
 * would else keep sysmon from ending time slices.
 */
final class SchedTrace implements Runnable {
  /** The looks of a line: the scheduler's name, the milliseconds since it started, the figures. */
  @FunctionalInterface
  interface Format {
    String line(String scheduler, long millis, SchedulerStats stats);
  }

  private final String scheduler;
  private final long periodNanos;
  private final Format format;
  private final Supplier<SchedulerStats> stats;
  private final PrintStream out;
  private final long start = System.nanoTime();
  private volatile boolean stopping;

  /**
   * @param stats the figures; those that count goroutines are not used
   */
  SchedTrace(
      String scheduler,
      long periodMillis,
      Format format,
      Supplier<SchedulerStats> stats,
      PrintStream out) {
    this.scheduler = scheduler;
    this.periodNanos = TimeUnit.MILLISECONDS.toNanos(periodMillis);
    this.format = format;
    this.stats = stats;
    this.out = out;
  }

  /** Prints the first line at once, and others until {@link #stop}. */
  @Override
  public void run() {
    for (long lines = 0; !stopping; lines++) {
      long elapsed = System.nanoTime() - start;
      // One write a line, so that lines of several schedulers do not mix.
      out.println(format.line(scheduler, TimeUnit.NANOSECONDS.toMillis(elapsed), stats.get()));
      sleepUntil(Math.max(elapsed, saturatedProduct(lines + 1, periodNanos)));
    }
  }

  private static long saturatedProduct(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
  }

  private void sleepUntil(long elapsed) {
    long left = elapsed - (System.nanoTime() - start);
    while (!stopping && left > 0) {
      LockSupport.parkNanos(this, left);
      left = elapsed - (System.nanoTime() - start);
    }
  }

  /** Ends {@link #run}, which is on that thread, and waits for it, whatever interrupts say. */
  void stop(Thread thread) {
    stopping = true; // pairs with the reads in run() and sleepUntil(), after the unpark
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ----------------------------------------------------------------------------------- formats

  /**
   * As Go 1.25 prints it. {@code threads} are the Ms, without sysmon. {@code needspinning} is always
   * 0: Go notes there that an M should spin, and here that decision is taken at once.
   */
  static String text(String scheduler, long millis, SchedulerStats s) {
    return """
        SCHED %dms: gomaxprocs=%d idleprocs=%d threads=%d spinningthreads=%d needspinning=0 \
        idlethreads=%d runqueue=%d [ %s ] schedticks=[ %s ]"""
        .formatted(
            millis,
            s.processors(),
            s.idleProcessors(),
            s.machines(),
            s.spinningMachines(),
            s.idleMachines(),
            s.globalQueue(),
            joined(s.runQueues(), " "),
            joined(s.scheduleTicks(), " "));
  }

  /** The same figures and a few more, as one JSON object a line. */
  static String json(String scheduler, long millis, SchedulerStats s) {
    return """
        {"scheduler":%s,"ms":%d,"gomaxprocs":%d,"idleprocs":%d,"threads":%d,"spinningthreads":%d,\
        "needspinning":0,"idlethreads":%d,"runqueue":%d,"runqueues":[%s],"schedticks":[%s],\
        "steals":%d,"handoffs":%d,"retakes":%d,"preemptions":%d,"wakes":%d}"""
        .formatted(
            quoted(scheduler),
            millis,
            s.processors(),
            s.idleProcessors(),
            s.machines(),
            s.spinningMachines(),
            s.idleMachines(),
            s.globalQueue(),
            joined(s.runQueues(), ","),
            joined(s.scheduleTicks(), ","),
            s.steals(),
            s.handoffs(),
            s.retakes(),
            s.preemptions(),
            s.wakes());
  }

  private static String joined(List<? extends Number> numbers, String separator) {
    return numbers.stream().map(Number::toString).collect(Collectors.joining(separator));
  }

  private static String quoted(String text) {
    Function<Integer, String> escaped =
        c ->
            c == '"' || c == '\\'
                ? "\\" + Character.toString(c)
                : c < ' ' ? "\\u%04x".formatted(c) : Character.toString(c);
    return text.codePoints().boxed().map(escaped).collect(Collectors.joining("", "\"", "\""));
  }
}
