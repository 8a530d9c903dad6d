package dev.handoff.verification.soak;

import static dev.handoff.Select.after;
import static dev.handoff.Select.otherwise;
import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;

import dev.handoff.Chan;
import dev.handoff.ChannelClosedException;
import dev.handoff.Select.Case;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Acts on channels, and on several at once. */
final class ChannelActs {
  /** Values of one sender are so far from those of the next. */
  private static final long SENDER = 1_000_000;

  /** Whoever goes on until told to stop does so no longer than this: the word may come late. */
  private static final int UNTIL_STOPPED = 2_000;

  private ChannelActs() {}

  static Chan<Long> channel(SplittableRandom random) {
    return random.nextInt(3) == 0 ? Chan.unbuffered() : Chan.buffered(random.nextInt(1, 20));
  }

  /** Several send, several receive until the channel is closed; each sender's values keep order. */
  static void pipeline(Stage stage, SplittableRandom random) {
    Chan<Long> channel = channel(random);
    Ledger values = new Ledger("values through " + channel);
    int senders = random.nextInt(1, 5);
    int each = random.nextInt(1, 200);
    Team receiving =
        stage
            .team(random)
            .start(
                random.nextInt(1, 5),
                own -> {
                  long[] last = new long[senders];
                  for (long value : channel) {
                    int sender = (int) (value / SENDER);
                    SoakException.unless(value > last[sender], () -> channel + ": out of order");
                    last[sender] = value;
                    values.out(value);
                  }
                });
    Team sending = stage.team(random);
    for (int s = 0; s < senders; s++) {
      long base = s * SENDER;
      sending.start(
          own -> {
            for (long i = 1; i <= each; i++) {
              values.in(base + i);
              channel.send(base + i);
            }
          });
    }
    sending.await();
    channel.close();
    receiving.await();
    SoakException.unless(channel.isDrained(), () -> channel + " is not drained");
    values.check();
  }

  /** The same without ever waiting in the channel. */
  static void polling(Stage stage, SplittableRandom random) {
    Chan<Long> channel = Chan.buffered(random.nextInt(1, 8));
    Ledger values = new Ledger("values polled from " + channel);
    int each = random.nextInt(1, 100);
    Team receiving =
        stage
            .team(random)
            .start(
                2,
                own -> {
                  while (!channel.isDrained()) {
                    Long value = channel.tryReceive();
                    if (value == null) {
                      Stage.pauseToRetry();
                    } else {
                      values.out(value);
                    }
                  }
                });
    Team sending = stage.team(random);
    for (int s = 0; s < 2; s++) {
      long base = s * SENDER;
      sending.start(
          own -> {
            for (long i = 1; i <= each; i++) {
              while (!channel.trySend(base + i)) {
                Stage.pauseToRetry();
              }
              values.in(base + i);
            }
          });
    }
    sending.await();
    channel.close();
    receiving.await();
    values.check();
  }

  /** Closes a channel while others send: what was sent arrives, and the rest is refused. */
  static void closing(Stage stage, SplittableRandom random) {
    Chan<Long> channel = channel(random);
    Ledger values = new Ledger("values before the close of " + channel);
    int senders = random.nextInt(1, 6);
    Team sending = stage.team(random);
    for (int s = 0; s < senders; s++) {
      long base = s * SENDER;
      sending.start(own -> sendUntilClosed(channel, base, values));
    }
    Team receiving =
        stage
            .team(random)
            .start(random.nextInt(1, 4), own -> channel.forEach(values::out));
    for (int i = random.nextInt(50); i > 0; i--) {
      Stage.pause();
    }
    channel.close();
    sending.await();
    receiving.await();
    values.check();
  }

  private static void sendUntilClosed(Chan<Long> channel, long base, Ledger values) {
    try {
      for (long i = 1; i <= UNTIL_STOPPED; i++) {
        channel.send(base + i);
        values.in(base + i);
      }
    } catch (ChannelClosedException closed) {
      // what was to be sent then was not sent
    }
  }

  /** A token goes round a ring. */
  static void ring(Stage stage, SplittableRandom random) {
    int size = random.nextInt(2, 60);
    long rounds = random.nextInt(1, 20);
    List<Chan<Long>> ring = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ring.add(Chan.buffered(random.nextInt(2)));
    }
    Team members = stage.team(random);
    for (int i = 1; i < size; i++) {
      Chan<Long> from = ring.get(i);
      Chan<Long> to = ring.get((i + 1) % size);
      members.start(
          own -> {
            for (long token : from) {
              to.send(token + 1);
            }
            to.close();
          });
    }
    long token = 0;
    for (long round = 0; round < rounds; round++) {
      ring.get(1).send(token);
      Long back = ring.getFirst().receive();
      long expected = token + size - 1;
      SoakException.unless(
          back != null && back == expected, () -> "the token is " + back + " and not " + expected);
      token = expected;
    }
    ring.get(1).close();
    members.await();
  }

  /** One receives from several channels at once, until all are closed. */
  static void fanIn(Stage stage, SplittableRandom random) {
    int count = random.nextInt(2, 17);
    int each = random.nextInt(1, 60);
    Ledger values = new Ledger("values selected from " + count + " channels");
    List<Chan<Long>> channels = new ArrayList<>();
    Team sending = stage.team(random);
    for (int s = 0; s < count; s++) {
      Chan<Long> channel = channel(random);
      channels.add(channel);
      long base = s * SENDER;
      sending.start(
          own -> {
            for (long i = 1; i <= each; i++) {
              values.in(base + i);
              channel.send(base + i);
            }
            channel.close();
          });
    }
    Team receiving =
        stage.team(random).start(random.nextInt(1, 4), own -> drain(channels, values, own));
    sending.await();
    receiving.await();
    values.check();
  }

  private static void drain(List<Chan<Long>> channels, Ledger values, SplittableRandom random) {
    int count = channels.size();
    Case[] cases = new Case[count + 1];
    int[] open = {count};
    for (int i = 0; i < count; i++) {
      int index = i;
      cases[i] =
          receive(
              channels.get(i),
              value -> {
                if (value != null) {
                  values.out(value);
                } else {
                  cases[index] = receive(null); // Go's idiom: a nil channel is never ready
                  open[0]--;
                }
              });
    }
    while (open[0] > 0) {
      cases[count] =
          switch (random.nextInt(8)) {
            case 0 -> otherwise(Stage::pauseToRetry);
            case 1 -> after(Duration.ofNanos(random.nextLong(100_000)), () -> {});
            default -> receive(null);
          };
      select(cases);
    }
  }

  /** Each sends to and receives from the same channels, whichever goes first, until told to stop. */
  static void exchange(Stage stage, SplittableRandom random) {
    Chan<Long> left = Chan.unbuffered();
    Chan<Long> right = random.nextBoolean() ? left : Chan.buffered(random.nextInt(4));
    Chan<Object> stop = Chan.unbuffered();
    Ledger values = new Ledger("values exchanged");
    int workers = random.nextInt(2, 10);
    Team team = stage.team(random);
    for (int w = 0; w < workers; w++) {
      long base = w * SENDER;
      team.start(own -> exchange(left, right, stop, values, base));
    }
    for (int i = random.nextInt(100); i > 0; i--) {
      Stage.pause();
    }
    stop.close();
    team.await();
    drainRest(left, values);
    drainRest(right, values);
    values.check();
  }

  private static void exchange(
      Chan<Long> left, Chan<Long> right, Chan<Object> stop, Ledger values, long base) {
    boolean[] over = {false};
    for (long i = base + 1; !over[0] && i <= base + UNTIL_STOPPED; i++) {
      long value = i;
      select(
          send(left, value, () -> values.in(value)),
          receive(right, got -> note(got, values)),
          send(right, value, () -> values.in(value)),
          receive(left, got -> note(got, values)),
          receive(stop, nothing -> over[0] = true));
    }
  }

  private static void note(@Nullable Long got, Ledger values) {
    SoakException.unless(got != null, "a channel that nobody closes is closed");
    if (got != null) {
      values.out(got);
    }
  }

  private static void drainRest(Chan<Long> channel, Ledger values) {
    for (Long rest = channel.tryReceive(); rest != null; rest = channel.tryReceive()) {
      values.out(rest);
    }
  }
}
