package dev.handoff;

import static dev.handoff.Select.after;
import static dev.handoff.Select.otherwise;
import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.sync.WaitGroup;
import dev.handoff.time.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Selects against each other, against plain operations, closing and interruption. What is sent is
 * numbered, so that a value that is lost or comes twice is noticed; a lost wake-up or a circle of locks
 * ends in a timeout.
 */
@Timeout(120)
class SelectRacesTest {
  private static void run(int processors, Goroutine.Body main) {
    try (Scheduler scheduler = Scheduler.builder().processors(processors).build()) {
      scheduler.run(main);
    }
  }

  private static void assertDeserted(Chan<Integer> channel) {
    assertFalse(channel.trySend(-1), "nobody waits to receive");
    assertNull(channel.tryReceive(), "nobody waits to send");
  }

  /** Two on the same two channels, in opposite order and in opposite directions. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void crossedSelects(int processors) {
    int rounds = 20_000;
    run(
        processors,
        () -> {
          Chan<Integer> a = Chan.unbuffered();
          Chan<Integer> b = Chan.unbuffered();
          AtomicInteger[] got = {new AtomicInteger(), new AtomicInteger()};
          AtomicInteger sends = new AtomicInteger();
          WaitGroup both = new WaitGroup();
          both.go(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  select(
                      send(a, 1, sends::incrementAndGet), receive(b, v -> got[0].addAndGet(v)));
                }
              });
          both.go(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  select(
                      send(b, 1, sends::incrementAndGet), receive(a, v -> got[1].addAndGet(v)));
                }
              });
          both.await();
          assertEquals(rounds, sends.get());
          assertEquals(rounds, got[0].get() + got[1].get());
          assertTrue(got[0].get() > rounds / 100 && got[1].get() > rounds / 100, "both ways");
          assertDeserted(a);
          assertDeserted(b);
        });
  }

  /** Both sides of one channel in one select: each receives only what the other sent. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void noSelectServesItself(int processors) {
    int rounds = 5_000;
    for (int capacity : new int[] {0, 10}) {
      run(
          processors,
          () -> {
            Chan<Integer> channel = Chan.buffered(capacity);
            WaitGroup both = new WaitGroup();
            for (int g = 0; g < 2; g++) {
              int self = g;
              both.go(
                  () -> {
                    for (int i = 0; i < rounds; i++) {
                      if (self == 0) {
                        select(receive(channel, v -> alien(v, self, capacity)), send(channel, self));
                      } else {
                        select(send(channel, self), receive(channel, v -> alien(v, self, capacity)));
                      }
                    }
                  });
            }
            both.await();
            assertEquals(0, capacity == 0 ? 0 : channel.length() % 2, "sends and receives are paired");
          });
    }
  }

  private static void alien(Integer value, int self, int capacity) {
    assertTrue(capacity > 0 || value != self, "a goroutine received its own value");
  }

  /** Four channels; four that only send, four that only receive, and two that select among all. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void selectsBesidePlainOperations(int processors) {
    int rounds = 3_000;
    run(
        processors,
        () -> {
          List<Chan<Integer>> channels =
              List.of(Chan.unbuffered(), Chan.unbuffered(), Chan.buffered(2), Chan.buffered(3));
          int[][] received = new int[4][2 * rounds];
          WaitGroup all = new WaitGroup();
          for (int c = 0; c < 4; c++) {
            int n = c;
            all.go(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    channels.get(n).send(i);
                  }
                });
            all.go(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    count(received[n], channels.get(n).receive());
                  }
                });
          }
          all.go(
              () -> {
                int[] sent = new int[4];
                while (Arrays.stream(sent).anyMatch(s -> s < rounds)) {
                  sent[select(sends(channels, sent, rounds))]++;
                }
              });
          all.go(
              () -> {
                int[] left = {rounds, rounds, rounds, rounds};
                while (Arrays.stream(left).anyMatch(n -> n > 0)) {
                  left[select(receives(channels, left, received))]--;
                }
              });
          all.await();
          for (int c = 0; c < 4; c++) {
            int n = c;
            assertTrue(
                IntStream.range(0, 2 * rounds).allMatch(i -> received[n][i] == 1),
                "each value once");
          }
        });
  }

  private static Select.Case[] sends(List<Chan<Integer>> channels, int[] sent, int rounds) {
    return IntStream.range(0, channels.size())
        .mapToObj(c -> send(sent[c] < rounds ? channels.get(c) : null, rounds + sent[c]))
        .toArray(Select.Case[]::new);
  }

  private static Select.Case[] receives(List<Chan<Integer>> channels, int[] left, int[][] received) {
    return IntStream.range(0, channels.size())
        .mapToObj(c -> receive(left[c] > 0 ? channels.get(c) : null, v -> count(received[c], v)))
        .toArray(Select.Case[]::new);
  }

  private static void count(int[] received, Integer value) {
    synchronized (received) {
      received[value]++;
    }
  }

  /** The same channel many times in one select, on both sides. Every value comes once, in order. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theSameChannelManyTimes(int processors) {
    int rounds = 10_000;
    run(
        processors,
        () -> {
          Chan<Integer> a = Chan.unbuffered();
          Chan<Integer> b = Chan.unbuffered();
          WaitGroup sender = new WaitGroup();
          sender.go(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  select(send(a, i), send(b, i), send(null, i), send(a, i), send(b, i));
                }
                a.close();
              });
          List<Integer> seen = new ArrayList<>();
          AtomicBoolean over = new AtomicBoolean();
          while (!over.get()) {
            select(
                receive(b, seen::add),
                receive(
                    a,
                    v -> {
                      if (v == null) {
                        over.set(true);
                      } else {
                        seen.add(v);
                      }
                    }),
                receive(b, seen::add));
          }
          sender.await();
          assertEquals(IntStream.range(0, rounds).boxed().toList(), seen);
          assertDeserted(b);
        });
  }

  /** Go's TestSelectFairness: of two that are always ready neither is passed over. */
  @Test
  void ofTwoBusyProducersNeitherIsPassedOver() {
    run(
        2,
        () -> {
          int rounds = 20_000;
          Chan<Integer> first = Chan.buffered(rounds + 1);
          Chan<Integer> second = Chan.buffered(rounds + 1);
          for (int i = 0; i <= rounds; i++) {
            first.send(0);
            second.send(1);
          }
          Chan<Integer> never = Chan.unbuffered();
          int[] taken = new int[3];
          for (int i = 0; i < rounds; i++) {
            taken[select(receive(never), receive(first), receive(second))]++;
          }
          // Ten standard deviations: less than once in 10^20 runs.
          assertTrue(Math.abs(taken[1] - rounds / 2) < 10 * Math.sqrt(rounds) / 2, Arrays.toString(taken));
        });
  }

  /** Interrupted receives: what was sent is received once, in order, interrupted or not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void interruptionAgainstReceives(int processors) {
    int rounds = 5_000;
    run(
        processors,
        () -> {
          Chan<Integer> a = Chan.unbuffered();
          Chan<Integer> b = Chan.unbuffered();
          List<Integer> seen = new ArrayList<>();
          AtomicInteger interrupted = new AtomicInteger();
          Goroutine receiver =
              Go.go(
                  () -> {
                    while (seen.size() < rounds) {
                      try {
                        select(receive(a, seen::add), receive(b, seen::add), receive(a, seen::add));
                      } catch (GoroutineInterruptedException e) {
                        assertTrue(Thread.interrupted(), "the flag is set");
                        interrupted.incrementAndGet();
                      }
                    }
                  });
          WaitGroup sender = new WaitGroup();
          sender.go(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  (i % 3 == 0 ? a : b).send(i);
                }
              });
          interruptUntilDone(receiver);
          sender.await();
          assertEquals(IntStream.range(0, rounds).boxed().toList(), seen);
          assertTrue(interrupted.get() > 0, "it was interrupted at least once");
          assertDeserted(a);
          assertDeserted(b);
        });
  }

  /** Interrupted sends: a send that was interrupted has not been received, and all others have. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void interruptionAgainstSends(int processors) {
    int rounds = 5_000;
    run(
        processors,
        () -> {
          Chan<Integer> a = Chan.unbuffered();
          Chan<Integer> b = Chan.buffered(1);
          AtomicInteger interrupted = new AtomicInteger();
          Goroutine sender =
              Go.go(
                  () -> {
                    for (int i = 0; i < rounds; ) {
                      try {
                        select(send(a, i), send(b, i));
                        i++;
                      } catch (GoroutineInterruptedException e) {
                        assertTrue(Thread.interrupted(), "the flag is set");
                        interrupted.incrementAndGet();
                      }
                    }
                  });
          int[] seen = new int[rounds];
          WaitGroup receiver = new WaitGroup();
          receiver.go(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  select(receive(b, v -> seen[v]++), receive(a, v -> seen[v]++));
                }
              });
          interruptUntilDone(sender);
          receiver.await();
          assertTrue(Arrays.stream(seen).allMatch(n -> n == 1), "each value once");
          assertTrue(interrupted.get() > 0, "it was interrupted at least once");
          assertDeserted(a);
        });
  }

  private static void interruptUntilDone(Goroutine goroutine) {
    for (int i = 0; !goroutine.isDone(); i++) {
      goroutine.thread().interrupt();
      for (int j = 0; j < i % 7; j++) {
        Go.yield();
      }
    }
  }

  /** Many wait on two channels; one is closed while the other is sent to. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void closingAgainstSelects(int processors) {
    int waiters = 8;
    run(
        processors,
        () -> {
          for (int round = 0; round < 400; round++) {
            Chan<Integer> closes = Chan.unbuffered();
            Chan<Integer> serves = Chan.unbuffered();
            Chan<Integer> never = Chan.unbuffered();
            AtomicInteger closed = new AtomicInteger();
            AtomicInteger received = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            WaitGroup all = new WaitGroup();
            for (int w = 0; w < waiters; w++) {
              boolean sends = w % 4 == 3;
              all.go(
                  () -> {
                    Select.Case first =
                        sends
                            ? send(closes, 1)
                            : receive(closes, v -> (v == null ? closed : received).incrementAndGet());
                    try {
                      select(receive(never), first, receive(serves, v -> received.incrementAndGet()));
                    } catch (ChannelClosedException e) {
                      refused.incrementAndGet();
                    }
                  });
            }
            if (round % 3 != 0) {
              Go.yield();
            }
            int sent = 0;
            for (int i = 0; i < 3; i++) {
              sent += serves.trySend(i) ? 1 : 0;
            }
            all.go(closes::close);
            for (int i = 0; i < 3; i++) {
              sent += serves.trySend(i) ? 1 : 0;
            }
            all.await();
            // Those that send to `closes` may also have met those that receive from it.
            int met = received.get() - sent;
            assertTrue(met >= 0 && met <= waiters / 4, "met " + met);
            assertEquals(waiters, sent + 2 * met + closed.get() + refused.get());
            assertDeserted(serves);
            assertDeserted(never);
          }
        });
  }

  /**
   * A sender that spins serves the select while it is about to park: the select must not take the
   * decision for the value, which comes a moment later.
   */
  @Test
  void servedBeforeItParks() throws Exception {
    int rounds = 200_000;
    Chan<Integer> a = Chan.unbuffered();
    Chan<Integer> b = Chan.unbuffered();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicBoolean over = new AtomicBoolean();
    int[] next = {0};
    Thread receiver =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (next[0] < rounds) {
                      select(
                          receive(a, v -> assertEquals(next[0]++, v)),
                          receive(b, v -> assertEquals(next[0]++, v)));
                    }
                  } catch (Throwable t) {
                    failure.set(t);
                  }
                  over.set(true);
                });
    for (int i = 0; i < rounds && !over.get(); i++) {
      while (!(i % 2 == 0 ? a : b).trySend(i) && !over.get()) {
        Thread.onSpinWait();
      }
    }
    receiver.join();
    assertNull(failure.get());
    assertEquals(rounds, next[0]);
  }

  /** Goroutines of two schedulers and plain threads, in a ring of channels. */
  @Test
  void goroutinesAndPlainThreadsTogether() throws Exception {
    int rounds = 3_000;
    int parties = 6;
    List<Chan<Integer>> ring = new ArrayList<>();
    for (int i = 0; i < parties; i++) {
      ring.add(Chan.buffered(i % 2));
    }
    AtomicInteger sum = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Callable<Object>> bodies = new ArrayList<>();
    for (int p = 0; p < parties; p++) {
      Chan<Integer> in = ring.get(p);
      Chan<Integer> out = ring.get((p + 1) % parties);
      bodies.add(
          () -> {
            int sent = 0;
            AtomicInteger got = new AtomicInteger();
            while (sent < rounds || got.get() < rounds) {
              int index =
                  select(
                      send(sent < rounds ? out : null, sent),
                      receive(
                          got.get() < rounds ? in : null,
                          v -> {
                            assertEquals(got.getAndIncrement(), v, "in order");
                            sum.addAndGet(v);
                          }));
              sent += index == 0 ? 1 : 0;
            }
            return null;
          });
    }
    try (Scheduler one = Scheduler.builder().processors(1).build();
        Scheduler two = Scheduler.builder().processors(2).build()) {
      List<Goroutine> goroutines = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int p = 0; p < parties; p++) {
        Callable<Object> body = bodies.get(p);
        Goroutine.Body guarded =
            () -> {
              try {
                body.call();
              } catch (Throwable t) {
                failure.set(t);
              }
            };
        switch (p % 3) {
          case 0 -> goroutines.add(one.go(guarded));
          case 1 -> goroutines.add(two.go(guarded));
          default ->
              threads.add(
                  Thread.ofPlatform()
                      .start(
                          () -> {
                            try {
                              guarded.run();
                            } catch (Exception e) {
                              failure.set(e);
                            }
                          }));
        }
      }
      goroutines.forEach(Goroutine::join);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertNull(failure.get());
    assertEquals(parties * (rounds * (rounds - 1) / 2), sum.get());
  }

  /** A timer against a send: one of the two happens, and nothing is left over. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void timeoutsAgainstSends(int processors) {
    run(
        processors,
        () -> {
          int rounds = 2_000;
          Chan<Integer> channel = Chan.unbuffered();
          AtomicInteger received = new AtomicInteger();
          AtomicInteger late = new AtomicInteger();
          AtomicInteger sent = new AtomicInteger();
          AtomicBoolean over = new AtomicBoolean();
          WaitGroup sender = new WaitGroup();
          sender.go(
              () -> {
                for (int i = 0; !over.get(); i++) {
                  if (channel.trySend(i)) {
                    sent.incrementAndGet();
                  }
                  for (int j = 0; j < i % 5; j++) {
                    Go.yield();
                  }
                }
              });
          for (int i = 0; i < rounds; i++) {
            select(
                receive(channel, v -> received.incrementAndGet()),
                after(Duration.ofNanos(1_000L * (i % 40)), late::incrementAndGet));
          }
          over.set(true);
          sender.await();
          assertEquals(rounds, received.get() + late.get());
          assertEquals(sent.get(), received.get());
          assertDeserted(channel);
        });
  }

  /**
   * Go's TestNonblockSelectRace. At each moment one of two channels is ready; so a select that does not
   * wait always finds one. [A select that looks at one channel after the other.]
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSelectSeesOneMoment(boolean closes) {
    run(
        2,
        () -> {
          for (int round = 0; round < 3_000; round++) {
            Chan<Integer> first = Chan.buffered(1);
            Chan<Integer> second = Chan.buffered(1);
            first.send(1);
            AtomicInteger taken = new AtomicInteger();
            Goroutine looking =
                Go.go(() -> taken.set(select(receive(first), receive(second), otherwise())));
            if (closes) {
              second.close();
            } else {
              second.send(2);
            }
            first.tryReceive();
            looking.join();
            assertTrue(taken.get() < 2, "one was ready all the time");
          }
        });
  }

  // ------------------------------------------------------------------------------------ deadlock

  @Test
  void selectsThatNobodyCanServeAreADeadlock() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      DeadlockException e =
          assertThrows(
              DeadlockException.class,
              () ->
                  scheduler.run(
                      () -> {
                        Chan<Integer> a = Chan.unbuffered();
                        Chan<Integer> b = Chan.buffered(1);
                        Go.go("empty", () -> select());
                        Timer stopped = Timer.after(Duration.ofDays(1));
                        stopped.stop();
                        select(receive(a), send(a, 1), receive(b), receive(stopped.channel()));
                      }));
      String text = e.getMessage();
      assertTrue(text.contains("(empty) [select (no cases)"), text);
      assertTrue(text.contains("(main) [select on receive from Chan@"), text);
      assertTrue(text.contains("send to Chan@"), text);
    }
  }

  @Test
  void aSelectThatWaitsForATimerIsNoDeadlock() {
    Duration longerThanDetectionTakes = Duration.ofMillis(1500);
    run(
        1,
        () -> {
          Chan<Integer> never = Chan.unbuffered();
          assertEquals(1, select(receive(never), after(longerThanDetectionTakes, () -> {})));
          Timer timer = Timer.after(longerThanDetectionTakes);
          assertEquals(1, select(receive(never), receive(timer.channel())));
        });
  }
}
