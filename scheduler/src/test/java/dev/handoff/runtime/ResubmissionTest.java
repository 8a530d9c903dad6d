package dev.handoff.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
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

    Scripted(long id, Runnable code) {
      super(id);
      this.code = code;
    }

    @Override
    protected void resume() {
      code.run();
    }
  }

  private final AtomicReference<M> machine = new AtomicReference<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Sched sched =
      new Sched(
          1,
          Limits.PRODUCTION,
          new Machines() {
            @Override
            public void start(M m) {
              machine.set(m);
            }

            @Override
            public int limit() {
              return 1;
            }

            @Override
            public void limitReached() {
              failure.set(new IllegalStateException("one P needs one M"));
            }

            @Override
            public void failed(M m, Throwable thrown) {
              failure.set(thrown);
            }
          },
          null);

  /** Runs the one M on this thread until it has nothing to do. */
  private void runToRest() {
    sched.stop();
    machine.get().run();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
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
                assertTrue(machine.get().resubmitted(g[0]));
              } else {
                machine.get().markExited();
              }
            });
    sched.submit(g[0]);
    runToRest();
    assertEquals(2, runs[0]);
    assertEquals(GStatus.DEAD, g[0].status());
  }

  @Test
  void anMDoesNotTakeALaterWaitForItsOwn() {
    boolean[] took = {true};
    G[] g = new G[1];
    g[0] =
        new Scripted(
            1,
            () -> {
              // Meanwhile another thread woke it, ran it, and saw it wait again.
              g[0].park(g[0].transitions());
              g[0].ready();
              long elsewhere = g[0].execute();
              g[0].park(elsewhere);
              took[0] = machine.get().resubmitted(g[0]);
            });
    sched.submit(g[0]);
    runToRest();
    assertFalse(took[0]);
    assertEquals(GStatus.WAITING, g[0].status(), "the M has left it alone");
  }
}
