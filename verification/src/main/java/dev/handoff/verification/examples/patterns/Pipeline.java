package dev.handoff.verification.examples.patterns;

import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;

import dev.handoff.Chan;
import dev.handoff.Receiver;
import dev.handoff.context.Context;
import dev.handoff.sync.WaitGroup;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.PrintStream;

/**
 * A pipeline that can be cancelled. Each stage is a goroutine that receives from the one before it and
 * sends to the next. The numbers never end: when main has enough it cancels, and every stage ends. The
 * numbers are those of the cannonballs in pyramids of 1, 2, 3 ... layers.
 *
 * <p>After Sameer Ajmani, "Go Concurrency Patterns: Pipelines and cancellation", The Go Blog, 2014.
 */
public final class Pipeline implements Example {
  /** Where a stage sends its results. */
  private interface Next {
    /** Whether it was sent; if not, the work is cancelled. */
    boolean send(long value);
  }

  private interface Stage {
    void run(Next next);
  }

  @Override
  public String name() {
    return "pipeline";
  }

  @Override
  public String summary() {
    return "stages connected by channels, ended by a context when there is enough";
  }

  @Override
  public String options() {
    return "--take N (10)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int wanted = options.take("--take", 10);
    options.nothingElse();
    WaitGroup stages = new WaitGroup();
    try (Context.Cancellable work = Context.background().withCancel()) {
      Receiver<Long> cannonballs = cannonballs(work, stages);
      for (int layers = 1; layers <= wanted; layers++) {
        out.println("layers: " + layers + "  cannonballs: " + cannonballs.receive());
      }
    }
    stages.await();
    out.println("Cancelled; all stages have ended.");
  }

  private static Receiver<Long> cannonballs(Context work, WaitGroup stages) {
    Receiver<Long> numbers =
        stage(
            work,
            stages,
            next -> {
              long n = 1;
              while (next.send(n)) {
                n++;
              }
            });
    Receiver<Long> squares =
        stage(
            work,
            stages,
            next -> {
              for (long n : numbers) {
                if (!next.send(n * n)) {
                  return;
                }
              }
            });
    return stage(
        work,
        stages,
        next -> {
          long sum = 0;
          for (long square : squares) {
            sum += square;
            if (!next.send(sum)) {
              return;
            }
          }
        });
  }

  /** Starts a stage. It closes its channel when it ends, so that the next stage ends too. */
  private static Receiver<Long> stage(Context work, WaitGroup stages, Stage stage) {
    Chan<Long> results = Chan.unbuffered();
    stages.go(
        () -> {
          stage.run(value -> select(send(results, value), receive(work.done())) == 0);
          results.close();
        });
    return results;
  }
}
