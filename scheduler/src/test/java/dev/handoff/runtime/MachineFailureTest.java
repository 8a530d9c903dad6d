package dev.handoff.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** An exception inside the scheduler, on the thread of an M: it is told, and the others go on. */
class MachineFailureTest {
  private final RuntimeException injected = new RuntimeException("injected");
  private final CollectedMachines machines = new CollectedMachines(10);
  private final Sched sched = new Sched(1, Limits.PRODUCTION, machines, null);
  private int ran;

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

  private final class Bomb extends HeapTimer {
    @Override
    void fire(long sequence) {
      throw injected;
    }
  }

  private void fail() {
    throw injected;
  }

  /** The second M takes over; it runs until it has nothing to do. */
  private void assertThatAnotherGoesOn() {
    assertEquals(List.of(injected), machines.failures);
    assertEquals(2, machines.started.size(), "the P was handed to a new M");
    sched.stop();
    machines.started.get(1).run();
    assertEquals(1, ran);
    assertEquals(List.of(injected), machines.failures);
    assertEquals(0, sched.idle().spinning());
    assertEquals(1, sched.idle().idleProcessors());
  }

  @Test
  void thePOfAnMThatFailsGoesToAnotherWithWhatWaits() {
    sched.submit(new Scripted(1, this::fail));
    sched.submit(new Scripted(2, () -> ran++));
    machines.started.getFirst().run();
    assertThatAnotherGoesOn();
  }

  @Test
  void anMThatFailsWhileItSpinsIsNotCountedOn() {
    sched.submit(new Scripted(1, () -> ran++));
    new Bomb().set(sched.timers(), 0, 0);
    sched.allProcessors()[0].timers.hint(); // so that the M looks there first; and it was woken to spin
    machines.started.getFirst().run();
    assertThatAnotherGoesOn();
  }
}
