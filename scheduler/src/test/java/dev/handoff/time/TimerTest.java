package dev.handoff.time;

import static dev.handoff.Select.after;
import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Await;
import dev.handoff.Chan;
import dev.handoff.DeadlockException;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.GoroutinePanicException;
import dev.handoff.Receiver;
import dev.handoff.Scheduler;
import dev.handoff.sync.WaitGroup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timers, tickers and sleeps as the API promises them. Nothing is said of how late they are. */
@Timeout(120)
class TimerTest {
  private static final Duration LONG = Duration.ofDays(1);
  private static final Duration SHORT = Duration.ofMillis(1);

  private static void run(int processors, Goroutine.Body main) {
    try (Scheduler scheduler = Scheduler.builder().processors(processors).build()) {
      scheduler.run(main);
    }
  }

  /** The same in a goroutine and on a plain thread. */
  private static void everywhere(Goroutine.Body test) throws Exception {
    run(1, test);
    run(2, test);
    test.run();
  }

  @Test
  void aTimerSendsTheTimeAndNotTooEarly() throws Exception {
    everywhere(
        () -> {
          long start = System.nanoTime();
          Instant before = Instant.now();
          Timer timer = Timer.after(Duration.ofMillis(20));
          assertNull(timer.channel().tryReceive());
          Instant at = timer.channel().receive();
          assertTrue(System.nanoTime() - start >= 20_000_000, "not early");
          assertNotNull(at);
          assertFalse(at.isBefore(before));
          assertNull(timer.channel().tryReceive(), "once");
          assertFalse(timer.channel().isDrained());
          assertFalse(timer.stop(), "received");
        });
  }

  @Test
  void sleepsAreNotShort() {
    run(
        2,
        () -> {
          WaitGroup all = new WaitGroup();
          for (int i = 0; i < 200; i++) {
            Duration nap = Duration.ofMillis(i % 20);
            all.go(
                () -> {
                  long start = System.nanoTime();
                  Go.sleep(nap);
                  assertTrue(System.nanoTime() - start >= nap.toNanos());
                });
          }
          all.await();
        });
  }

  @Test
  void stopAndResetAnswerWhetherThereWasSomethingToCome() throws Exception {
    everywhere(
        () -> {
          Timer timer = Timer.after(LONG);
          assertTrue(timer.stop());
          assertFalse(timer.stop());
          assertFalse(timer.reset(LONG), "it was stopped");
          assertTrue(timer.reset(Duration.ZERO));
          Await.until("fired", () -> ((Chan<?>) timer.channel()).length() == 1);
          assertTrue(timer.stop(), "not yet received");
          assertNull(timer.channel().tryReceive(), "nothing stale");
          timer.reset(Duration.ofNanos(-5));
          Await.until("fired", () -> ((Chan<?>) timer.channel()).length() == 1);
          assertTrue(timer.reset(LONG), "not yet received");
          assertNull(timer.channel().tryReceive(), "nothing stale");
          timer.reset(SHORT);
          assertNotNull(timer.channel().receive());
          assertFalse(timer.reset(SHORT), "received");
          assertNotNull(timer.channel().receive());
        });
  }

  @Test
  void aFunctionRunsInItsOwnGoroutine() {
    run(
        2,
        () -> {
          Chan<Goroutine> ran = Chan.unbuffered();
          ClassLoader loader = new ClassLoader() {};
          Thread.currentThread().setContextClassLoader(loader);
          AtomicReference<ClassLoader> inherited = new AtomicReference<>();
          Timer timer =
              Timer.afterFunc(
                  SHORT,
                  () -> {
                    inherited.set(Thread.currentThread().getContextClassLoader());
                    ran.send(Goroutine.current());
                  });
          Goroutine other = ran.receive();
          assertFalse(other == Goroutine.current());
          assertSame(loader, inherited.get());
          assertThrows(IllegalStateException.class, timer::channel);
          assertFalse(timer.stop(), "it has run");
          assertFalse(timer.reset(SHORT));
          assertNotNull(ran.receive(), "and again");
          assertFalse(timer.reset(LONG));
          assertTrue(timer.reset(LONG));
          assertTrue(timer.stop());
          assertFalse(timer.stop());
        });
  }

  @Test
  void whatAFunctionThrowsIsAPanic() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      GoroutinePanicException e =
          assertThrows(
              GoroutinePanicException.class,
              () ->
                  scheduler.run(
                      () -> {
                        Timer.afterFunc(
                            SHORT,
                            () -> {
                              throw new UnsupportedOperationException("x");
                            });
                        Chan.unbuffered().receive();
                      }));
      assertEquals(UnsupportedOperationException.class, e.getCause().getClass());
    }
  }

  @Test
  void outsideAFunctionRunsOnAPlainVirtualThread() throws Exception {
    AtomicReference<Thread> ran = new AtomicReference<>();
    CountDownLatch latch = new CountDownLatch(1);
    Timer.afterFunc(
        SHORT,
        () -> {
          assertThrows(IllegalStateException.class, Goroutine::current);
          ran.set(Thread.currentThread());
          latch.countDown();
        });
    assertTrue(latch.await(60, TimeUnit.SECONDS));
    assertTrue(ran.get().isVirtual());
  }

  @Test
  void delaysThatOverflowAreVeryLong() throws Exception {
    Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
    everywhere(
        () -> {
          Timer timer = Timer.after(forEver);
          try (Ticker ticker = Ticker.every(forEver)) {
            assertNotNull(Timer.after(SHORT).channel().receive());
            assertNull(ticker.channel().tryReceive());
          }
          assertNull(timer.channel().tryReceive());
          assertTrue(timer.stop());
        });
  }

  @Test
  void aTickerDropsWhatIsNotReceivedInTime() throws Exception {
    assertThrows(IllegalArgumentException.class, () -> Ticker.every(Duration.ZERO));
    everywhere(
        () -> {
          try (Ticker ticker = Ticker.every(Duration.ofNanos(100_000))) {
            Receiver<Instant> ticks = ticker.channel();
            Instant last = Instant.MIN;
            for (int i = 0; i < 20; i++) {
              Instant tick = ticks.receive();
              assertNotNull(tick);
              assertFalse(tick.isBefore(last));
              last = tick;
            }
            Go.sleep(Duration.ofMillis(5)); // some fifty ticks
            assertNotNull(ticks.receive());
            ticker.stop();
            assertNull(ticks.tryReceive(), "none is left, and none comes");
            assertFalse(ticks.isDrained());
            assertThrows(IllegalArgumentException.class, () -> ticker.reset(Duration.ZERO));
            ticker.reset(SHORT);
            assertNotNull(ticks.receive());
          }
        });
  }

  /** The race of Timers.tla: whatever stop answers, the channel is empty afterwards, and stays so. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void stopAgainstFiring(int processors) {
    run(
        processors,
        () -> {
          WaitGroup all = new WaitGroup();
          for (int g = 0; g < 4; g++) {
            int spin = g;
            all.go(
                () -> {
                  for (int i = 0; i < 3000; i++) {
                    Timer timer = Timer.after(Duration.ofNanos(500L * (i % 40)));
                    if (i % (spin + 2) == 0) {
                      Go.yield();
                    }
                    boolean received = timer.channel().tryReceive() != null;
                    boolean was = timer.stop();
                    assertTrue(was != received, "exactly one: it was received, or stop found it");
                    assertNull(timer.channel().tryReceive());
                    if (i % 8 == 0) {
                      Go.yield();
                      assertNull(timer.channel().tryReceive());
                    }
                  }
                });
          }
          all.await();
        });
  }

  /** Each function that stop did not prevent runs, and none that it did. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void stopAgainstFunctions(int processors) {
    run(
        processors,
        () -> {
          AtomicInteger ran = new AtomicInteger();
          int stopped = 0;
          int rounds = 5000;
          for (int i = 0; i < rounds; i++) {
            Timer timer = Timer.afterFunc(Duration.ofNanos(1000L * (i % 30)), ran::incrementAndGet);
            if (i % 3 == 0) {
              Go.yield();
            }
            stopped += timer.stop() ? 1 : 0;
          }
          int expected = rounds - stopped;
          Await.until("all have run", () -> yielding(() -> ran.get() >= expected));
          assertEquals(expected, ran.get());
        });
  }

  private static boolean yielding(java.util.function.BooleanSupplier condition) {
    Go.yield();
    return condition.getAsBoolean();
  }

  /** Many threads set and stop one timer; when all is quiet it still works and is in one heap. */
  @Test
  void oneTimerSetByMany() {
    run(
        4,
        () -> {
          Timer timer = Timer.after(LONG);
          Timer function = Timer.afterFunc(LONG, () -> {});
          WaitGroup all = new WaitGroup();
          for (int g = 0; g < 8; g++) {
            int which = g;
            all.go(
                () -> {
                  for (int i = 0; i < 2000; i++) {
                    switch ((which + i) % 4) {
                      case 0 -> timer.reset(Duration.ofNanos(i));
                      case 1 -> timer.stop();
                      case 2 -> timer.reset(LONG);
                      default -> function.reset(i % 2 == 0 ? LONG : Duration.ZERO);
                    }
                  }
                });
          }
          all.await();
          timer.stop();
          assertNull(timer.channel().tryReceive());
          assertFalse(timer.stop());
          function.stop();
          assertFalse(function.stop());
          timer.reset(SHORT);
          assertNotNull(timer.channel().receive());
        });
  }

  /** All Ms sleep, one until the far deadline; a nearer one must not wait for that. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void anEarlierTimerIsNotSleptPast(int processors) {
    try (Scheduler scheduler = Scheduler.builder().processors(processors).build()) {
      AtomicReference<Timer> timer = new AtomicReference<>();
      Chan<String> fired = Chan.buffered(100);
      scheduler.run(() -> timer.set(Timer.afterFunc(LONG, () -> fired.send("x"))));
      for (int i = 0; i < 50; i++) {
        Await.until("asleep", () -> scheduler.stats().idleProcessors() == processors);
        timer.get().reset(SHORT); // from a thread outside
        assertEquals("x", fired.receive());
        timer.get().reset(LONG);
      }
    }
  }

  /** Goroutines that never leave a P idle. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void timersFireOnABusyScheduler(int processors) {
    run(
        processors,
        () -> {
          AtomicBoolean over = new AtomicBoolean();
          for (int i = 0; i < 4; i++) {
            Go.go(
                () -> {
                  while (!over.get()) {
                    Go.yield();
                  }
                });
          }
          for (int i = 0; i < 50; i++) {
            Go.sleep(SHORT);
            assertNotNull(Timer.after(SHORT).channel().receive());
          }
          over.set(true);
        });
  }

  /**
   * The same with pairs that go round by runnext alone. One round only: whoever wakes by a timer is in
   * the global queue, which such a pair lets go first once in 61 slices.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void timersFireBesidePairsThatReadyEachOther(int processors) {
    run(
        processors,
        () -> {
          AtomicBoolean over = new AtomicBoolean();
          for (int i = 0; i < processors; i++) {
            Chan<Integer> ping = Chan.unbuffered();
            Chan<Integer> pong = Chan.unbuffered();
            Go.go(
                () -> {
                  while (!over.get()) {
                    ping.send(1);
                    pong.receive();
                  }
                  ping.close();
                });
            Go.go(
                () -> {
                  for (int n : ping) {
                    pong.send(n);
                  }
                });
          }
          Go.sleep(SHORT);
          over.set(true);
        });
  }

  @Test
  void aMillionPendingTimers() {
    run(
        2,
        () -> {
          List<Timer> timers = new ArrayList<>();
          for (int i = 0; i < 1_000_000; i++) {
            timers.add(Timer.afterFunc(LONG.plusNanos(i * 7919L % 1_000_003), () -> {}));
          }
          assertNotNull(Timer.after(SHORT).channel().receive());
          for (Timer timer : timers) {
            assertTrue(timer.stop());
          }
        });
  }

  @Test
  void closeDropsTimers() {
    AtomicInteger ran = new AtomicInteger();
    AtomicReference<Timer> function = new AtomicReference<>();
    AtomicReference<Timer> timer = new AtomicReference<>();
    run(
        2,
        () -> {
          timer.set(Timer.after(LONG));
          function.set(Timer.afterFunc(LONG, ran::incrementAndGet));
        });
    assertFalse(timer.get().stop(), "it was dropped");
    assertFalse(function.get().reset(Duration.ZERO));
    timer.get().reset(Duration.ZERO);
    Timer alive = Timer.after(Duration.ofMillis(30));
    assertNotNull(alive.channel().receive());
    assertNull(timer.get().channel().tryReceive());
    assertEquals(0, ran.get());
  }

  @Test
  void anInterruptedSleepEnds() {
    run(
        2,
        () -> {
          AtomicReference<Throwable> thrown = new AtomicReference<>();
          AtomicBoolean flag = new AtomicBoolean();
          Goroutine sleeper =
              Go.go(
                  () -> {
                    try {
                      Go.sleep(LONG);
                    } catch (GoroutineInterruptedException e) {
                      thrown.set(e);
                      flag.set(Thread.currentThread().isInterrupted());
                    }
                  });
          Await.until(
              "asleep", () -> yielding(() -> sleeper.state() == Goroutine.State.WAITING));
          sleeper.thread().interrupt();
          sleeper.join();
          assertNotNull(thrown.get());
          assertTrue(flag.get(), "the flag stays set");
          Thread.currentThread().interrupt();
          assertThrows(GoroutineInterruptedException.class, () -> Go.sleep(SHORT));
          Go.sleep(Duration.ZERO); // need not block, so does not care
          assertTrue(Thread.interrupted());
        });
  }

  @Test
  void interruptsAgainstSleepsThatAreOver() {
    run(
        2,
        () -> {
          for (int i = 0; i < 2000; i++) {
            int nap = i % 50;
            Goroutine sleeper =
                Go.go(
                    () -> {
                      try {
                        Go.sleep(Duration.ofNanos(1000L * nap));
                      } catch (GoroutineInterruptedException e) {
                        assertTrue(Thread.currentThread().isInterrupted());
                      }
                    });
            if (i % 2 == 0) {
              Go.yield();
            }
            sleeper.thread().interrupt();
            sleeper.join();
          }
        });
  }

  @Test
  void aTimerThatWillWakeSomebodyIsNoDeadlock() {
    run(
        1,
        () -> {
          assertNotNull(Timer.after(Duration.ofMillis(1500)).channel().receive());
          Chan<String> channel = Chan.unbuffered();
          Timer.afterFunc(Duration.ofMillis(1500), () -> channel.send("x"));
          assertEquals("x", channel.receive());
        });
  }

  @Test
  void aTimerThatNobodyWaitsForHoldsNoDeadlockOff() {
    Timer outside = Timer.after(LONG);
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      assertThrows(
          DeadlockException.class,
          () ->
              scheduler.run(
                  () -> {
                    Timer.after(LONG);
                    Ticker.every(SHORT);
                    Chan.unbuffered().receive();
                  }));
    }
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      assertThrows(
          DeadlockException.class,
          () ->
              scheduler.run(
                  () -> {
                    Timer stopped = Timer.after(LONG);
                    stopped.stop();
                    stopped.channel().receive();
                  }));
    }
    assertTrue(outside.stop());
  }

  /** No M runs when the last hope goes: detection must look again all the same. */
  @Test
  void stoppingTheLastTimerFromOutsideIsADeadlock() throws Exception {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      AtomicReference<Timer> timer = new AtomicReference<>();
      AtomicReference<Throwable> outcome = new AtomicReference<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  scheduler.run(
                      () -> {
                        timer.set(Timer.after(LONG));
                        timer.get().channel().receive();
                      });
                } catch (Throwable t) {
                  outcome.set(t);
                }
              });
      caller.start();
      Await.until(
          "asleep", () -> timer.get() != null && scheduler.stats().idleProcessors() == 2);
      Go.sleep(Duration.ofMillis(50)); // time for detection to see that it is no deadlock
      assertTrue(timer.get().stop());
      caller.join();
      assertEquals(DeadlockException.class, outcome.get().getClass());
    }
  }

  // ------------------------------------------------------------------------------ arguments, threads

  @Test
  void badArgumentsAreRefused() {
    assertThrows(NullPointerException.class, () -> Timer.after(null));
    assertThrows(NullPointerException.class, () -> Timer.afterFunc(null, () -> {}));
    assertThrows(NullPointerException.class, () -> Timer.afterFunc(LONG, null));
    assertThrows(NullPointerException.class, () -> Ticker.every(null));
    assertThrows(IllegalArgumentException.class, () -> Ticker.every(Duration.ofNanos(-1)));
    Timer timer = Timer.after(LONG);
    assertThrows(NullPointerException.class, () -> timer.reset(null));
    assertTrue(timer.stop(), "it is as it was");
    try (Ticker ticker = Ticker.every(LONG)) {
      assertThrows(NullPointerException.class, () -> ticker.reset(null));
      assertThrows(IllegalArgumentException.class, () -> ticker.reset(Duration.ofNanos(-1)));
    }
  }

  @Test
  void oneDaemonThreadServesAllTimersThatAreMadeOutside() {
    for (int i = 0; i < 10; i++) {
      assertNotNull(Timer.after(SHORT).channel().receive());
    }
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().startsWith("handoff/timers"))
            .toList();
    assertEquals(1, threads.size(), threads.toString());
    assertTrue(threads.getFirst().isDaemon());
  }

  // --------------------------------------------------------------------------- what is in the channel

  /** Go's TestAfterTimes and TestTickTimes. [A value that is made when it is received.] */
  @Test
  void theValueIsTheTimeOfFiring() throws Exception {
    everywhere(
        () -> {
          Timer timer = Timer.after(SHORT);
          Ticker ticker = Ticker.every(Duration.ofMillis(20));
          for (Receiver<Instant> channel : List.of(timer.channel(), ticker.channel())) {
            Await.until("fired", () -> ((Chan<?>) channel).length() == 1);
            Instant fired = Instant.now();
            Go.sleep(Duration.ofMillis(50));
            assertFalse(channel.receive().isAfter(fired));
          }
          ticker.stop();
        });
  }

  @Test
  void theResetOfATickerEmptiesItsChannel() throws Exception {
    everywhere(
        () -> {
          try (Ticker ticker = Ticker.every(SHORT)) {
            Await.until("it has ticked", () -> ((Chan<?>) ticker.channel()).length() == 1);
            ticker.reset(LONG);
            assertNull(ticker.channel().tryReceive());
            ticker.reset(SHORT);
            assertNotNull(ticker.channel().receive());
            assertNotNull(ticker.channel().receive(), "again and again");
          }
        });
  }

  /** Go's TestChan: somebody waits on its channel while a timer is set, stopped and set anew. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aTimerMayBeSetWhileSomebodyWaits(int processors) {
    run(
        processors,
        () -> {
          Timer timer = Timer.after(LONG);
          Chan<String> over = Chan.unbuffered();
          AtomicInteger received = new AtomicInteger();
          WaitGroup all = new WaitGroup();
          List<Goroutine> waiting = new ArrayList<>();
          for (int i = 0; i < 2; i++) {
            waiting.add(
                all.go(
                    () ->
                        select(
                            receive(timer.channel(), at -> received.incrementAndGet()),
                            receive(over))));
          }
          Await.until("both wait", () -> yielding(() -> waiting.stream().allMatch(TimerTest::waits)));
          assertTrue(timer.reset(LONG.plus(LONG)));
          assertTrue(timer.stop());
          assertFalse(timer.reset(LONG));
          assertTrue(waiting.stream().allMatch(TimerTest::waits));
          assertTrue(timer.reset(SHORT));
          Await.until("one has it", () -> yielding(() -> received.get() == 1));
          assertFalse(timer.stop(), "it has fired and was received");
          over.close();
          all.await();
          assertEquals(1, received.get(), "of the one value");
          assertNull(timer.channel().tryReceive());
        });
  }

  private static boolean waits(Goroutine g) {
    return g.state() == Goroutine.State.WAITING;
  }

  // ------------------------------------------------------------------------------------ again and again

  @Test
  void aSleepThatOverflowsIsVeryLong() {
    run(
        2,
        () -> {
          Goroutine sleeper =
              Go.go(
                  () ->
                      assertThrows(
                          GoroutineInterruptedException.class,
                          () -> Go.sleep(Duration.ofSeconds(Long.MAX_VALUE))));
          Go.sleep(Duration.ofSeconds(Long.MIN_VALUE)); // at once
          Await.until("it sleeps", () -> yielding(() -> waits(sleeper)));
          assertNotNull(Timer.after(SHORT).channel().receive(), "others are not held up");
          assertTrue(waits(sleeper));
          sleeper.thread().interrupt();
          sleeper.join();
        });
  }

  /** Go's TestAfterFunc: each sets the next one. */
  @Test
  void aFunctionMaySetTheNextTimer() {
    run(
        2,
        () -> {
          Chan<String> end = Chan.unbuffered();
          setNext(1_000, end);
          assertEquals("all", end.receive());
        });
  }

  private static void setNext(int left, Chan<String> end) {
    Timer.afterFunc(
        Duration.ZERO,
        () -> {
          if (left == 0) {
            end.send("all");
          } else {
            setNext(left - 1, end);
          }
        });
  }

  /** Go's TestZeroTimer and TestTimerModifiedEarlier. */
  @Test
  void aTimerThatIsDueAtOnceIsNotMissed() throws Exception {
    everywhere(
        () -> {
          for (int i = 0; i < 500; i++) {
            assertNotNull(Timer.after(Duration.ZERO).channel().receive());
            Timer moved = Timer.after(LONG);
            for (int j = 0; j < 10; j++) {
              assertTrue(moved.stop(), "due or not, it was not received");
              moved.reset(Duration.ofDays(-20_000));
            }
            assertNotNull(moved.channel().receive());
          }
        });
  }

  /** Go's TestAdjustTimers: many timers, each taken through the same steps, in any order. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void manyTimersAreMovedToAndFro(int processors) {
    long seed = Long.getLong("handoff.test.seed", System.nanoTime());
    Random random = new Random(seed);
    String which = "-Dhandoff.test.seed=" + seed;
    run(
        processors,
        () -> {
          int steps = 6;
          Timer[] timers = new Timer[200];
          int[] done = new int[timers.length];
          for (int left = timers.length * steps; left > 0; ) {
            int i = random.nextInt(timers.length);
            if (done[i] < steps) {
              Duration far = LONG.plusSeconds(random.nextInt(1_000_000));
              switch (done[i]++) {
                case 0 -> timers[i] = Timer.after(Duration.ZERO);
                case 1 -> assertNotNull(timers[i].channel().receive(), which);
                case 2 -> assertFalse(timers[i].reset(far), which);
                case 3 -> assertTrue(timers[i].stop(), which);
                case 4 -> assertFalse(timers[i].reset(Duration.ZERO), which);
                default -> assertNotNull(timers[i].channel().receive(), which);
              }
              left--;
            }
          }
        });
  }

  /** Go's TestResetResult: reset says truly whether there was something to come. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void resetAgainstFiring(int processors) {
    run(
        processors,
        () -> {
          WaitGroup all = new WaitGroup();
          for (int g = 0; g < 4; g++) {
            int spin = g;
            all.go(
                () -> {
                  for (int i = 0; i < 1_000; i++) {
                    Timer timer = Timer.after(Duration.ofNanos(500L * (i % 40)));
                    if (i % (spin + 2) == 0) {
                      Go.yield();
                    }
                    boolean received = timer.channel().tryReceive() != null;
                    assertTrue(timer.reset(LONG) != received, "exactly one of the two");
                    assertNull(timer.channel().tryReceive(), "nothing stale");
                    assertTrue(timer.stop());
                  }
                });
          }
          all.await();
        });
  }

  /** Go's TestMultiWakeupTicker and TestMultiWakeupTimer. */
  @Test
  void manyWaitForOneTickerAndSetOneTimer() {
    run(
        4,
        () -> {
          Timer timer = Timer.after(Duration.ofNanos(1));
          WaitGroup all = new WaitGroup();
          try (Ticker ticker = Ticker.every(Duration.ofNanos(1_000))) {
            for (int g = 0; g < 8; g++) {
              all.go(
                  () -> {
                    for (int i = 0; i < 500; i++) {
                      select(receive(ticker.channel()), after(SHORT, () -> {}));
                      timer.channel().tryReceive();
                      timer.reset(Duration.ofNanos(1));
                    }
                  });
            }
            all.await();
          }
          timer.stop();
          assertNull(timer.channel().tryReceive());
          assertFalse(timer.stop(), "it is in no heap");
        });
  }
}
