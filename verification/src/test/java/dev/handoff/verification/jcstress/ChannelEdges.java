package dev.handoff.verification.jcstress;

import static dev.handoff.Select.otherwise;
import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;

import dev.handoff.Chan;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The happens-before edges that the documentation of Chan and Select promises. */
public final class ChannelEdges {
  private ChannelEdges() {}

  private static Chan<String> full() {
    Chan<String> channel = Chan.buffered(1);
    channel.send("first");
    return channel;
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class UnbufferedSendToReceive {
    private final Chan<String> channel = Chan.unbuffered();
    private int x;

    @Actor
    public void sender() {
      x = 1;
      channel.send("go");
    }

    @Actor
    public void receiver(II_Result result) {
      result.r1 = x;
      channel.receive();
      result.r2 = x;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class BufferedSendToReceive {
    private final Chan<String> channel = Chan.buffered(1);
    private int x;

    @Actor
    public void sender() {
      x = 1;
      channel.send("go");
    }

    @Actor
    public void receiver(II_Result result) {
      result.r1 = x;
      channel.receive();
      result.r2 = x;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class TrySendToTryReceive {
    private final Chan<String> channel = Chan.buffered(1);
    private int x;

    @Actor
    public void sender() {
      x = 1;
      channel.trySend("go");
    }

    @Actor
    public void receiver(II_Result result) {
      result.r1 = x;
      result.r2 = channel.tryReceive() == null ? -1 : x;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class SelectToSelect {
    private final Chan<String> channel = Chan.buffered(1);
    private int x;

    @Actor
    public void sender() {
      x = 1;
      select(send(channel, "go"));
    }

    @Actor
    public void receiver(II_Result result) {
      result.r1 = x;
      result.r2 = select(receive(channel), otherwise()) == 1 ? -1 : x;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class UnbufferedReceiveToSend {
    private final Chan<String> channel = Chan.unbuffered();
    private int x;

    @Actor
    public void receiver() {
      x = 1;
      channel.receive();
    }

    @Actor
    public void sender(II_Result result) {
      result.r1 = x;
      channel.send("go");
      result.r2 = x;
    }
  }

  /** The twin: with room in a buffer a send does not wait for its receive. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class BufferedReceiveToSendTwin {
    private final Chan<String> channel = Chan.buffered(1);
    private int x;

    @Actor
    public void receiver() {
      x = 1;
      channel.receive();
    }

    @Actor
    public void sender(II_Result result) {
      result.r1 = x;
      channel.send("go");
      result.r2 = x;
    }
  }

  /** The first receive, and the second send into a buffer for one. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class ReceiveToSendThatUsesItsSlot {
    private final Chan<String> channel = full();
    private int x;

    @Actor
    public void receiver() {
      x = 1;
      channel.receive();
    }

    @Actor
    public void sender(II_Result result) {
      result.r1 = x;
      result.r2 = channel.trySend("second") ? x : -1;
    }
  }

  /** The twin: a send that uses another slot. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class ReceiveToSendThatUsesAnotherSlotTwin {
    private final Chan<String> channel = Chan.buffered(2);
    private int x;

    public ReceiveToSendThatUsesAnotherSlotTwin() {
      channel.send("first");
    }

    @Actor
    public void receiver() {
      x = 1;
      channel.receive();
    }

    @Actor
    public void sender(II_Result result) {
      result.r1 = x;
      result.r2 = channel.trySend("second") ? x : -1;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class CloseToReceiveOfNull {
    private final Chan<String> channel = Chan.unbuffered();
    private int x;

    @Actor
    public void closer() {
      x = 1;
      channel.close();
    }

    @Actor
    public void receiver(II_Result result) {
      result.r1 = x;
      result.r2 = channel.receive() == null ? x : -1;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class CloseToIsDrained {
    private final Chan<String> channel = Chan.unbuffered();
    private int x;

    @Actor
    public void closer() {
      x = 1;
      channel.close();
    }

    @Actor
    public void looker(II_Result result) {
      result.r1 = x;
      result.r2 = channel.isDrained() ? x : -1;
    }
  }

  /**
   * The twin of every edge through which somebody learns that something has happened: a channel of one
   * slot without a lock, its slot read and written plainly.
   */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class PlainSlotTwin {
    private String slot;
    private int x;

    @Actor
    public void sender() {
      x = 1;
      slot = "go";
    }

    @Actor
    public void receiver(II_Result result) {
      result.r1 = x;
      result.r2 = slot == null ? -1 : x;
    }
  }
}
