package dev.handoff.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Await;
import dev.handoff.Chan;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.Scheduler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Go's Cond; in brackets the fault of the code that a test finds. */
@Timeout(120)
class CondTest {
  private final Scheduler scheduler = Scheduler.builder().processors(2).build();
  private final Mutex lock = new Mutex();
  private final Cond cond = new Cond(lock);
  private final List<Integer> order = new ArrayList<>(); // guarded by `lock`

  @AfterEach
  void close() {
    scheduler.close();
  }

  private Call waiter(Call.By by, int id) {
    return Call.by(by, scheduler, () -> await(id));
  }

  private void await(int id) {
    lock.lock();
    try {
      cond.await();
      order.add(id);
    } finally {
      lock.unlock(); // fails unless it holds the lock, in whatever way await ended
    }
  }

  /** [A line that is a stack; a signal that wakes all; a broadcast that wakes one.] */
  @ParameterizedTest
  @EnumSource
  void signalWakesTheOneThatHasWaitedLongestAndBroadcastAll(Call.By by) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.add(waiter(by, i).asleep());
    }
    for (int i = 0; i < 2; i++) {
      cond.signal();
      calls.get(i).returns();
      assertEquals(4 - i, cond.waiting());
    }
    assertTrue(cond.toString().matches("Cond@[0-9a-f]+\\[3 waiting]"), cond.toString());
    cond.broadcast();
    calls.forEach(Call::returns);
    lock.lock();
    assertEquals(List.of(0, 1), order.subList(0, 2));
    assertEquals(5, order.size());
    lock.unlock();
  }

  /** [A signal that is kept for one that comes later.] */
  @ParameterizedTest
  @EnumSource
  void aSignalThatFindsNobodyIsNotKept(Call.By by) {
    cond.signal();
    cond.broadcast();
    Call call = waiter(by, 0).asleep();
    cond.signal();
    call.returns();
  }

  /** The signal comes as soon as the lock is free. [One that gives it back before it is in line.] */
  @ParameterizedTest
  @EnumSource
  void whoHasGivenTheLockBackCanBeSignalled(Call.By by) {
    AtomicReference<Cond> signalled = new AtomicReference<>();
    Lock eager =
        new ReentrantLock() {
          @Override
          public void unlock() {
            super.unlock();
            signalled.get().signal();
          }
        };
    Cond other = new Cond(eager);
    signalled.set(other);
    Call.by(
            by,
            scheduler,
            () -> {
              eager.lock();
              other.await();
              eager.unlock();
            })
        .returns();
  }

  /** [One that is woken by nobody, or one that waits for what is there.] */
  @Test
  void aBoundedBufferLosesNothing() {
    int[] items = {0}; // guarded by `lock`
    int[] moves = {0};
    Cond notEmpty = new Cond(lock);
    Cond notFull = new Cond(lock);
    Storm.run(
        1_000,
        false,
        random -> {
          lock.lock();
          while (items[0] > 1) {
            notFull.await();
          }
          items[0]++;
          notEmpty.signal();
          lock.unlock();
          lock.lock();
          while (items[0] == 0) {
            notEmpty.await();
          }
          items[0]--;
          moves[0]++;
          notFull.signal();
          lock.unlock();
        });
    assertEquals(8 * 1_000, moves[0]);
    assertEquals(0, items[0]);
  }

  /**
   * Each puts one token in and takes one out; one that is interrupted tries again. A lost signal leaves
   * somebody asleep beside a token. [One that is signalled and interrupted throws.]
   */
  @Test
  void interruptsWasteNoSignal() {
    int[] tokens = {0}; // guarded by `lock`
    Storm.run(
        1_000,
        true,
        random -> {
          lockWhateverComes();
          tokens[0]++;
          cond.signal();
          boolean took = false;
          while (!took) {
            try {
              while (tokens[0] == 0) {
                cond.await();
              }
              took = true;
            } catch (GoroutineInterruptedException e) {
              Thread.interrupted(); // and it holds the lock
            }
          }
          tokens[0]--;
          lock.unlock();
        });
    assertEquals(0, tokens[0]);
    assertEquals(0, cond.waiting());
  }

  private void lockWhateverComes() {
    for (; ; ) {
      try {
        lock.lock();
        return;
      } catch (GoroutineInterruptedException e) {
        Thread.interrupted();
      }
    }
  }

  /** Go's TestCondSignalGenerations: each new one waits behind the one that the last signal woke. */
  @Test
  void eachSignalWakesTheOneThatWaitsAndNotTheNextOne() {
    OneP.run(
        s -> {
          Call before = null;
          for (int i = 0; i < 100; i++) {
            int id = i;
            Call now = Call.by(s, () -> await(id)).asleep();
            if (before != null) {
              before.returns();
            }
            Await.until("it is in line", () -> cond.waiting() == 1);
            assertEquals(i, order.size(), "all before it have been woken");
            lock.lock();
            cond.signal();
            lock.unlock();
            before = now;
          }
          before.returns();
          assertEquals(IntStream.range(0, 100).boxed().toList(), order);
        });
  }

  /** Go's TestCondBroadcast: all wait again after each broadcast, and each is woken once by each. */
  @Test
  void aBroadcastWakesEachOnce() {
    int n = 20;
    int rounds = 20;
    int[] waiting = {0}; // guarded by `lock`
    int[] woken = new int[n];
    Cond allWait = new Cond(lock);
    scheduler.run(
        () -> {
          WaitGroup all = new WaitGroup();
          for (int g = 0; g < n; g++) {
            int id = g;
            all.go(
                () -> {
                  lock.lock();
                  while (woken[id] < rounds) {
                    waiting[0]++;
                    allWait.signal();
                    cond.await();
                    woken[id]++;
                  }
                  lock.unlock();
                });
          }
          for (int round = 0; round < rounds; round++) {
            int before = round;
            lock.lock();
            while (waiting[0] < n) {
              allWait.await();
            }
            assertTrue(Arrays.stream(woken).allMatch(w -> w == before), Arrays.toString(woken));
            waiting[0] = 0;
            cond.broadcast();
            lock.unlock();
          }
          all.await();
          assertTrue(Arrays.stream(woken).allMatch(w -> w == rounds), Arrays.toString(woken));
          assertEquals(0, cond.waiting());
        });
  }

  /** Go's TestCondSignalStealing: whoever waits when the broadcast comes is woken, whoever comes beside it. */
  @Test
  void nobodyStealsABroadcast() {
    scheduler.run(
        () -> {
          for (int round = 0; round < 500; round++) {
            boolean[] over = {false}; // guarded by `lock`
            Chan<String> step = Chan.unbuffered();
            WaitGroup all = new WaitGroup();
            all.go(
                () -> {
                  lock.lock();
                  step.send("about to wait");
                  cond.await();
                  lock.unlock();
                  step.send("woken");
                });
            step.receive();
            lock.lock(); // it waits by now
            lock.unlock();
            all.go(cond::broadcast);
            all.go(
                () -> {
                  lock.lock();
                  while (!over[0]) {
                    cond.await();
                  }
                  lock.unlock();
                });
            assertEquals("woken", step.receive());
            lock.lock();
            over[0] = true;
            cond.broadcast();
            lock.unlock();
            all.await();
          }
        });
  }

  // ------------------------------------------------------------------------------------ interruption

  /** [It throws without the lock; it stays in line and eats the next signal.] */
  @ParameterizedTest
  @EnumSource
  void anInterruptedWaiterHoldsTheLockWhenItThrows(Call.By by) {
    Call first = waiter(by, 0).asleep();
    Call second = waiter(by, 1).asleep();
    lock.lock();
    first.interrupt();
    Await.until("it has left the line", () -> cond.waiting() == 1);
    assertFalse(first.isOver(), "the lock is not free");
    first.interrupt(); // the lock comes first, whatever happens
    lock.unlock();
    first.failsInterrupted();
    cond.signal();
    second.returns();
    assertTrue(lock.tryLock());
  }

  /** [A relock that an interrupt ends, which would then return without the lock.] */
  @Test
  void whoIsSignalledAndInterruptedCountsAsSignalled() {
    OneP.run(
        s -> {
          Call first = Call.by(s, () -> await(0)).asleep();
          Call second = Call.by(s, () -> await(1)).asleep();
          lock.lock();
          cond.signal();
          first.interrupt(); // it has not run since
          Await.until("it waits for the lock", () -> lock.waiters() == 1);
          lock.unlock();
          assertTrue(first.returns().isFlagged());
          assertEquals(1, cond.waiting());
          cond.signal();
          second.returns();
        });
  }

  /** It is still in line when the signal comes: the signal counts. [One that decides by the flag.] */
  @Test
  void whoIsInterruptedAndSignalledBeforeItNoticesCountsAsSignalled() {
    OneP.run(
        s -> {
          Call first = Call.by(s, () -> await(0)).asleep();
          first.interrupt();
          cond.signal();
          assertTrue(first.returns().isFlagged());
        });
  }

  @ParameterizedTest
  @EnumSource
  void whoIsInterruptedBeforeKeepsTheLock(Call.By by) {
    Call call =
        Call.by(
            by,
            scheduler,
            () -> {
              lock.lock();
              Thread.currentThread().interrupt();
              cond.await();
            });
    call.failsInterrupted();
    assertFalse(lock.tryLock());
    assertEquals(0, cond.waiting());
  }

  // ------------------------------------------------------------------------------------------ locks

  @ParameterizedTest
  @EnumSource
  void itWorksWithAnyLock(Call.By by) {
    Lock jdk = new ReentrantLock();
    Cond other = new Cond(jdk);
    Call call =
        Call.by(
                by,
                scheduler,
                () -> {
                  jdk.lock();
                  other.await();
                  jdk.unlock();
                })
            .asleep();
    jdk.lock();
    other.signal();
    jdk.unlock();
    call.returns();
    Call interrupted =
        Call.by(
                by,
                scheduler,
                () -> {
                  jdk.lock();
                  try {
                    other.await();
                  } finally {
                    jdk.unlock();
                  }
                })
            .asleep();
    interrupted.interrupt().failsInterrupted();
    assertTrue(jdk.tryLock());
  }

  /** [One that stays in line although its call has failed.] */
  @Test
  void awaitWithoutTheLockIsRefused() {
    assertThrows(IllegalMonitorStateException.class, cond::await);
    assertEquals(0, cond.waiting());
    assertThrows(NullPointerException.class, () -> new Cond(null));
  }

  @Test
  void aDumpSaysWhatAGoroutineWaitsFor() {
    waiter(Call.By.GOROUTINE, 0).asleep();
    Await.until(
        "the dump says so",
        () -> scheduler.snapshot().toString().contains("sync.Cond.await on Cond@"));
  }
}
