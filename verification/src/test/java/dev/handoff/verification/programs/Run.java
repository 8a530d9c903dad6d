package dev.handoff.verification.programs;

import dev.handoff.DeadlockException;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.Scheduler;
import dev.handoff.sync.WaitGroup;
import dev.handoff.verification.programs.History.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs a program once, in a scheduler of its own, and notes what it sees. */
final class Run {
  private final Program program;
  private final Operations operations;
  private final AtomicInteger clock = new AtomicInteger();
  private final WaitGroup others = new WaitGroup();

  /** Each is written by its routine, and read when the scheduler is closed. */
  private final List<List<Step>> logs = new ArrayList<>();

  /** Run has returned: what moves now moves because the scheduler is being closed. */
  private volatile boolean over;

  private Run(Program program, Operations operations) {
    this.program = program;
    this.operations = operations;
    program.routines().forEach(r -> logs.add(new ArrayList<>()));
  }

  static History of(Program program, Operations operations, boolean deadlockDetection) {
    return new Run(program, operations).run(deadlockDetection);
  }

  private History run(boolean deadlockDetection) {
    String deadlock;
    try (Scheduler scheduler =
        Scheduler.builder()
            .processors(program.processors())
            .deadlockDetection(deadlockDetection)
            .build()) {
      try {
        deadlock = run(scheduler);
      } finally {
        over = true;
      }
    }
    return new History(logs, deadlock);
  }

  /** The message of the deadlock; null: it ended. */
  private String run(Scheduler scheduler) {
    try {
      scheduler.run(
          () -> {
            routine(0);
            others.await();
          });
      return null;
    } catch (DeadlockException e) {
      return e.getMessage();
    }
  }

  private void routine(int routine) {
    List<Statement> statements = program.routines().get(routine);
    List<Step> log = logs.get(routine);
    for (int i = 0; i < statements.size() && !over; i++) {
      int began = clock.getAndIncrement();
      log.add(new Step(began, Step.NEVER, null));
      String result = perform(statements.get(i), Program.value(routine, i));
      if (result == null || over) {
        break;
      }
      log.set(i, new Step(began, clock.getAndIncrement(), result));
    }
    if (over) {
      operations.giveUp(); // it may have got the mutex when others had given up
    }
  }

  /** What came of it; null: it was interrupted, which only closing does. */
  private String perform(Statement statement, int value) {
    try {
      if (statement instanceof Statement.Spawn(int child)) {
        spawn(child);
        return "ok";
      }
      return operations.perform(statement, value);
    } catch (GoroutineInterruptedException e) {
      operations.giveUp();
      return null;
    } catch (Exception e) {
      return e.getClass().getSimpleName();
    }
  }

  private void spawn(int child) {
    others.add(1);
    operations.go(
        Program.name(child),
        () -> {
          try {
            routine(child);
          } finally {
            others.done();
          }
        });
  }
}
