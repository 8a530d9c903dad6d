package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Channels as Go has them, here between plain threads; GoroutineTest has them between goroutines. */
@Timeout(60)
class ChanTest {
  private static Side sender(Chan<String> channel, String value) {
    return new Side(
        () -> {
          channel.send(value);
          return "sent";
        });
  }

  private static Side receiver(Chan<String> channel) {
    return new Side(channel::receive);
  }

  @Test
  void anUnbufferedSendWaitsForItsReceive() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    Side sender = sender(channel, "a").asleep();
    assertEquals("a", channel.receive());
    assertEquals("sent", sender.ended().got.get());
  }

  @Test
  void anUnbufferedReceiveWaitsForItsSend() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    Side receiver = receiver(channel).asleep();
    channel.send("a");
    assertEquals("a", receiver.ended().got.get());
  }

  @Test
  void aBufferHoldsWhatItCanAndKeepsTheOrder() throws Exception {
    Chan<String> channel = Chan.buffered(2);
    channel.send("a");
    channel.send("b");
    assertEquals(2, channel.length());
    assertEquals(2, channel.capacity());
    assertFalse(channel.trySend("x"));
    Side third = sender(channel, "c").asleep();
    assertEquals("a", channel.receive());
    third.ended();
    assertEquals("b", channel.receive());
    assertEquals("c", channel.receive());
    assertNull(channel.tryReceive());
  }

  @Test
  void waitingSendersAreServedInOrder() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    List<Side> senders = new ArrayList<>();
    for (String value : List.of("a", "b", "c")) {
      senders.add(sender(channel, value).asleep());
    }
    assertEquals(List.of("a", "b", "c"), List.of(channel.receive(), channel.receive(), channel.receive()));
    for (Side sender : senders) {
      assertEquals("sent", sender.ended().got.get());
    }
  }

  @Test
  void tryOperationsDoNotWait() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    assertFalse(channel.trySend("a"));
    assertNull(channel.tryReceive());
    Side receiver = receiver(channel).asleep();
    assertTrue(channel.trySend("b"));
    assertEquals("b", receiver.ended().got.get());
    Side sender = sender(channel, "c").asleep();
    assertEquals("c", channel.tryReceive());
    sender.ended();
  }

  @Test
  void aClosedChannelIsDrainedBeforeItGivesNull() {
    Chan<String> channel = Chan.buffered(2);
    channel.send("a");
    channel.close();
    assertFalse(channel.isDrained());
    assertEquals("a", channel.receive());
    assertTrue(channel.isDrained());
    assertNull(channel.receive());
    assertNull(channel.tryReceive());
  }

  @Test
  void closingWakesEverybodyWhoWaits() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    Side first = receiver(channel).asleep();
    Side second = receiver(channel).asleep();
    channel.close();
    assertNull(first.ended().got.get());
    assertNull(second.ended().got.get());

    Chan<String> other = Chan.unbuffered();
    Side sender = sender(other, "a").asleep();
    other.close();
    assertInstanceOf(ChannelClosedException.class, sender.ended().thrown.get());
    assertNull(other.receive());
  }

  @Test
  void aClosedChannelRefusesSendsAndASecondClose() {
    Chan<String> channel = Chan.buffered(1);
    channel.close();
    assertThrows(ChannelClosedException.class, () -> channel.send("a"));
    assertThrows(ChannelClosedException.class, () -> channel.trySend("a"));
    assertThrows(ChannelClosedException.class, channel::close);
  }

  @Test
  void badArgumentsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Chan.buffered(-1));
    Chan<String> channel = Chan.buffered(1);
    assertThrows(NullPointerException.class, () -> channel.send(null));
    assertThrows(NullPointerException.class, () -> channel.trySend(null));
    assertEquals(0, channel.length());
  }

  @Test
  void rangeTakesAllUntilClosedAndDrained() {
    Chan<String> channel = Chan.buffered(3);
    channel.send("a");
    channel.send("b");
    channel.close();
    List<String> seen = new ArrayList<>();
    var iterator = channel.iterator();
    while (iterator.hasNext()) {
      assertTrue(iterator.hasNext(), "looking ahead twice takes one value");
      seen.add(iterator.next());
    }
    assertEquals(List.of("a", "b"), seen);
    assertThrows(NoSuchElementException.class, iterator::next);
  }

  @Test
  void anInterruptedReceiverTakesNothing() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    Side interrupted = receiver(channel).asleep();
    Side next = receiver(channel).asleep();
    interrupted.thread.interrupt();
    assertInstanceOf(GoroutineInterruptedException.class, interrupted.ended().thrown.get());
    assertTrue(interrupted.flag.get(), "the interrupt flag stays set");
    channel.send("a");
    assertEquals("a", next.ended().got.get());
  }

  @Test
  void anInterruptedSenderHasNotSent() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    Side interrupted = sender(channel, "a").asleep();
    interrupted.thread.interrupt();
    assertInstanceOf(GoroutineInterruptedException.class, interrupted.ended().thrown.get());
    assertNull(channel.tryReceive());
  }

  @Test
  void anInterruptMattersOnlyToWhoMustWait() {
    Chan<String> channel = Chan.buffered(1);
    Thread.currentThread().interrupt();
    try {
      channel.send("a");
      assertThrows(GoroutineInterruptedException.class, () -> channel.send("b"));
      assertEquals("a", channel.receive());
      assertThrows(GoroutineInterruptedException.class, channel::receive);
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
    assertNull(channel.tryReceive());
  }

  @Test
  void itSaysWhatItIs() {
    Chan<String> channel = Chan.buffered(3);
    channel.send("a");
    assertTrue(channel.toString().matches("Chan@[0-9a-f]+\\[1/3]"), channel.toString());
    assertTrue(Chan.unbuffered().toString().endsWith("[unbuffered]"));
  }

  @Test
  void aBufferOfNoneIsUnbuffered() throws Exception {
    for (Chan<String> channel : List.of(Chan.<String>buffered(0), Chan.<String>unbuffered())) {
      assertEquals(0, channel.capacity());
      assertFalse(channel.trySend("x"));
      Side sender = sender(channel, "a").asleep();
      assertEquals(0, channel.length(), "what a sender holds is not in the channel");
      assertEquals("a", channel.receive());
      sender.ended();
    }
  }

  @Test
  void waitingReceiversAreServedInOrder() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    List<Side> receivers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      receivers.add(receiver(channel).asleep());
    }
    for (String value : List.of("a", "b", "c")) {
      channel.send(value);
    }
    List<Object> got = new ArrayList<>();
    for (Side receiver : receivers) {
      got.add(receiver.ended().got.get());
    }
    assertEquals(List.of("a", "b", "c"), got);
  }

  /** Go's TestNonblockRecvRace: what is in the channel is there for one that does not wait, also beside a close. */
  @Test
  void aCloseHidesNothing() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      Chan<String> channel = Chan.buffered(1);
      channel.send("a");
      Side receiver = new Side(channel::tryReceive);
      channel.close();
      assertEquals("a", receiver.ended().got.get());
    }
  }
}
