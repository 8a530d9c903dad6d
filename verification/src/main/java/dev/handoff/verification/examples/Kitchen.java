package dev.handoff.verification.examples;

import dev.handoff.Go;
import dev.handoff.Scheduler;
import dev.handoff.sync.WaitGroup;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Concurrency and parallelism, seen: the same three jobs in a kitchen with one cook and with two. A
 * cook is a P. While the water boils nobody has to stand beside it, so even one cook gets on with the
 * vegetables; but only two cooks ever have their hands full at the same time.
 */
public final class Kitchen implements Example {
  private static final Duration BOILING = Duration.ofMillis(40);
  private static final Duration CHOPPING = Duration.ofMillis(6);
  private static final Duration HANDLING = Duration.ofMillis(8);
  private static final int VEGETABLES = 8;

  @Override
  public String name() {
    return "kitchen";
  }

  @Override
  public String summary() {
    return "concurrency and parallelism as lanes: one cook, then two, over the same jobs";
  }

  @Override
  public String options() {
    return "";
  }

  @Override
  public List<Integer> processors() {
    return List.of(1, 2);
  }

  @Override
  public void main(Options options, PrintStream out) {
    options.nothingElse();
    Lanes lanes = new Lanes();
    Lanes.Lane water = lanes.lane("boil water");
    Lanes.Lane carrots = lanes.lane("chop carrots");
    Lanes.Lane onions = lanes.lane("chop onions");
    WaitGroup jobs = new WaitGroup();
    jobs.go(() -> boil(water));
    jobs.go(() -> chop(carrots));
    jobs.go(() -> chop(onions));
    jobs.await();
    lanes.draw(out, title(Scheduler.current().processors()));
  }

  private static String title(int cooks) {
    return cooks == 1
        ? "One cook, 1 P: concurrency. The jobs take turns; the wait for the water is put to use."
        : cooks + " cooks, " + cooks + " Ps: parallelism. Jobs are also done at the same time.";
  }

  private static void boil(Lanes.Lane lane) {
    for (int kettle = 0; kettle < 2; kettle++) {
      lane.work(() -> keepBusy(HANDLING));
      lane.pause(() -> Go.sleep(BOILING));
    }
    lane.work(() -> keepBusy(HANDLING));
  }

  private static void chop(Lanes.Lane lane) {
    for (int i = 0; i < VEGETABLES; i++) {
      lane.work(() -> keepBusy(CHOPPING));
      Go.yield();
    }
  }

  /** Hands full: computes, and does not let go of the P; shorter than a time slice. */
  private static void keepBusy(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}
