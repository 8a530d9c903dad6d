package dev.handoff.verification.soak;

import dev.handoff.Goroutine;
import dev.handoff.Scheduler;
import dev.handoff.SchedulerStats;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A scheduler whose goroutines are counted as they begin and end. Thread-safe. */
final class Crew implements AutoCloseable {
  private final String name;
  private final Scheduler scheduler;
  private final AtomicLong ids = new AtomicLong();
  private final Ledger goroutines;

  /** Those that were counted and then not started, as the scheduler was being closed. */
  private final LongAdder refused = new LongAdder();

  /** What the last check saw. Only the soak's own thread uses it. */
  private @Nullable SchedulerStats seen;

  private Crew(String name, Scheduler scheduler) {
    this.name = name;
    this.scheduler = scheduler;
    this.goroutines = new Ledger("goroutines of " + name);
  }

  /**
   * One with a scheduler of its own.
   *
   * @param name unique in this JVM: its threads are told by it
   */
  static Crew of(String name, Scheduler.Builder builder) {
    return new Crew(name, builder.name(name).build());
  }

  String name() {
    return name;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  /** How many have ended. Right when all is quiet. */
  long ended() {
    return goroutines.outs() - refused.sum();
  }

  /** Starts a goroutine, from any thread. */
  Goroutine go(Goroutine.Body body) {
    long id = ids.incrementAndGet();
    goroutines.in(id);
    boolean started = false;
    try {
      Goroutine g = scheduler.go(() -> run(id, body));
      started = true;
      return g;
    } finally {
      if (!started) {
        refused.increment();
        goroutines.out(id);
      }
    }
  }

  /** A body for a goroutine of this scheduler that somebody else will start, once or not at all. */
  Goroutine.Body counted(Goroutine.Body body) {
    return () -> {
      long id = ids.incrementAndGet();
      goroutines.in(id);
      run(id, body);
    };
  }

  /** The library has started a goroutine by itself, for the deadline of a context, and it has ended. */
  void countOwn() {
    long id = ids.incrementAndGet();
    goroutines.in(id);
    goroutines.out(id);
  }

  private void run(long id, Goroutine.Body body) throws Exception {
    try {
      body.run();
    } finally {
      goroutines.out(id);
    }
  }

  /**
   * Everything that was started has ended, and the scheduler has come to rest.
   *
   * @param patience how long it may take to, as goroutines end before their Ms have seen to it
   * @param machinesAtMost how many Ms there may have been
   * @throws SoakException if not
   */
  void checkRest(Patience patience, int machinesAtMost) {
    SchedulerStats before = seen;
    List<String> complaints =
        patience.untilEmpty(
            () -> Rest.complaints(before, scheduler.stats(), ended(), machinesAtMost));
    SoakException.unless(complaints.isEmpty(), () -> name + " is not at rest: " + complaints);
    goroutines.check();
    seen = scheduler.stats();
  }

  /**
   * Closes the scheduler.
   *
   * @throws SoakException if anything is left of it
   */
  @Override
  public void close() {
    scheduler.close();
    IntSupplier left = scheduler::goroutines;
    SoakException.unless(
        left.getAsInt() == 0, () -> name + " is closed and has " + left.getAsInt() + " goroutines");
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(thread -> thread.startsWith(name + "/"))
            .toList();
    SoakException.unless(threads.isEmpty(), () -> name + " is closed and has threads " + threads);
    goroutines.check();
    boolean refuses = false;
    try {
      scheduler.go(() -> {});
    } catch (IllegalStateException closed) {
      refuses = true;
    }
    SoakException.unless(refuses, () -> name + " is closed and starts goroutines");
  }
}
