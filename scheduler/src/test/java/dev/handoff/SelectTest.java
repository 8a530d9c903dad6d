package dev.handoff;

import static dev.handoff.Select.after;
import static dev.handoff.Select.otherwise;
import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What one select does, with everything else at rest. Here with plain threads, for which a test can
 * see when they wait; SelectRacesTest has many at once, and goroutines.
 */
@Timeout(120)
class SelectTest {
  private static final Duration LONG = Duration.ofDays(1);

  private static Chan<String> full(String... values) {
    Chan<String> channel = Chan.buffered(values.length);
    for (String value : values) {
      channel.send(value);
    }
    return channel;
  }

  private static Chan<String> closed() {
    Chan<String> channel = Chan.unbuffered();
    channel.close();
    return channel;
  }

  private static Side sender(Chan<String> channel, String value) {
    return new Side(
        () -> {
          channel.send(value);
          return "sent";
        });
  }

  /** Nobody waits there any more, on either side. */
  private static void assertDeserted(Chan<String> channel) {
    assertFalse(channel.trySend("x"), "nobody waits to receive");
    assertNull(channel.tryReceive(), "nobody waits to send");
  }

  // ------------------------------------------------------------------------------ without waiting

  @Test
  void theReadyCaseHappensAndItsIndexIsReturned() {
    Chan<String> empty = Chan.unbuffered();
    List<String> seen = new ArrayList<>();
    int index =
        select(
            receive(empty, v -> seen.add("empty " + v)),
            send(empty, "b", () -> seen.add("sent")),
            receive(full("a"), v -> seen.add("full " + v)),
            otherwise(() -> seen.add("otherwise")));
    assertEquals(2, index);
    assertEquals(List.of("full a"), seen);
    assertDeserted(empty);
  }

  @Test
  void aSendGoesIntoTheBuffer() {
    Chan<String> channel = Chan.buffered(1);
    List<String> seen = new ArrayList<>();
    assertEquals(0, select(send(channel, "a", () -> seen.add("sent"))));
    assertEquals(List.of("sent"), seen);
    assertEquals(1, select(send(channel, "b"), otherwise()));
    assertEquals("a", channel.receive());
    assertEquals(0, channel.length());
  }

  /** Go's test/chan/select3.go: what is ready, by the state of the channel. */
  @Test
  void theDefaultHappensIfAndOnlyIfNothingIsReady() {
    assertEquals(0, select(otherwise()));
    assertEquals(1, select(receive(null), otherwise()));
    assertEquals(1, select(Select.<String>send(null, "x"), otherwise()));
    assertEquals(1, select(receive(Chan.<String>unbuffered()), otherwise()));
    assertEquals(1, select(send(Chan.unbuffered(), "x"), otherwise()));
    assertEquals(1, select(receive(Chan.<String>buffered(3)), otherwise()));
    assertEquals(1, select(send(full("a", "b"), "x"), otherwise()));
    assertEquals(1, select(after(LONG, () -> {}), otherwise()));
    assertEquals(1, select(otherwise(), receive(full("a"))));
    assertEquals(0, select(send(Chan.buffered(1), "x"), otherwise()));
    assertEquals(0, select(receive(closed()), otherwise()));
    assertEquals(0, select(after(Duration.ZERO, () -> {}), otherwise()));
    assertEquals(0, select(after(Duration.ofSeconds(-1), () -> {}), otherwise()));
    assertThrows(ChannelClosedException.class, () -> select(send(closed(), "x"), otherwise()));
  }

  @Test
  void aClosedChannelGivesWhatIsInItAndThenNull() {
    Chan<String> channel = full("a");
    channel.close();
    List<String> seen = new ArrayList<>();
    select(receive(channel, seen::add));
    select(receive(channel, seen::add));
    assertEquals(Arrays.asList("a", null), seen);
  }

  @Test
  void aReceiveThatMakesRoomLetsTheWaitingSenderIn() throws Exception {
    Chan<String> channel = full("a");
    Side sender =
        new Side(
            () -> {
              channel.send("b");
              return "sent";
            });
    sender.asleep();
    List<String> seen = new ArrayList<>();
    select(receive(channel, seen::add));
    assertEquals("sent", sender.ended().got.get());
    assertEquals(List.of("a"), seen);
    assertEquals("b", channel.tryReceive());
  }

  @Test
  void onlyOneOfTheReadyCasesHappens() {
    for (int i = 0; i < 200; i++) {
      Chan<String> a = full("a");
      Chan<String> b = Chan.buffered(1);
      Chan<String> c = Chan.buffered(1);
      List<String> seen = new ArrayList<>();
      int index =
          select(receive(a, seen::add), send(b, "b", () -> seen.add("b")), send(c, "c", () -> seen.add("c")));
      assertEquals(List.of(List.of("a", "b", "c").get(index)), seen);
      assertEquals(List.of(index != 0 ? 1 : 0, index == 1 ? 1 : 0, index == 2 ? 1 : 0),
          List.of(a.length(), b.length(), c.length()));
    }
  }

  /** Chi-square with 3 degrees of freedom: beyond 60 once in some 10^12 runs. */
  @Test
  void eachReadyCaseIsTakenAsOftenAsTheOthers() {
    int rounds = 40_000;
    int[] taken = new int[7];
    Chan<String> never = Chan.unbuffered();
    Chan<String> sink = Chan.buffered(1);
    for (int i = 0; i < rounds; i++) {
      int index =
          select(
              receive(never),
              receive(closed()),
              send(never, "x"),
              receive(closed()),
              send(sink, "x"),
              receive(null),
              receive(closed()));
      taken[index]++;
      sink.tryReceive();
    }
    double expected = rounds / 4.0;
    double chiSquare =
        IntStream.of(1, 3, 4, 6).mapToDouble(i -> Math.pow(taken[i] - expected, 2) / expected).sum();
    assertEquals(0, taken[0] + taken[2] + taken[5]);
    assertTrue(chiSquare < 60, () -> "chi-square " + chiSquare + " of " + Arrays.toString(taken));
  }

  @Test
  void badCasesAreRefusedAndNothingHappens() {
    Chan<String> ready = full("a");
    Receiver<String> foreign =
        new Receiver<>() {
          @Override
          public String receive() {
            return "x";
          }

          @Override
          public String tryReceive() {
            return "x";
          }

          @Override
          public boolean isDrained() {
            return false;
          }

          @Override
          public Iterator<String> iterator() {
            return List.of("x").iterator();
          }
        };
    Sender<String> foreignSender =
        new Sender<>() {
          @Override
          public void send(String value) {}

          @Override
          public boolean trySend(String value) {
            return true;
          }

          @Override
          public void close() {}
        };
    assertThrows(
        IllegalArgumentException.class,
        () -> select(receive(ready), otherwise(), receive(ready), otherwise()));
    assertThrows(IllegalArgumentException.class, () -> select(receive(ready), receive(foreign)));
    assertThrows(IllegalArgumentException.class, () -> select(send(foreignSender, "x"), otherwise()));
    assertThrows(NullPointerException.class, () -> select(receive(ready), null));
    assertThrows(NullPointerException.class, () -> select((Select.Case[]) null));
    assertThrows(NullPointerException.class, () -> send(ready, null));
    assertThrows(NullPointerException.class, () -> receive(ready, null));
    assertThrows(NullPointerException.class, () -> send(ready, "x", null));
    assertThrows(NullPointerException.class, () -> after(null, () -> {}));
    assertThrows(NullPointerException.class, () -> after(LONG, null));
    assertThrows(NullPointerException.class, () -> otherwise(null));
    assertEquals(1, ready.length());
  }

  @Test
  void aContinuationThatThrowsHoldsNoLock() {
    Chan<String> channel = full("a");
    IllegalStateException thrown = new IllegalStateException();
    Select.Case failing =
        receive(
            channel,
            v -> {
              assertTrue(channel.trySend("b"), "no lock is held now");
              throw thrown;
            });
    assertSame(thrown, assertThrows(IllegalStateException.class, () -> select(failing)));
    assertEquals("b", channel.tryReceive());
  }

  /** More cases than are searched for the lock order, each channel in three of them. */
  @Test
  void manyCases() throws Exception {
    List<Chan<String>> channels = new ArrayList<>();
    List<Select.Case> cases = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      channels.add(Chan.unbuffered());
    }
    for (Chan<String> channel : channels.reversed()) {
      cases.add(receive(channel, seen::add));
      cases.add(receive(null));
      cases.add(receive(channel, seen::add));
    }
    for (Chan<String> channel : channels) {
      cases.add(send(channel, "s"));
    }
    Select.Case[] all = cases.toArray(Select.Case[]::new);
    Side waiting = new Side(() -> select(all)).asleep();
    assertTrue(channels.get(7).trySend("a"));
    int index = (Integer) waiting.ended().got.get();
    assertEquals(3 * 12, index);
    assertEquals(List.of("a"), seen);
    channels.forEach(SelectTest::assertDeserted);

    cases.add(receive(full("b"), seen::add));
    assertEquals(80, select(cases.toArray(Select.Case[]::new)));
    cases.set(80, otherwise());
    assertEquals(80, select(cases.toArray(Select.Case[]::new)));
    channels.forEach(SelectTest::assertDeserted);
  }

  // -------------------------------------------------------------------------------------- waiting

  @Test
  void aWaitingReceiveIsServedAndTheOthersAreTakenBack() throws Exception {
    Chan<String> a = Chan.unbuffered();
    Chan<String> b = Chan.unbuffered();
    AtomicReference<Object> seen = new AtomicReference<>();
    AtomicReference<Thread> in = new AtomicReference<>();
    Side side =
        new Side(
                () ->
                    select(
                        send(b, "b"),
                        receive(
                            a,
                            v -> {
                              seen.set(v);
                              in.set(Thread.currentThread());
                            }),
                        receive(b)))
            .asleep();
    a.send("a");
    assertEquals(1, side.ended().got.get());
    assertEquals("a", seen.get());
    assertSame(side.thread, in.get(), "the continuation runs in the caller");
    assertDeserted(a);
    assertDeserted(b);
  }

  @Test
  void aWaitingSendIsServedAndTheOthersAreTakenBack() throws Exception {
    Chan<String> a = Chan.unbuffered();
    Chan<String> b = full("x");
    Side side = new Side(() -> select(send(a, "a"), send(b, "b"), receive(a))).asleep();
    assertEquals("a", a.receive());
    assertEquals(0, side.ended().got.get());
    assertDeserted(a);
    assertEquals("x", b.tryReceive());
    assertNull(b.tryReceive());

    Chan<String> c = full("y");
    Side into = new Side(() -> select(receive(a), send(c, "c"))).asleep();
    assertEquals("y", c.receive());
    assertEquals(1, into.ended().got.get());
    assertEquals("c", c.tryReceive());
    assertDeserted(a);
  }

  /** A select does not serve itself. */
  @Test
  void theSameChannelToSendAndToReceive() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    AtomicReference<Object> seen = new AtomicReference<>("nothing");
    Side one = new Side(() -> select(send(channel, "a"), receive(channel, seen::set))).asleep();
    assertEquals("a", channel.receive());
    assertEquals(0, one.ended().got.get());
    assertEquals("nothing", seen.get());
    Side two = new Side(() -> select(send(channel, "a"), receive(channel, seen::set))).asleep();
    channel.send("b");
    assertEquals(1, two.ended().got.get());
    assertEquals("b", seen.get());
    assertDeserted(channel);
  }

  @Test
  void twoSelectsServeEachOther() throws Exception {
    Chan<String> a = Chan.unbuffered();
    Chan<String> b = Chan.unbuffered();
    Side one = new Side(() -> select(receive(a), send(b, "b"))).asleep();
    List<String> seen = new ArrayList<>();
    int index = select(receive(a, seen::add), receive(b, seen::add));
    assertEquals(1, index);
    assertEquals(List.of("b"), seen);
    assertEquals(1, one.ended().got.get());
    assertDeserted(a);
    assertDeserted(b);
  }

  @Test
  void selectsAndPlainReceiversAreServedInOrder() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    Chan<String> other = Chan.unbuffered();
    AtomicReference<Object> second = new AtomicReference<>();
    Side plain = new Side(channel::receive).asleep();
    Side selecting = new Side(() -> select(receive(other), receive(channel, second::set))).asleep();
    Side last = new Side(channel::receive).asleep();
    channel.send("a");
    channel.send("b");
    channel.send("c");
    assertEquals("a", plain.ended().got.get());
    assertEquals(1, selecting.ended().got.get());
    assertEquals("b", second.get());
    assertEquals("c", last.ended().got.get());
  }

  @Test
  void closingWakesReceives() throws Exception {
    Chan<String> a = Chan.unbuffered();
    Chan<String> b = Chan.unbuffered();
    AtomicReference<Object> seen = new AtomicReference<>("nothing");
    Side side =
        new Side(() -> select(receive(b), receive(a, seen::set), receive(a, seen::set))).asleep();
    a.close();
    assertEquals(1, side.ended().got.get(), "the first that waited there");
    assertNull(seen.get());
    assertDeserted(b);
  }

  @Test
  void closingWakesSends() throws Exception {
    Chan<String> a = Chan.unbuffered();
    Chan<String> b = Chan.unbuffered();
    AtomicReference<Object> seen = new AtomicReference<>("nothing");
    Side side = new Side(() -> select(receive(b), send(a, "a", () -> seen.set("sent")))).asleep();
    a.close();
    assertInstanceOf(ChannelClosedException.class, side.ended().thrown.get());
    assertEquals("nothing", seen.get());
    assertDeserted(b);
    assertNull(a.receive());
  }

  @Test
  void anInterruptedSelectLeavesNothingBehind() throws Exception {
    Chan<String> a = Chan.unbuffered();
    Chan<String> b = full("x");
    Side side =
        new Side(
                () ->
                    select(
                        receive(a), send(b, "b"), send(a, "a"), receive(a), after(LONG, () -> {})))
            .asleep();
    side.thread.interrupt();
    assertInstanceOf(GoroutineInterruptedException.class, side.ended().thrown.get());
    assertTrue(side.flag.get(), "the flag stays set");
    assertDeserted(a);
    assertEquals("x", b.tryReceive());
    assertNull(b.tryReceive());
  }

  /** A select takes its waiters back at once, not only when somebody meets them. */
  @Test
  void aQuietChannelKeepsNothingOfASelectThatIsOver() throws Exception {
    Chan<Object> quiet = Chan.unbuffered();
    Chan<String> other = Chan.unbuffered();
    WeakReference<Object> unsent = waitedBeside(quiet, other);
    Await.until(
        "it is garbage",
        () -> {
          System.gc();
          return unsent.get() == null;
        });
    assertNull(quiet.tryReceive());
  }

  private static WeakReference<Object> waitedBeside(Chan<Object> quiet, Chan<String> other)
      throws Exception {
    Object value = new Object();
    Side side = new Side(() -> select(send(quiet, value), receive(other))).asleep();
    other.send("a");
    assertEquals(1, side.ended().got.get());
    return new WeakReference<>(value);
  }

  @Test
  void anInterruptMattersOnlyToWhoMustWait() {
    Chan<String> channel = full("a");
    Thread.currentThread().interrupt();
    try {
      assertEquals(0, select(receive(channel)));
      assertEquals(1, select(receive(channel), otherwise()));
      assertThrows(GoroutineInterruptedException.class, () -> select(receive(channel)));
      assertThrows(
          GoroutineInterruptedException.class,
          () -> select(receive(channel), after(LONG, () -> {})));
      assertThrows(GoroutineInterruptedException.class, () -> select());
      assertTrue(Thread.currentThread().isInterrupted());
    } finally {
      Thread.interrupted();
    }
    assertEquals(0, select(send(channel, "b")));
  }

  @Test
  void withoutACaseThatCanHappenItWaitsForEver() throws Exception {
    List<Side> sides =
        List.of(
            new Side(() -> select()),
            new Side(() -> select(receive(null), Select.<String>send(null, "x"))));
    for (Side side : sides) {
      side.asleep();
      side.thread.interrupt();
      assertInstanceOf(GoroutineInterruptedException.class, side.ended().thrown.get());
    }
  }

  @Test
  void aCaseMayBeUsedAgainAndBySeveralAtOnce() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Select.Case shared = receive(channel, seen::add);
    Side one = new Side(() -> select(shared, shared)).asleep();
    Side two = new Side(() -> select(shared)).asleep();
    channel.send("a");
    channel.send("b");
    assertEquals(0, one.ended().got.get());
    assertEquals(0, two.ended().got.get());
    assertDeserted(channel);
    Side again = new Side(() -> select(shared)).asleep();
    channel.send("c");
    again.ended();
    assertEquals(List.of("a", "b", "c"), seen.stream().sorted().toList());
  }

  // --------------------------------------------------------------------------------------- timers

  @Test
  void afterHappensWhenNothingElseDoes() {
    Chan<String> never = Chan.unbuffered();
    List<String> seen = new ArrayList<>();
    long start = System.nanoTime();
    int index =
        select(
            receive(never),
            after(LONG, () -> seen.add("long")),
            after(Duration.ofMillis(20), () -> seen.add("short")));
    assertEquals(2, index);
    assertEquals(List.of("short"), seen);
    assertTrue(System.nanoTime() - start >= 20_000_000, "not early");
    assertDeserted(never);
    assertEquals(0, select(after(Duration.ofMillis(1), () -> {}), receive(null)));
    assertEquals(0, select(after(Duration.ofSeconds(Long.MIN_VALUE), () -> {})));
  }

  @Test
  void afterDoesNotHappenWhenSomethingElseDoes() throws Exception {
    Chan<String> channel = Chan.unbuffered();
    List<String> seen = new ArrayList<>();
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    Side side =
        new Side(() -> select(after(forEver, () -> seen.add("late")), receive(channel, seen::add)));
    channel.send("a");
    assertEquals(1, side.ended().got.get());
    assertEquals(List.of("a"), seen);
    assertEquals(1, select(after(LONG, () -> seen.add("late")), receive(full("b"), seen::add)));
    assertEquals(List.of("a", "b"), seen);
  }

  @Test
  void casesSayWhatTheyAre() {
    Chan<String> channel = Chan.unbuffered();
    assertEquals("receive from " + channel, receive(channel).toString());
    assertEquals("send to " + channel, send(channel, "x").toString());
    assertEquals("after PT24H", after(LONG, () -> {}).toString());
    assertEquals("otherwise", otherwise().toString());
    assertEquals("never", receive(null).toString());
  }

  @Test
  void aSelectThatNeedNotWaitAllocatesNothing() throws Exception {
    Chan<String> channel = Chan.buffered(2);
    Chan<String> never = Chan.unbuffered();
    Select.Case[] cases = {
      receive(never), send(channel, "a"), receive(channel), after(LONG, () -> {}), receive(null)
    };
    Select.Case[] idle = {receive(never), send(never, "x"), otherwise()};
    int rounds = 100_000;
    long used = 0;
    for (int run = 0; run < 2; run++) { // the first run loads classes
      long before = bytesAllocatedHere();
      for (int i = 0; i < rounds; i++) {
        select(cases);
        select(idle);
      }
      used = bytesAllocatedHere() - before;
    }
    assertTrue(used < rounds, used + " bytes"); // less than any object in each
  }

  /** By way of the MBean, whose type is in a module that this one does not need. */
  private static long bytesAllocatedHere() throws Exception {
    Object bytes =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("java.lang:type=Threading"),
                "getThreadAllocatedBytes",
                new Object[] {Thread.currentThread().threadId()},
                new String[] {"long"});
    return (Long) bytes;
  }

  // ------------------------------------------------------------------- beside others in a queue

  /**
   * A select waits twice on a channel, before, between or behind others; when it is served elsewhere
   * these are still there, in order. [A queue that loses its end, or somebody, when one leaves it.]
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void aSelectThatLeavesTakesNobodyWithIt(int place) throws Exception {
    Chan<String> receiving = Chan.unbuffered();
    Chan<String> sending = Chan.unbuffered();
    Chan<String> other = Chan.unbuffered();
    List<Side> receivers = new ArrayList<>();
    List<Side> senders = new ArrayList<>();
    Side selecting = null;
    for (int i = 0; i <= 3; i++) {
      if (i == place) {
        selecting =
            new Side(
                    () ->
                        select(
                            receive(receiving),
                            send(sending, "x"),
                            receive(receiving),
                            send(sending, "y"),
                            receive(other)))
                .asleep();
      }
      if (i < 3) {
        receivers.add(new Side(receiving::receive).asleep());
        senders.add(sender(sending, "" + i).asleep());
      }
    }
    other.send("now");
    assertEquals(4, selecting.ended().got.get());
    receivers.add(new Side(receiving::receive).asleep()); // behind them
    senders.add(sender(sending, "3").asleep());
    for (int i = 0; i < 4; i++) {
      receiving.send("" + i);
      assertEquals("" + i, receivers.get(i).ended().got.get());
      assertEquals("" + i, sending.receive());
      assertEquals("sent", senders.get(i).ended().got.get());
    }
    assertDeserted(receiving);
    assertDeserted(sending);
  }

  /** Go's test/chan/select7.go. */
  @Test
  void eachWayToSendMeetsEachWayToReceive() throws Exception {
    Chan<String> never = Chan.unbuffered();
    List<Consumer<Chan<String>>> sends =
        List.of(
            channel -> channel.send("a"),
            channel -> select(send(channel, "a")),
            channel -> select(send(never, "x"), send(channel, "a")),
            channel -> assertTrue(channel.trySend("a")),
            channel -> assertEquals(0, select(send(channel, "a"), otherwise())));
    List<Consumer<Chan<String>>> receives =
        List.of(
            Chan::receive,
            channel -> select(receive(channel)),
            channel -> select(receive(channel), receive(never)));
    for (Consumer<Chan<String>> send : sends) {
      for (Consumer<Chan<String>> receive : receives) {
        Chan<String> channel = Chan.unbuffered();
        Side receiver =
            new Side(
                    () -> {
                      receive.accept(channel);
                      return "received";
                    })
                .asleep();
        send.accept(channel);
        assertEquals("received", receiver.ended().got.get());
        assertDeserted(channel);
      }
    }
    assertDeserted(never);
  }

  /** Go's TestPseudoRandomSend. Of 1,000 that are as likely less than 300: once in some 10^37 runs. */
  @Test
  void twoSendsOnOneChannelHappenAsOften() {
    int rounds = 1_000;
    Chan<String> channel = Chan.buffered(rounds);
    for (int i = 0; i < rounds; i++) {
      select(send(channel, "a"), send(channel, "b"));
    }
    channel.close();
    int a = 0;
    for (String value : channel) {
      a += value.equals("a") ? 1 : 0;
    }
    assertTrue(a > 300 && a < 700, "of " + rounds + ": " + a);
  }
}
