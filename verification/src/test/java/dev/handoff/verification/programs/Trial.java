package dev.handoff.verification.programs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs programs and judges their runs. Several run side by side, each in its own scheduler: a deadlock
 * is known only after it has lasted for a while.
 */
final class Trial {
  /** How the statements of a program are carried out, and whether deadlocks are looked for. */
  interface Setting {
    Operations operations(Program program);

    default boolean deadlockDetection() {
      return true;
    }

    /** How long a run may take that is neither through nor reported as stuck. */
    default Duration patience() {
      return Duration.ofSeconds(60);
    }
  }

  /** A program's run, and what is wrong with it; null: nothing. */
  record Verdict(Program program, History history, String wrong) {
    @Override
    public String toString() {
      return program + "was seen:\n" + history + wrong;
    }
  }

  private Trial() {}

  /** One verdict for each program. */
  static List<Verdict> of(List<Program> programs, Setting setting) {
    List<Verdict> verdicts = new ArrayList<>();
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("trial").factory());
    try (threads) {
      List<Future<History>> runs = new ArrayList<>();
      for (Program program : programs) {
        runs.add(
            threads.submit(
                () ->
                    Run.of(
                        program, setting.operations(program), setting.deadlockDetection())));
      }
      long deadline = System.nanoTime() + setting.patience().toNanos();
      for (int i = 0; i < runs.size(); i++) {
        verdicts.add(judge(programs.get(i), runs.get(i), deadline - System.nanoTime()));
      }
      threads.shutdownNow(); // those that hang are interrupted, and close their schedulers
    }
    return verdicts;
  }

  private static Verdict judge(Program program, Future<History> run, long nanos) {
    try {
      History history = run.get(Math.max(1, nanos), TimeUnit.NANOSECONDS);
      return new Verdict(program, history, Explanation.missing(program, history));
    } catch (TimeoutException e) {
      return new Verdict(program, null, "neither the end nor a deadlock was reported");
    } catch (ExecutionException e) {
      return new Verdict(program, null, "it failed: " + e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
