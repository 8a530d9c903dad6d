package dev.handoff.verification.jcstress;

import dev.handoff.runtime.RunQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The two sides of the wake-up protocol: whoever puts a goroutine into the ring looks afterwards for
 * somebody asleep, and whoever falls asleep looks afterwards into the ring. One of them must see the
 * other, which takes a fence between the put, which is a release, and the look.
 */
public final class WakeUp {
  private WakeUp() {}

  /** The production ring, with the fence that Running.putNext has. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the wake-up is lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "one sees the other")
  @State
  public static class WithFence {
    private final RunQueue<String> queue = new RunQueue<>(4);
    private volatile int asleep;

    @Actor
    public void submitter(II_Result result) {
      queue.put("work");
      VarHandle.fullFence();
      result.r1 = asleep;
    }

    @Actor
    public void sleeper(II_Result result) {
      asleep = 1;
      result.r2 = queue.isEmpty() ? 0 : 1;
    }
  }

  /** The twin: the same without the fence, and with a plain look. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the fault: the wake-up is lost")
  @Outcome(expect = Expect.ACCEPTABLE, desc = "one sees the other")
  @State
  public static class WithoutFenceTwin {
    private static final VarHandle ASLEEP;

    static {
      try {
        ASLEEP =
            MethodHandles.lookup().findVarHandle(WithoutFenceTwin.class, "asleep", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private final RunQueue<String> queue = new RunQueue<>(4);
    private int asleep;

    @Actor
    public void submitter(II_Result result) {
      queue.put("work");
      result.r1 = (int) ASLEEP.getAcquire(this);
    }

    @Actor
    public void sleeper(II_Result result) {
      ASLEEP.setVolatile(this, 1);
      result.r2 = queue.isEmpty() ? 0 : 1;
    }
  }
}
