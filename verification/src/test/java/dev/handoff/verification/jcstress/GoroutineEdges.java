package dev.handoff.verification.jcstress;

import dev.handoff.Goroutine;
import dev.handoff.Scheduler;
import dev.handoff.context.Context;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The happens-before edges of goroutines and of contexts. */
public final class GoroutineEdges {
  private GoroutineEdges() {}

  /** Not closed: it lives as long as the JVM. */
  private static final class Shared {
    static final Scheduler SCHEDULER = Scheduler.builder().processors(1).build();
  }

  /** The go statement, its body, and the end of that with a join. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class GoToBodyToJoin {
    private int x;
    private int seen;

    @Actor
    public void starts(II_Result result) {
      result.r1 = seen;
      x = 1;
      Shared.SCHEDULER.go(() -> seen = x).join();
      result.r2 = seen;
    }
  }

  /** The twin: nobody waits for the end. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class GoWithoutJoinTwin {
    private int x;
    private int seen;

    @Actor
    public void starts(II_Result result) {
      result.r1 = seen;
      x = 1;
      Goroutine g = Shared.SCHEDULER.go(() -> seen = x);
      result.r2 = seen;
      g.join();
    }
  }

  /** Being told that it has ended is as good as having waited for that. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class EndToIsDone {
    private final Goroutine g = Shared.SCHEDULER.go(() -> this.x = 1);
    private int x;

    @Actor
    public void looks(II_Result result) {
      result.r1 = x;
      result.r2 = g.isDone() ? x : -1;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class CancelToDone {
    private final Context.Cancellable context = Context.background().withCancel();
    private int x;

    @Actor
    public void cancels() {
      x = 1;
      context.cancel();
    }

    @Actor
    public void receives(II_Result result) {
      result.r1 = x;
      context.done().receive();
      result.r2 = x;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class CancelToErr {
    private final Context.Cancellable context = Context.background().withCancel();
    private int x;

    @Actor
    public void cancels() {
      x = 1;
      context.cancel();
    }

    @Actor
    public void looks(II_Result result) {
      result.r1 = x;
      result.r2 = context.err() == null ? -1 : x;
    }
  }

  /** The cancellation of a context above. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class CancelToErrBelow {
    private final Context.Cancellable above = Context.background().withCancel();
    private final Context below = above.withCancel();
    private int x;

    @Actor
    public void cancels() {
      x = 1;
      above.cancel();
    }

    @Actor
    public void looks(II_Result result) {
      result.r1 = x;
      result.r2 = below.err() == null ? -1 : x;
    }
  }
}
