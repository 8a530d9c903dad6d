package dev.handoff.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * An M on its way out of a goroutine is asked to run that goroutine again. It may do so by itself
 * only if the goroutine has not moved on meanwhile. Found by the ping-pong benchmark on two Ps: see
 * docs/divergences.md.
 */
class ResubmissionTest {
  /** A goroutine whose code is the test's, on a scheduler whose Ms the test runs itself. */
  private static final class Scripted extends G {
    private final Runnable code;
    private boolean runnable;

    Scripted(long id, Runnable code) {
      super(id);
      this.code = code;
    }

    @Override
    protected void resume() {
      code.run();
    }

    @Override
    protected boolean carrierIsRunnable() {
      return runnable;
    }
  }

  private final CollectedMachines machines = new CollectedMachines(1);
  private final Sched sched = new Sched(1, Limits.PRODUCTION, machines, null);

  /** Runs the one M on this thread until it has nothing to do. */
  private void runToRest() {
    sched.stop();
    machines.started.getFirst().run();
    assertEquals(List.of(), machines.failures);
  }

  @Test
  void anMSeesToAGoroutineThatYieldsToIt() {
    int[] runs = {0};
    G[] g = new G[1];
    g[0] =
        new Scripted(
            1,
            () -> {
              if (++runs[0] == 1) {
                assertTrue(machines.started.getFirst().resubmitted(g[0]));
              } else {
                machines.started.getFirst().markExited();
              }
            });
    sched.submit(g[0]);
    runToRest();
    assertEquals(2, runs[0]);
    assertEquals(GStatus.DEAD, g[0].status());
  }

  /** The JDK submits a runnable thread again after it was asked for its stack. */
  @Test
  void aWakeUpOfARunningGoroutineIsLeftToItsMAndOneOfAQueuedOneIsNothing() {
    int[] runs = {0};
    Scripted[] g = new Scripted[1];
    g[0] =
        new Scripted(
            1,
            () -> {
              if (++runs[0] == 1) {
                assertEquals(-1, g[0].ready(), "it runs");
                g[0].runnable = true; // so the M readies it when it has come back
              } else {
                g[0].runnable = false;
              }
            });
    sched.submit(g[0]);
    assertEquals(-1, g[0].ready(), "it is queued");
    runToRest();
    assertEquals(2, runs[0]);
    assertEquals(GStatus.WAITING, g[0].status());
  }
}
