package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.sync.WaitGroup;
import dev.handoff.time.Timer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of goroutines and of schedulers, as the API promises it. */
@Timeout(60)
class SchedulerTest {
  private static Scheduler scheduler(int processors) {
    return Scheduler.builder().processors(processors).build();
  }

  /** One that takes no P from whoever runs. */
  private static Scheduler endless(int processors) {
    return Scheduler.builder()
        .processors(processors)
        .timeSlice(Duration.ofSeconds(Long.MAX_VALUE))
        .build();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void channelsBetweenGoroutines(int processors) {
    try (Scheduler scheduler = scheduler(processors)) {
      int sum =
          scheduler.<Integer>call(
              () -> {
                Chan<Integer> numbers = Chan.unbuffered();
                Go.go(
                    () -> {
                      for (int i = 1; i <= 1000; i++) {
                        numbers.send(i);
                      }
                      numbers.close();
                    });
                int total = 0;
                for (int n : numbers) {
                  total += n;
                }
                return total;
              });
      assertEquals(500500, sum);
    }
  }

  @Test
  void goroutinesAndPlainThreadsShareChannels() throws Exception {
    try (Scheduler scheduler = scheduler(2)) {
      Chan<String> questions = Chan.unbuffered();
      Chan<String> answers = Chan.unbuffered();
      scheduler.go(
          () -> {
            for (String q : questions) {
              answers.send(q + "!");
            }
          });
      questions.send("well");
      assertEquals("well!", answers.receive());
      questions.close();
    }
  }

  @Test
  void whateverBlocksInTheJdkParksTheGoroutineAndFreesItsP() {
    try (Scheduler scheduler = scheduler(1)) {
      scheduler.run(
          () -> {
            ReentrantLock lock = new ReentrantLock();
            Object monitor = new Object();
            SynchronousQueue<String> queue = new SynchronousQueue<>();
            WaitGroup all = new WaitGroup();
            lock.lock();
            AtomicInteger passed = new AtomicInteger();
            all.go(
                () -> {
                  lock.lock();
                  passed.incrementAndGet();
                  lock.unlock();
                });
            all.go(() -> queue.put("x"));
            AtomicBoolean notified = new AtomicBoolean();
            all.go(
                () -> {
                  synchronized (monitor) {
                    while (!notified.get()) {
                      monitor.wait();
                    }
                  }
                });
            Go.sleep(Duration.ofMillis(5));
            assertEquals("x", queue.take());
            assertEquals(0, passed.get());
            lock.unlock();
            synchronized (monitor) {
              notified.set(true);
              monitor.notifyAll();
            }
            all.await();
            assertEquals(1, passed.get());
          });
    }
  }

  @Test
  void atMostAsManyRunAtOnceAsThereArePs() {
    // One that overruns its slice goes on without a P, and the machine may keep anyone waiting so long.
    try (Scheduler scheduler = endless(2)) {
      AtomicInteger running = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      scheduler.run(
          () -> {
            WaitGroup all = new WaitGroup();
            for (int i = 0; i < 200; i++) {
              all.go(
                  () -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    for (int spin = 0; spin < 2_000; spin++) {
                      Thread.onSpinWait();
                    }
                    running.decrementAndGet();
                    Go.yield();
                  });
            }
            all.await();
          });
      assertTrue(most.get() >= 1 && most.get() <= 2, "ran at once: " + most);
    }
  }

  @Test
  void deadlockIsReportedWithWhatEachWaitsFor() {
    long begin = System.nanoTime();
    try (Scheduler scheduler = scheduler(2)) {
      DeadlockException e =
          assertThrows(
              DeadlockException.class,
              () ->
                  scheduler.run(
                      () -> {
                        Chan<Integer> never = Chan.unbuffered();
                        Go.go("stuck", () -> never.send(1));
                        Chan.<Integer>unbuffered().receive();
                      }));
      assertTrue(e.getMessage().startsWith("all goroutines are asleep - deadlock!"), e.getMessage());
      assertTrue(e.getMessage().contains("(main) [chan receive on Chan@"), e.getMessage());
      assertTrue(e.getMessage().contains("(stuck) [chan send on Chan@"), e.getMessage());
      long millis = (System.nanoTime() - begin) / 1_000_000;
      assertTrue(millis < 10_000, "within a second, or ten on a busy machine: " + millis + " ms");
    }
  }

  @Test
  void whoeverSleepsOrWaitsInTheJdkIsNoDeadlock() throws Exception {
    try (Scheduler scheduler = scheduler(1)) {
      CountDownLatch outside = new CountDownLatch(1);
      Thread helper =
          Thread.ofPlatform()
              .start(
                  () -> {
                    java.util.concurrent.locks.LockSupport.parkNanos(700_000_000L);
                    outside.countDown();
                  });
      scheduler.run(
          () -> {
            Chan<Integer> slept = Chan.unbuffered();
            Go.go(
                () -> {
                  Go.sleep(Duration.ofMillis(700));
                  slept.send(1);
                });
            assertEquals(1, slept.receive());
            outside.await();
          });
      helper.join();
    }
  }

  @Test
  void detectionMayBeSwitchedOff() throws Exception {
    try (Scheduler scheduler = Scheduler.builder().deadlockDetection(false).build()) {
      Chan<String> fromOutside = Chan.unbuffered();
      AtomicReference<String> got = new AtomicReference<>();
      Thread caller =
          Thread.ofPlatform().start(() -> got.set(scheduler.call(fromOutside::receive)));
      java.util.concurrent.locks.LockSupport.parkNanos(1_200_000_000L);
      assertTrue(caller.isAlive());
      fromOutside.send("late");
      caller.join();
      assertEquals("late", got.get());
    }
  }

  @Test
  void aPanicComesOutOfRunThoughMainIsBlocked() {
    try (Scheduler scheduler = scheduler(2)) {
      IOException thrown = new IOException("broken");
      GoroutinePanicException e =
          assertThrows(
              GoroutinePanicException.class,
              () ->
                  scheduler.run(
                      () -> {
                        Go.go(
                            "bad",
                            () -> {
                              throw thrown;
                            });
                        Chan.unbuffered().receive();
                      }));
      assertSame(thrown, e.getCause());
      assertTrue(e.getMessage().contains("bad"), e.getMessage());
    }
  }

  @Test
  void whatMainThrowsComesOutAsItIs() {
    try (Scheduler scheduler = scheduler(1)) {
      IllegalArgumentException unchecked = new IllegalArgumentException("mine");
      assertSame(
          unchecked,
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  scheduler.run(
                      () -> {
                        throw unchecked;
                      })));
      IOException checked = new IOException("mine too");
      assertSame(
          checked,
          assertThrows(
                  GoroutinePanicException.class,
                  () ->
                      scheduler.run(
                          () -> {
                            throw checked;
                          }))
              .getCause());
      Error error = new AssertionError("and mine");
      assertSame(
          error,
          assertThrows(
              AssertionError.class,
              () ->
                  scheduler.call(
                      () -> {
                        throw error;
                      })));
    }
  }

  @Test
  void aPanicWhileNothingIsRunGoesToTheHandler() throws Exception {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> seen.set(e));
    try (Scheduler scheduler = scheduler(1)) {
      IllegalStateException thrown = new IllegalStateException("alone");
      scheduler
          .go(
              () -> {
                throw thrown;
              })
          .join();
      assertSame(thrown, seen.get());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void exitRunsFinallyBlocksAndIsNoPanic() {
    try (Scheduler scheduler = scheduler(1)) {
      scheduler.run(
          () -> {
            AtomicBoolean finallyRan = new AtomicBoolean();
            Goroutine g =
                Go.go(
                    () -> {
                      try {
                        Go.exit();
                      } finally {
                        finallyRan.set(true);
                      }
                    });
            g.join();
            assertTrue(finallyRan.get());
            assertTrue(g.isDone());
            assertEquals(Goroutine.State.DEAD, g.state());
          });
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void exitInMainLetsTheOthersEndAndThenIsADeadlock(boolean detection) {
    AtomicBoolean other = new AtomicBoolean();
    try (Scheduler scheduler = Scheduler.builder().deadlockDetection(detection).build()) {
      assertThrows(
          DeadlockException.class,
          () ->
              scheduler.run(
                  () -> {
                    Go.go(
                        () -> {
                          Go.sleep(Duration.ofMillis(20));
                          other.set(true);
                        });
                    Go.exit();
                  }));
    }
    assertTrue(other.get());
  }

  @Test
  void runReturnsWithMainAndCloseEndsTheRest() {
    AtomicBoolean interrupted = new AtomicBoolean();
    Scheduler scheduler = scheduler(2);
    CountDownLatch started = new CountDownLatch(1);
    scheduler.run(
        () -> {
          Go.go(
              () -> {
                started.countDown();
                try {
                  Chan.unbuffered().receive();
                } catch (GoroutineInterruptedException e) {
                  interrupted.set(true);
                  throw e;
                }
              });
          started.await();
        });
    scheduler.close();
    assertTrue(interrupted.get());
    assertEquals(0, scheduler.goroutines());
    assertThrows(IllegalStateException.class, () -> scheduler.go(() -> {}));
    assertThrows(IllegalStateException.class, () -> scheduler.run(() -> {}));
    scheduler.close();
  }

  @Test
  void afterCloseNoThreadIsLeft() {
    String name = "thread-leak-test";
    try (Scheduler scheduler = Scheduler.builder().name(name).processors(3).build()) {
      scheduler.run(
          () -> {
            WaitGroup all = new WaitGroup();
            for (int i = 0; i < 100; i++) {
              all.go(Go::yield);
            }
            all.await();
          });
      assertFalse(threadsOf(name).isEmpty());
    }
    assertEquals(Set.of(), threadsOf(name));
  }

  private static Set<String> threadsOf(String name) {
    Set<String> found = new HashSet<>();
    for (Thread t : Thread.getAllStackTraces().keySet()) {
      if (t.getName().startsWith(name)) {
        found.add(t.getName());
      }
    }
    return found;
  }

  @Test
  void whatOnlyAGoroutineMayCallIsRefusedElsewhere() {
    assertThrows(IllegalStateException.class, () -> Go.go(() -> {}));
    assertThrows(IllegalStateException.class, Go::yield);
    assertThrows(IllegalStateException.class, Go::exit);
    assertThrows(IllegalStateException.class, Goroutine::current);
    assertThrows(IllegalStateException.class, Scheduler::current);
    assertThrows(IllegalStateException.class, Go::lockOsThread);
    assertThrows(IllegalStateException.class, Go::unlockOsThread);
    Go.checkpoint();
    Go.sleep(Duration.ofMillis(1));
    Go.sleep(Duration.ofSeconds(-1));
  }

  @Test
  void runFromItsOwnGoroutineAndCloseFromItAreRefused() {
    try (Scheduler scheduler = scheduler(1);
        Scheduler other = scheduler(1)) {
      scheduler.run(
          () -> {
            assertSame(scheduler, Scheduler.current());
            assertThrows(IllegalStateException.class, () -> scheduler.run(() -> {}));
            assertThrows(IllegalStateException.class, () -> scheduler.call(() -> 1));
            assertThrows(IllegalStateException.class, scheduler::close);
            assertEquals("nested", other.<String>call(() -> "nested"));
          });
    }
  }

  @Test
  void badSettingsAreRefused() {
    Scheduler.Builder builder = Scheduler.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.processors(0));
    assertThrows(IllegalArgumentException.class, () -> builder.maxThreads(0));
    assertThrows(IllegalArgumentException.class, () -> builder.timeSlice(Duration.ZERO));
  }

  @Test
  void nullsAreRefused() {
    Goroutine.Body body = () -> {};
    Scheduler.Builder builder = Scheduler.builder();
    assertThrows(NullPointerException.class, () -> builder.timeSlice(null));
    assertThrows(NullPointerException.class, () -> builder.name(null));
    assertThrows(NullPointerException.class, () -> builder.trace(null));
    assertThrows(NullPointerException.class, () -> Go.sleep(null));
    assertThrows(NullPointerException.class, () -> Go.blocking(null));
    try (Scheduler scheduler = scheduler(1)) {
      assertThrows(NullPointerException.class, () -> scheduler.go(null));
      assertThrows(NullPointerException.class, () -> scheduler.go("x", null));
      assertThrows(NullPointerException.class, () -> scheduler.go(null, body));
      assertThrows(NullPointerException.class, () -> scheduler.run(null));
      assertThrows(NullPointerException.class, () -> scheduler.call(null));
      scheduler.run(
          () -> {
            assertThrows(NullPointerException.class, () -> Go.go(null));
            assertThrows(NullPointerException.class, () -> Go.go("x", null));
            assertThrows(NullPointerException.class, () -> Go.go(null, body));
            assertThrows(NullPointerException.class, () -> Go.sleep(null));
            assertThrows(NullPointerException.class, () -> Go.blocking(null));
          });
      assertEquals(0, scheduler.goroutines(), "none was started");
    }
  }

  @Test
  void moreMsThanAllowedIsAnErrorThatNamesTheLimit() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).maxThreads(1).build()) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () ->
                  scheduler.run(
                      () -> {
                        Go.go(() -> {});
                        Go.sleep(Duration.ofSeconds(20));
                      }));
      assertTrue(e.getMessage().contains("more than 1 Ms"), e.getMessage());
    }
  }

  @Test
  void goroutinesHaveIdsNamesStatesAndThreads() {
    try (Scheduler scheduler = scheduler(2)) {
      scheduler.run(
          () -> {
            Set<Long> ids = new HashSet<>();
            Chan<Integer> gate = Chan.unbuffered();
            for (int i = 0; i < 100; i++) {
              Goroutine g = Go.go("worker", gate::receive);
              assertTrue(ids.add(g.id()));
              assertEquals("worker", g.name());
              assertTrue(g.thread().isVirtual());
            }
            Goroutine self = Goroutine.current();
            assertEquals(Goroutine.State.RUNNING, self.state());
            assertEquals(101, scheduler.goroutines());
            Await.until(
                "all wait",
                () ->
                    scheduler.snapshot().stream()
                            .filter(i -> i.state() == Goroutine.State.WAITING)
                            .filter(i -> ("" + i.waitReason()).startsWith("chan receive"))
                            .count()
                        == 100);
            GoroutineInfo info =
                scheduler.snapshot().stream().filter(i -> i.name().equals("worker")).findAny().get();
            assertNotNull(info.waitingSince());
            assertFalse(info.stackTrace().isEmpty());
            gate.close();
          });
      Await.until("all have ended", () -> scheduler.goroutines() == 0);
      SchedulerStats stats = scheduler.stats();
      assertEquals(2, stats.processors());
      assertTrue(stats.executions() >= 101 && stats.parks() >= 100, stats.toString());
    }
  }

  @Test
  void aLongLoopWithCheckpointsLetsOthersRun() {
    try (Scheduler scheduler =
        Scheduler.builder().processors(1).timeSlice(Duration.ofMillis(1)).build()) {
      scheduler.run(
          () -> {
            AtomicBoolean otherRan = new AtomicBoolean();
            Go.go(() -> otherRan.set(true));
            while (!otherRan.get()) {
              Go.checkpoint();
            }
          });
    }
  }

  @Test
  void aPairThatHandsOverThroughRunnextDoesNotStarveTheRest() {
    try (Scheduler scheduler =
        Scheduler.builder().processors(1).timeSlice(Duration.ofMillis(1)).build()) {
      scheduler.run(
          () -> {
            Chan<Integer> ping = Chan.unbuffered();
            Chan<Integer> pong = Chan.unbuffered();
            Go.go(
                () -> {
                  for (int ball : ping) {
                    pong.send(ball);
                  }
                });
            Go.go(
                () -> {
                  for (; ; ) {
                    ping.send(1);
                    pong.receive();
                  }
                });
            for (int i = 0; i < 3; i++) {
              Go.yield(); // to the tail of the global queue
            }
          });
    }
  }

  @Test
  void theInterruptOfAGoroutineReachesWhatItWaitsIn() {
    try (Scheduler scheduler = scheduler(1)) {
      scheduler.run(
          () -> {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Goroutine g =
                Go.go(
                    () -> {
                      try {
                        Go.sleep(Duration.ofSeconds(100));
                      } catch (GoroutineInterruptedException e) {
                        assertTrue(Thread.currentThread().isInterrupted());
                        thrown.set(e);
                      }
                    });
            Go.yield();
            g.thread().interrupt();
            g.join();
            assertNotNull(thrown.get());
          });
    }
  }

  @Test
  void aVirtualThreadStartedByAGoroutineIsAPlainThread() {
    try (Scheduler scheduler = scheduler(1)) {
      scheduler.run(
          () -> {
            AtomicReference<Boolean> goroutine = new AtomicReference<>();
            Chan<String> channel = Chan.unbuffered();
            Thread plain =
                Thread.startVirtualThread(
                    () -> {
                      try {
                        Goroutine.current();
                        goroutine.set(true);
                      } catch (IllegalStateException e) {
                        goroutine.set(false);
                      }
                      channel.send("from a plain virtual thread");
                    });
            assertEquals("from a plain virtual thread", channel.receive());
            plain.join();
            assertEquals(false, goroutine.get());
          });
    }
  }

  @Test
  void aBlockingCallIsASyscallAndNoDeadlock() throws Exception {
    try (Scheduler scheduler = scheduler(1)) {
      CountDownLatch entered = new CountDownLatch(1);
      Chan<String> fromOutside = Chan.unbuffered();
      Thread outside =
          Thread.ofPlatform()
              .start(
                  () -> {
                    Await.until("the call is made", () -> entered.getCount() == 0);
                    Await.until(
                        "it is a syscall",
                        () ->
                            scheduler.snapshot().stream()
                                .allMatch(g -> g.state() == Goroutine.State.SYSCALL));
                    java.util.concurrent.locks.LockSupport.parkNanos(1_200_000_000L);
                    fromOutside.send("done");
                  });
      assertEquals(
          "done",
          scheduler.<String>call(
              () ->
                  Go.blocking(
                      () -> {
                        entered.countDown();
                        return fromOutside.receive();
                      })));
      outside.join();
      IOException thrown = new IOException("mine");
      assertSame(
          thrown,
          assertThrows(
              IOException.class,
              () ->
                  Go.blocking(
                      () -> {
                        throw thrown;
                      })));
    }
  }

  @Test
  void whenRunReturnsMainHasEnded() {
    try (Scheduler scheduler = scheduler(2)) {
      for (int i = 0; i < 200; i++) {
        scheduler.run(() -> {});
        assertEquals(0, scheduler.goroutines());
      }
    }
  }

  @Test
  void severalRunsAtOnce() throws Exception {
    try (Scheduler scheduler = scheduler(2)) {
      Chan<String> between = Chan.unbuffered();
      AtomicReference<String> got = new AtomicReference<>();
      Thread first = Thread.ofPlatform().start(() -> got.set(scheduler.call(between::receive)));
      scheduler.run(() -> between.send("hello"));
      first.join();
      assertEquals("hello", got.get());
    }
  }

  @Test
  void thereAreAsManyPsAsProcessorsIfNobodySaysOtherwise() {
    try (Scheduler scheduler = Scheduler.create()) {
      assertEquals(Runtime.getRuntime().availableProcessors(), scheduler.processors());
    }
  }

  /** [One that goes on at once; one that goes to the local queue, before those that wait.] */
  @Test
  void whoYieldsGoesBehindAllThatWait() {
    try (Scheduler scheduler = endless(1)) {
      List<String> order = new ArrayList<>();
      scheduler.run(
          () -> {
            for (String name : List.of("a", "b")) {
              Go.go(
                  () -> {
                    order.add(name);
                    Go.yield();
                    order.add(name);
                  });
            }
            Go.yield();
            order.add("main");
            Go.yield();
            order.add("main");
          });
      assertEquals(Set.of("a", "b"), Set.copyOf(order.subList(0, 2)), order.toString());
      assertEquals("main", order.get(2), order.toString());
      assertEquals(Set.of("a", "b"), Set.copyOf(order.subList(3, 5)), order.toString());
      assertEquals("main", order.get(5), order.toString());
    }
  }

  @Test
  void anIdIsNeverUsedAgain() {
    try (Scheduler scheduler = scheduler(2)) {
      Set<Long> ids = new HashSet<>();
      for (int round = 0; round < 20; round++) {
        scheduler.run(
            () -> {
              for (int i = 0; i < 50; i++) {
                Goroutine g = Go.go(() -> {});
                g.join();
                assertTrue(g.id() > 0 && ids.add(g.id()), "id " + g.id());
              }
            });
      }
    }
  }

  /** Go's test/chan/goroutines.go: a chain of goroutines, through which one value goes. */
  @Test
  void aValueGoesThroughALongChainOfGoroutines() {
    try (Scheduler scheduler = scheduler(2)) {
      int length = 10_000;
      int got =
          scheduler.<Integer>call(
              () -> {
                Chan<Integer> first = Chan.unbuffered();
                Chan<Integer> in = first;
                for (int i = 0; i < length; i++) {
                  Chan<Integer> from = in;
                  Chan<Integer> to = Chan.unbuffered();
                  Go.go(() -> to.send(from.receive() + 1));
                  in = to;
                }
                first.send(0);
                return in.receive();
              });
      assertEquals(length, got);
    }
  }

  // ------------------------------------------------------------------------------- what is inherited

  private static final ScopedValue<String> SCOPED = ScopedValue.newInstance();

  private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

  /** Whoever starts it: another thread, a goroutine, a timer. */
  @Test
  void aGoroutineInheritsTheContextClassLoaderAndNothingElse() {
    ClassLoader loader = new ClassLoader() {};
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(loader);
    INHERITABLE.set("mine");
    try (Scheduler scheduler = scheduler(2)) {
      Goroutine.Body heir =
          () -> {
            assertSame(loader, Thread.currentThread().getContextClassLoader());
            assertNull(INHERITABLE.get());
            assertFalse(SCOPED.isBound());
          };
      ScopedValue.where(SCOPED, "mine")
          .run(
              () ->
                  scheduler.run(
                      () -> {
                        heir.run();
                        INHERITABLE.set("main's");
                        ScopedValue.where(SCOPED, "main's").run(() -> startHeirs(heir));
                      }));
    } finally {
      INHERITABLE.remove();
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static void startHeirs(Goroutine.Body heir) {
    WaitGroup all = new WaitGroup();
    all.go(heir);
    all.add(1);
    Timer.afterFunc(
        Duration.ofMillis(1),
        () -> {
          try {
            heir.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          all.done();
        });
    all.await(); // what an heir throws is a panic
  }

  // ------------------------------------------------------------------------------------ interruption

  @Test
  void anInterruptedJoinThrowsAndOneThatNeedNotWaitDoesNot() throws Exception {
    try (Scheduler scheduler = scheduler(1)) {
      Chan<String> gate = Chan.unbuffered();
      Goroutine g = scheduler.go(gate::receive);
      Side joiner =
          new Side(
                  () -> {
                    g.join();
                    return null;
                  })
              .asleep();
      joiner.thread.interrupt();
      assertInstanceOf(GoroutineInterruptedException.class, joiner.ended().thrown.get());
      assertTrue(joiner.flag.get(), "the flag stays set");
      assertFalse(g.isDone());
      gate.close();
      g.join();
      Thread.currentThread().interrupt();
      g.join();
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void anInterruptedRunThrowsAndMainGoesOn() throws Exception {
    try (Scheduler scheduler = Scheduler.builder().deadlockDetection(false).build()) {
      Chan<String> gate = Chan.unbuffered();
      AtomicReference<Goroutine> main = new AtomicReference<>();
      Side caller =
          new Side(
                  () ->
                      scheduler.call(
                          () -> {
                            main.set(Goroutine.current());
                            return gate.receive();
                          }))
              .asleep();
      caller.thread.interrupt();
      assertInstanceOf(GoroutineInterruptedException.class, caller.ended().thrown.get());
      assertTrue(caller.flag.get(), "the flag stays set");
      Await.until("main has begun", () -> main.get() != null);
      gate.send("x");
      main.get().join();
    }
  }

  @Test
  void anInterruptedExceptionComesOutOfBlockingAsItIs() {
    try (Scheduler scheduler = scheduler(1)) {
      scheduler.run(
          () -> {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            CountDownLatch never = new CountDownLatch(1);
            Goroutine g =
                Go.go(
                    () -> {
                      try {
                        Go.blocking(
                            () -> {
                              never.await();
                              return null;
                            });
                      } catch (InterruptedException e) {
                        thrown.set(e);
                      }
                    });
            Await.until("it is in the call", () -> yielding(g.state() == Goroutine.State.SYSCALL));
            g.thread().interrupt();
            g.join();
            assertInstanceOf(InterruptedException.class, thrown.get());
          });
    }
  }

  private static boolean yielding(boolean value) {
    Go.yield();
    return value;
  }

  @Test
  void whoWaitsInTheJdkIsWaitingForNothingThatADumpNames() {
    try (Scheduler scheduler = scheduler(1)) {
      CountDownLatch latch = new CountDownLatch(1);
      Goroutine g = scheduler.go(latch::await);
      Await.until("it waits", () -> g.state() == Goroutine.State.WAITING);
      GoroutineInfo info = scheduler.snapshot().getFirst();
      assertEquals(Goroutine.State.WAITING, info.state());
      assertNull(info.waitReason());
      assertNull(info.waitingSince());
      latch.countDown();
      g.join();
    }
  }

  // ------------------------------------------------------------------------------- panics, deadlocks

  @Test
  void afterAPanicTheRestIsLeftToClose() {
    Scheduler scheduler = scheduler(2);
    AtomicReference<Goroutine> other = new AtomicReference<>();
    assertThrows(
        GoroutinePanicException.class,
        () ->
            scheduler.run(
                () -> {
                  other.set(Go.go(() -> Chan.unbuffered().receive()));
                  Go.go(
                      () -> {
                        throw new IOException("broken");
                      });
                  Chan.unbuffered().receive();
                }));
    assertFalse(other.get().isDone());
    Await.until("main and the other are left", () -> scheduler.goroutines() == 2);
    scheduler.close();
    assertTrue(other.get().isDone());
  }

  @Test
  void aPanicWhileNothingIsRunGoesToTheThreadsOwnHandler() {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    IllegalStateException thrown = new IllegalStateException("alone");
    try (Scheduler scheduler = scheduler(1)) {
      scheduler
          .go(
              () -> {
                Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> seen.set(e));
                throw thrown;
              })
          .join(); // does not rethrow
    }
    assertSame(thrown, seen.get());
  }

  private static List<Side> twoRuns(Scheduler scheduler) {
    CountDownLatch both = new CountDownLatch(2); // no deadlock while they wait there
    List<Side> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      runs.add(
          new Side(
              () ->
                  scheduler.call(
                      () -> {
                        both.countDown();
                        both.await();
                        return Chan.unbuffered().receive();
                      })));
    }
    return runs;
  }

  @Test
  void aPanicComesOutOfAllRuns() throws Exception {
    try (Scheduler scheduler = Scheduler.builder().deadlockDetection(false).build()) {
      List<Side> runs = twoRuns(scheduler);
      Await.until("both have begun", () -> inAChannel(scheduler) == 2);
      IOException thrown = new IOException("broken");
      scheduler.go(
          () -> {
            throw thrown;
          });
      for (Side run : runs) {
        assertSame(thrown, run.ended().thrown.get().getCause());
      }
    }
  }

  private static long inAChannel(Scheduler scheduler) {
    return scheduler.snapshot().stream()
        .filter(g -> ("" + g.waitReason()).startsWith("chan receive"))
        .count();
  }

  @Test
  void aDeadlockComesOutOfAllRuns() throws Exception {
    try (Scheduler scheduler = scheduler(2)) {
      for (Side run : twoRuns(scheduler)) {
        assertInstanceOf(DeadlockException.class, run.ended().thrown.get());
      }
    }
  }

  // ------------------------------------------------------------------------------------------ ending

  /** One that is interrupted holds close up, and meanwhile asks for others. */
  @Test
  void fromTheMomentThatItBeginsCloseLetsNothingBeStarted() throws Exception {
    Scheduler scheduler = scheduler(2);
    CountDownLatch interrupted = new CountDownLatch(1);
    Chan<String> gate = Chan.unbuffered();
    AtomicReference<Throwable> refused = new AtomicReference<>();
    Goroutine g =
        scheduler.go(
            () -> {
              try {
                Chan.unbuffered().receive();
              } catch (GoroutineInterruptedException e) {
                Thread.interrupted();
                refused.set(assertThrows(IllegalStateException.class, () -> Go.go(() -> {})));
                interrupted.countDown();
                gate.receive();
              }
            });
    Await.until("it waits", () -> g.state() == Goroutine.State.WAITING);
    Side closing =
        new Side(
            () -> {
              scheduler.close();
              return null;
            });
    interrupted.await();
    assertThrows(IllegalStateException.class, () -> scheduler.go(() -> {}));
    assertThrows(IllegalStateException.class, () -> scheduler.go("x", () -> {}));
    gate.send("go on");
    assertNull(closing.ended().thrown.get());
    assertNotNull(refused.get());
    assertThrows(IllegalStateException.class, () -> scheduler.run(() -> {}));
    assertThrows(IllegalStateException.class, () -> scheduler.call(() -> 1));
  }

  @Test
  void whoEndsByTheInterruptionOfCloseIsNoPanicAndAnyOtherFailureIs() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> seen.add(e.getMessage()));
    try {
      Scheduler scheduler = scheduler(2);
      scheduler.go(() -> Chan.unbuffered().receive());
      scheduler.go(() -> new CountDownLatch(1).await());
      scheduler.go(() -> Go.sleep(Duration.ofDays(1)));
      scheduler.go(
          () -> {
            try {
              Chan.unbuffered().receive();
            } catch (GoroutineInterruptedException e) {
              throw new IOException("another", e);
            }
          });
      Await.until("all wait", () -> scheduler.stats().waiting() == 4);
      scheduler.close();
      assertEquals(List.of("another"), seen);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void whoIgnoresInterruptionHoldsCloseUpForTenSeconds() {
    Scheduler scheduler = scheduler(2);
    ReentrantLock held = new ReentrantLock();
    held.lock();
    Goroutine g = scheduler.go("stubborn", held::lock);
    Await.until("it waits", () -> g.state() == Goroutine.State.WAITING);
    long begin = System.nanoTime();
    IllegalStateException e = assertThrows(IllegalStateException.class, scheduler::close);
    assertTrue(System.nanoTime() - begin >= 10_000_000_000L, "not before its time");
    assertTrue(e.getMessage().contains("stubborn"), e.getMessage());
    scheduler.close(); // does nothing
    held.unlock();
  }
}
