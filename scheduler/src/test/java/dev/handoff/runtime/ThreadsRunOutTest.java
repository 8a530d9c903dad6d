package dev.handoff.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** There is no thread for an M: it is told, and the M is started as soon as there is one. */
class ThreadsRunOutTest {
  private static final class Scarce implements Machines {
    final List<M> started = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    int failing;

    @Override
    public void start(M m) {
      if (failing > 0) {
        failing--;
        throw new OutOfMemoryError("no thread");
      }
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
      failures.add(new IllegalStateException("limit"));
    }

    @Override
    public void failed(Throwable failure) {
      failures.add(failure);
    }
  }

  private static final class Counted extends G {
    private int ran;

    Counted(long id) {
      super(id);
    }

    @Override
    protected void resume() {
      ran++;
    }
  }

  private final Scarce machines = new Scarce();
  private final Sched sched = new Sched(1, Limits.PRODUCTION, machines, null);

  @Test
  void anMWithoutAThreadIsStartedLater() {
    machines.failing = 2;
    Counted g = new Counted(1);
    long before = CutShort.epoch();
    sched.submit(g);
    assertEquals(List.of(), machines.started);
    assertEquals(1, machines.failures.size(), "it is told");
    assertTrue(CutShort.epoch() != before, "every scheduler looks for what was left undone");

    sched.makeGood(); // fails once more
    assertEquals(List.of(), machines.started);
    sched.makeGood();
    sched.makeGood(); // only once
    assertEquals(1, machines.started.size());

    sched.stop();
    machines.started.getFirst().run();
    assertEquals(1, g.ran, "the goroutine that the M was woken for");
  }

  @Test
  void whereNoMSleepsANewOneIsRousedWithoutAP() {
    sched.rouse();
    assertEquals(1, machines.started.size());
    assertEquals(1, sched.idle().started());
    assertEquals(1, sched.idle().idleProcessors(), "it was given no P");
    assertEquals(0, sched.idle().version(), "and that was no step");

    Counted g = new Counted(1);
    sched.submit(g);
    assertEquals(1, machines.started.size(), "the same M is woken");
    sched.stop();
    machines.started.getFirst().run();
    assertEquals(1, g.ran);
  }
}
