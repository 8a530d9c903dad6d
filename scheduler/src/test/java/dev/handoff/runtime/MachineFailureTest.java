package dev.handoff.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An exception inside the scheduler, on the thread of an M: it is told, and the others go on. */
class MachineFailureTest {
  private final List<M> started = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final Sched sched =
      new Sched(
          1,
          Limits.PRODUCTION,
          new Machines() {
            @Override
            public void start(M m) {
              started.add(m);
            }

            @Override
            public int limit() {
              return 10;
            }

            @Override
            public long keepAliveNanos() {
              return Long.MAX_VALUE;
            }

            @Override
            public void limitReached() {
              throw new AssertionError("two Ms are enough");
            }

            @Override
            public void failed(M m, Throwable failure) {
              failures.add(failure);
            }
          },
          null);

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

  @Test
  void theFailureIsToldAndThePGoesToAnotherMWithWhatWaits() {
    RuntimeException injected = new RuntimeException("injected");
    int[] ran = {0};
    sched.submit(
        new Scripted(
            1,
            () -> {
              throw injected;
            }));
    sched.submit(new Scripted(2, () -> ran[0]++));
    started.get(0).run();
    assertEquals(1, failures.size());
    assertSame(injected, failures.getFirst());
    assertEquals(2, started.size(), "the P was handed to a new M");
    sched.stop();
    started.get(1).run();
    assertEquals(1, ran[0]);
    assertEquals(1, failures.size());
  }
}
