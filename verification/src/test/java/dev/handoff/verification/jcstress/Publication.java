package dev.handoff.verification.jcstress;

import dev.handoff.runtime.RunQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** What the owner wrote before a put, with plain writes, is seen by the thief that takes it. */
public final class Publication {
  private Publication() {}

  private static final class Item {
    int value;
  }

  private static void put(RunQueue<Item> queue) {
    Item item = new Item();
    item.value = 1;
    queue.put(item);
  }

  private static int stolen(RunQueue<Item> queue) {
    RunQueue.Grab<Item> grab = new RunQueue.Grab<>(4);
    return queue.steal(grab) == 0 ? -1 : grab.item(0).value;
  }

  /** Through the ring of the production class. */
  @JCStressTest
  @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "the thief came too early")
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the thief sees what the owner wrote")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the thief sees a half-made item")
  @State
  public static class ThroughRing {
    private final RunQueue<Item> queue = new RunQueue<>(4);

    @Actor
    public void owner() {
      put(queue);
    }

    @Actor
    public void thief(I_Result result) {
      result.r1 = stolen(queue);
    }
  }

  /** Through runnext of the production class. */
  @JCStressTest
  @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "the thief came too early")
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the thief sees what the owner wrote")
  @Outcome(expect = Expect.FORBIDDEN, desc = "the thief sees a half-made item")
  @State
  public static class ThroughNext {
    private final RunQueue<Item> queue = new RunQueue<>(4);

    @Actor
    public void owner() {
      Item item = new Item();
      item.value = 1;
      queue.exchangeNext(item);
    }

    @Actor
    public void thief(I_Result result) {
      Item item = queue.stealNext();
      result.r1 = item == null ? -1 : item.value;
    }
  }

  /** The twin: a ring of one slot that says what it holds before it holds it. */
  @JCStressTest
  @Outcome(id = "-1", expect = Expect.ACCEPTABLE, desc = "the thief came too early")
  @Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the thief sees what the owner wrote")
  @Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "the fault: the thief sees an empty slot")
  @State
  public static class TailBeforeSlotTwin {
    private int slot;
    private int tail;

    @Actor
    public void owner() {
      tail = 1;
      slot = 1;
    }

    @Actor
    public void thief(I_Result result) {
      result.r1 = tail == 0 ? -1 : slot;
    }
  }
}
