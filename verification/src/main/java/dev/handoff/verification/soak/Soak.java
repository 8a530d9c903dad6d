package dev.handoff.verification.soak;

import com.sun.management.OperatingSystemMXBean;
import dev.handoff.Scheduler;
import dev.handoff.SchedulerStats;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Random programs over everything that the library has, in phases. One scheduler lives through several
 * phases; in some a second takes part. At the end of each phase all must be at rest, every count must
 * balance, and the heap be about as full as it was.
 *
 * <p>A phase has a seed of its own, from which all that is drawn in it follows; what the threads make
 * of it is theirs. The first phase's seed is the soak's: a soak with the seed of a phase that failed
 * begins with that phase, on a scheduler of its own.
 *
 * <p>For one thread, and one use.
 */
public final class Soak {
  private static final Duration CLOSING = Duration.ofSeconds(30);

  /** Schedulers are told apart by name, also those of two soaks in one JVM. */
  private static final AtomicLong MADE = new AtomicLong();

  private final long seed;
  private final int processorsMax;
  private final Repertoire repertoire;
  private final Patience patience;
  private final PrintWriter out;
  private final HeapWatch heap = new HeapWatch();
  private final List<Crew> crews = new ArrayList<>();

  /** How many acts have ended. */
  private final AtomicLong acts = new AtomicLong();

  private long goroutines;

  /**
   * A soak of everything.
   *
   * @param seed the same seed draws the same programs
   * @param processorsMax how many Ps a scheduler has at most, at least 1
   * @param out for a line a phase, and for all that is known of a failure
   */
  public Soak(long seed, int processorsMax, PrintWriter out) {
    this(seed, processorsMax, Repertoire.ALL, Patience.GENEROUS, out);
  }

  Soak(long seed, int processorsMax, Repertoire repertoire, Patience patience, PrintWriter out) {
    this.seed = seed;
    this.processorsMax = processorsMax;
    this.repertoire = repertoire;
    this.patience = patience;
    this.out = out;
  }

  /**
   * Runs phases until so much time has passed, at least one.
   *
   * @return whether all held; if not, what is known has been printed
   * @throws IllegalStateException if a scheduler cannot be built in this JVM
   */
  public boolean run(Duration time) throws InterruptedException {
    Scheduler.create().close(); // without the JVM's flag nothing has failed but this
    long start = System.nanoTime();
    return runWhile(() -> System.nanoTime() - start < time.toNanos());
  }

  /** Runs so many phases. */
  boolean phases(int count) throws InterruptedException {
    int[] left = {count};
    return runWhile(() -> --left[0] > 0);
  }

  private boolean runWhile(BooleanSupplier goesOn) throws InterruptedException {
    Path folder = createFolder();
    int phase = 0;
    long phaseSeed = seed;
    try {
      do {
        phaseSeed = phase == 0 ? seed : new SplittableRandom(phaseSeed).nextLong();
        phase++;
        runPhase(phase, phaseSeed, folder);
      } while (goesOn.getAsBoolean());
      Watchdog.within(CLOSING, "the last close", () -> 0, () -> close(crews.size()));
      return true;
    } catch (SoakException e) {
      out.println("phase " + phase + " failed: " + e.getMessage());
      out.println("  --seed " + phaseSeed + " --processors-max " + processorsMax + " begins with it");
      e.printStackTrace(out);
      Dump.print(crews, folder, out);
      giveUp();
      return false;
    } finally {
      out.flush();
      deleteAll(folder);
    }
  }

  private void runPhase(int number, long phaseSeed, Path folder) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(phaseSeed);
    boolean anew = random.nextInt(4) == 0;
    int wanted = random.nextInt(1, 3);
    SplittableRandom own = random.split(); // does not depend on what there is already
    long start = System.nanoTime();
    long cpu = cpuNanos();
    Watchdog.within(
        patience.step(),
        "the phase",
        acts::get,
        () -> {
          if (anew) {
            close(crews.size());
          }
          while (crews.size() < wanted) {
            crews.add(crew(random));
          }
          long before = ended();
          new Phase(crews, repertoire, processorsMax, folder, own, acts).run(patience);
          long during = ended() - before;
          goroutines += during;
          long used = HeapWatch.used();
          long nanos = System.nanoTime() - start;
          tell(number, phaseSeed, nanos, cpuNanos() - cpu, during, used);
          close(crews.size() - 1);
          heap.check(used);
        });
  }

  private Crew crew(SplittableRandom random) {
    return Crew.of(
        "soak-" + MADE.incrementAndGet(),
        Scheduler.builder()
            .processors(random.nextInt(1, processorsMax + 1))
            .timeSlice(Duration.ofMillis(random.nextInt(1, 20))));
  }

  private long ended() {
    return crews.stream().mapToLong(Crew::ended).sum();
  }

  /** Closes the youngest of them. */
  private void close(int count) {
    for (int i = 0; i < count; i++) {
      crews.getLast().close();
      crews.removeLast();
    }
  }

  private void tell(int number, long phaseSeed, long nanos, long cpu, long during, long used) {
    SchedulerStats stats = crews.getFirst().scheduler().stats();
    out.println(
        String.format(
            Locale.ROOT,
            "phase %d, seed %d: %.1f s (%.1f s of CPU), %d schedulers, %,d goroutines (in all %,d,"
                + " and %,d acts), Ms %d, steals %,d, handoffs %,d, retakes %,d, preemptions %,d,"
                + " heap %s",
            number, phaseSeed, nanos / 1e9, cpu / 1e9, crews.size(), during, goroutines,
            acts.get(), stats.machines(), stats.steals(), stats.handoffs(), stats.retakes(),
            stats.preemptions(),
            HeapWatch.megabytes(used)));
    out.flush();
  }

  /** How long this JVM has computed: a phase that took long for nothing ran on a busy machine. */
  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** After a failure: ends what can be ended. */
  private void giveUp() throws InterruptedException {
    try {
      Watchdog.within(
          CLOSING, "the close after a failure", () -> 0, () -> crews.forEach(Soak::abandon));
    } catch (SoakException e) {
      out.println(e.getMessage());
    }
  }

  private static void abandon(Crew crew) {
    try {
      crew.scheduler().close();
    } catch (IllegalStateException stuck) {
      throw new SoakException(stuck.getMessage() + "", stuck);
    }
  }

  private static Path createFolder() {
    try {
      return Files.createTempDirectory("handoff-soak");
    } catch (IOException e) {
      throw new UncheckedIOException("the soak has no folder for its files", e);
    }
  }

  private static void deleteAll(Path folder) {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + folder, e);
    }
  }
}
