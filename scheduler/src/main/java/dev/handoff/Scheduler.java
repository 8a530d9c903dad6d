package dev.handoff;

import dev.handoff.runtime.GoroutineThread;
import dev.handoff.runtime.Host;
import dev.handoff.runtime.insight.Insight;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Starts and owns goroutines, the Ms (threads) that run them, and the Ps (processors) that say how
 * many may run at once. Closing it ends every goroutine it still has.
 *
 * <p>All methods may be called by any thread unless they say otherwise. Needs the JVM flag {@code
 * --add-opens java.base/java.lang=ALL-UNNAMED} ({@code =dev.handoff} on the module path).
 *
 * <pre>{@code
 * try (Scheduler scheduler = Scheduler.create()) {
 *   scheduler.run(() -> {
 *     Chan<String> greetings = Chan.unbuffered();
 *     Go.go(() -> greetings.send("hello"));
 *     IO.println(greetings.receive());
 *   });
 * }
 * }</pre>
 */
public final class Scheduler implements AutoCloseable {
  private final Host host;
  private final Insight insight;

  private Scheduler(Host host, Insight insight) {
    this.host = host;
    this.insight = insight;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** A scheduler with the defaults. */
  public static Scheduler create() {
    return builder().build();
  }

  /**
   * The scheduler of the calling goroutine.
   *
   * @throws IllegalStateException if the caller is no goroutine
   */
  public static Scheduler current() {
    return current("Scheduler.current");
  }

  static Scheduler current(String caller) {
    GoroutineThread g = GoroutineThread.currentOrNull();
    if (g != null && g.host() instanceof Host host && host.owner() instanceof Scheduler scheduler) {
      return scheduler;
    }
    throw new IllegalStateException(
        caller
            + "() was called by "
            + Thread.currentThread()
            + ", which is no goroutine; start one with Scheduler.run or Scheduler.go");
  }

  /**
   * Runs {@code main} as a goroutine and returns when it returns, whatever else still runs. What the
   * caller did before happens-before main, and what main did happens-before the return.
   *
   * @throws DeadlockException if all goroutines wait for each other, or main called {@code Go.exit()}
   *     and all others have ended
   * @throws GoroutinePanicException if another goroutine threw, or main threw a checked exception;
   *     an unchecked one comes out as it is
   * @throws GoroutineInterruptedException if the calling thread is interrupted; main goes on
   * @throws IllegalStateException if the scheduler is closed, or the caller is one of its goroutines
   */
  public void run(Goroutine.Body main) {
    Objects.requireNonNull(main, "main");
    this.<@Nullable Object>call(
        () -> {
          main.run();
          return null;
        });
  }

  /** {@link #run} with a result. What main did happens-before the return. */
  public <T extends @Nullable Object> T call(Callable<T> main) {
    return host.call(Objects.requireNonNull(main, "main"));
  }

  /**
   * Starts a goroutine, from any thread. What the caller did before happens-before the body.
   *
   * @throws IllegalStateException if the scheduler is being closed
   */
  public Goroutine go(Goroutine.Body body) {
    return spawn(null, Objects.requireNonNull(body, "body"));
  }

  /** {@link #go(Goroutine.Body)} with a name, for dumps. */
  public Goroutine go(String name, Goroutine.Body body) {
    return spawn(Objects.requireNonNull(name, "name"), Objects.requireNonNull(body, "body"));
  }

  Goroutine spawn(@Nullable String name, Goroutine.Body body) {
    return host.go(name, body);
  }

  /** How many Ps there are: how many goroutines may run at once (Go's GOMAXPROCS). */
  public int processors() {
    return host.sched().processors();
  }

  /**
   * Changes how many Ps there are, at any time, from any thread. No goroutine is lost: what waits on
   * a P that goes moves to the global queue, and a goroutine that runs on one goes on without it until
   * its next scheduling point.
   *
   * @return the number before
   * @throws IllegalArgumentException if {@code count} is less than 1
   * @throws IllegalStateException if this scheduler is closed
   */
  public int setProcessors(int count) {
    return host.setProcessors(Builder.atLeastOne("processors", count));
  }

  /** How many goroutines have not ended. */
  public int goroutines() {
    return host.countLiving();
  }

  /** Every goroutine that has not ended, without stopping any: each is seen at a moment of its own. */
  public List<GoroutineInfo> snapshot() {
    return Collections.unmodifiableList(host.snapshot(Long.MAX_VALUE));
  }

  /** The counters of this scheduler. It takes a walk over all goroutines. */
  public SchedulerStats stats() {
    return host.stats();
  }

  /**
   * Interrupts every goroutine that is left, waits until all have ended, and stops every M. From the
   * moment it begins no goroutine can be started. Closing twice does nothing.
   *
   * @throws IllegalStateException if the caller is a goroutine of this scheduler, or if a goroutine
   *     ignores its interruption for ten seconds; the message names it
   * @throws java.io.UncheckedIOException if the trace could not be written
   */
  @Override
  public void close() {
    try {
      host.close();
    } finally {
      insight.close();
    }
  }

  @Override
  public String toString() {
    return "Scheduler[" + host.name() + ", " + processors() + " P]";
  }

  /** What a scheduler is to be like. Not thread-safe. */
  public static final class Builder {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private int processors = Runtime.getRuntime().availableProcessors();
    private @Nullable String name;
    private Duration timeSlice = Duration.ofMillis(10);
    private int maxThreads = 10_000;
    private boolean deadlockDetection = true;
    private @Nullable Path trace;

    private Builder() {}

    /** How many Ps; the default is the number of processors that the JVM sees. */
    public Builder processors(int count) {
      processors = atLeastOne("processors", count);
      return this;
    }

    /** The scheduler's name, for thread names and dumps. */
    public Builder name(String name) {
      this.name = Objects.requireNonNull(name, "name");
      return this;
    }

    /** How long goroutines may run before others get their turn; 10 ms by default. */
    public Builder timeSlice(Duration slice) {
      if (!Objects.requireNonNull(slice, "slice").isPositive()) {
        throw new IllegalArgumentException("timeSlice " + slice + " is not positive; say e.g. 10 ms");
      }
      timeSlice = slice;
      return this;
    }

    /** How many Ms there may be at most; 10,000 by default. */
    public Builder maxThreads(int count) {
      maxThreads = atLeastOne("maxThreads", count);
      return this;
    }

    /** Whether {@code run} and {@code call} look out for deadlock; they do by default. */
    public Builder deadlockDetection(boolean on) {
      deadlockDetection = on;
      return this;
    }

    /** Records every scheduling event into that file, which is complete when the scheduler closes. */
    public Builder trace(Path file) {
      trace = Objects.requireNonNull(file, "file");
      return this;
    }

    /**
     * Makes the scheduler.
     *
     * @throws IllegalArgumentException if one of the system properties in {@code docs/properties.md}
     *     has a value that makes no sense
     * @throws IllegalStateException if the JVM lacks the {@code --add-opens} flag or is not JDK 25
     * @throws java.io.UncheckedIOException if the trace file cannot be written
     */
    public Scheduler build() {
      Insight.Settings shown = Insight.Settings.fromProperties();
      String known = name == null ? "handoff-" + COUNT.incrementAndGet() : name;
      Host host =
          Host.create(
              new Host.Settings(
                  known, processors, timeSlice, maxThreads, deadlockDetection, trace));
      Insight insight =
          Insight.start(shown, new ManagedScheduler(host), host::statsOfScheduling);
      Scheduler scheduler = new Scheduler(host, insight);
      host.start(scheduler);
      return scheduler;
    }

    @Override
    public String toString() {
      return "Scheduler.Builder["
          + (name == null ? "" : name + ", ")
          + processors + " P, time slice " + timeSlice + ", at most " + maxThreads + " M"
          + (deadlockDetection ? "" : ", no deadlock detection")
          + (trace == null ? "" : ", trace " + trace)
          + "]";
    }

    private static int atLeastOne(String what, int count) {
      if (count < 1) {
        throw new IllegalArgumentException(what + " " + count + " is below 1");
      }
      return count;
    }
  }
}
