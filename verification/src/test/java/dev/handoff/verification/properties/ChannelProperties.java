package dev.handoff.verification.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Scheduler;
import dev.handoff.Sender;
import dev.handoff.sync.WaitGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Over any number of senders, receivers and buffer slots: no value is lost or duplicated, and each
 * receiver sees the values of each sender in the order in which they were sent.
 */
class ChannelProperties {
  /** The number of the sender, and a count. */
  record Value(int sender, int count) {}

  @Property(tries = 120)
  void noValueIsLostOrDuplicatedAndEachSenderIsFirstInFirstOut(
      @ForAll @IntRange(min = 1, max = 5) int senders,
      @ForAll @IntRange(min = 1, max = 5) int receivers,
      @ForAll @IntRange(min = 0, max = 4) int capacity,
      @ForAll @IntRange(min = 0, max = 60) int each,
      @ForAll @IntRange(min = 1, max = 4) int processors) {
    check(senders, receivers, capacity, each, processors, s -> s);
  }

  @Example
  void aLostValueIsNoticed() {
    assertThrows(
        AssertionError.class, () -> check(2, 2, 1, 20, 2, s -> new Faulty(s, Fault.LOSES)));
  }

  @Example
  void aDuplicatedValueIsNoticed() {
    assertThrows(
        AssertionError.class, () -> check(2, 2, 1, 20, 2, s -> new Faulty(s, Fault.DUPLICATES)));
  }

  @Example
  void valuesOutOfOrderAreNoticed() {
    assertThrows(
        AssertionError.class, () -> check(1, 1, 1, 20, 1, s -> new Faulty(s, Fault.REORDERS)));
  }

  private static void check(
      int senders,
      int receivers,
      int capacity,
      int each,
      int processors,
      UnaryOperator<Sender<Value>> sendingEnd) {
    List<List<Value>> received = new ArrayList<>();
    try (Scheduler scheduler = Scheduler.builder().processors(processors).build()) {
      scheduler.run(
          () -> {
            Chan<Value> channel = Chan.buffered(capacity);
            Sender<Value> end = sendingEnd.apply(channel);
            WaitGroup sending = new WaitGroup();
            WaitGroup receiving = new WaitGroup();
            for (int s = 0; s < senders; s++) {
              int sender = s;
              sending.go(
                  () -> {
                    for (int i = 0; i < each; i++) {
                      end.send(new Value(sender, i));
                      if (i % 16 == 3) {
                        Go.yield();
                      }
                    }
                  });
            }
            for (int r = 0; r < receivers; r++) {
              List<Value> own = new ArrayList<>();
              received.add(own);
              receiving.go(() -> channel.forEach(own::add));
            }
            sending.await();
            channel.close();
            receiving.await();
          });
    }
    List<Value> all = received.stream().flatMap(List::stream).toList();
    assertEquals(senders * each, all.size(), "values received");
    assertEquals(senders * each, all.stream().distinct().count(), "different values received");
    for (List<Value> one : received) {
      for (int s = 0; s < senders; s++) {
        int sender = s;
        List<Integer> counts =
            one.stream().filter(v -> v.sender() == sender).map(Value::count).toList();
        assertTrue(
            IntStream.range(1, counts.size()).allMatch(i -> counts.get(i - 1) < counts.get(i)),
            () -> "out of order: " + counts);
      }
    }
  }

  private enum Fault {
    LOSES,
    DUPLICATES,
    REORDERS
  }

  /** A sending end with a fault at its tenth value. */
  private static final class Faulty implements Sender<Value> {
    private final Sender<Value> sound;
    private final Fault fault;
    private final AtomicInteger sent = new AtomicInteger();
    private volatile Value kept = new Value(-1, -1);

    Faulty(Sender<Value> sound, Fault fault) {
      this.sound = sound;
      this.fault = fault;
    }

    @Override
    public void send(Value value) {
      int number = sent.incrementAndGet();
      switch (fault) {
        case LOSES -> {
          if (number != 10) {
            sound.send(value);
          }
        }
        case DUPLICATES -> {
          sound.send(value);
          if (number == 10) {
            sound.send(value);
          }
        }
        case REORDERS -> {
          if (number == 10) {
            kept = value;
          } else {
            sound.send(value);
          }
          if (number == 11) {
            sound.send(kept);
          }
        }
      }
    }

    @Override
    public boolean trySend(Value value) {
      return sound.trySend(value);
    }

    @Override
    public void close() {
      sound.close();
    }
  }
}
