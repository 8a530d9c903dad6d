package dev.handoff.verification.soak;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.sync.Cond;
import dev.handoff.sync.Mutex;
import dev.handoff.sync.RWMutex;
import dev.handoff.sync.Semaphore;
import dev.handoff.sync.WaitGroup;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Acts in which goroutines panic, exit and are interrupted. */
final class FailureActs {
  private FailureActs() {}

  /** Panics, while no run is active: each comes to its thread's handler, once. */
  static void panics(Stage stage, SplittableRandom random) throws Exception {
    int count = random.nextInt(1, 20);
    CountDownLatch handled = new CountDownLatch(count);
    AtomicInteger unknown = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      SoakException panic = new SoakException("expected");
      stage
          .crew()
          .go(
              () -> {
                Thread.currentThread()
                    .setUncaughtExceptionHandler(
                        (thread, thrown) -> {
                          if (thrown != panic) {
                            unknown.incrementAndGet();
                          }
                          handled.countDown();
                        });
                Stage.pause();
                throw panic;
              });
    }
    handled.await();
    SoakException.unless(unknown.get() == 0, () -> unknown + " panics came with another's cause");
  }

  /** Goroutines that exit: what is in their finally blocks runs, and they count as done. */
  static void exits(Stage stage, SplittableRandom random) {
    int count = random.nextInt(1, 50);
    AtomicInteger cleanups = new AtomicInteger();
    AtomicInteger survivors = new AtomicInteger();
    WaitGroup all = new WaitGroup();
    for (int i = 0; i < count; i++) {
      all.go(
          stage
              .crew()
              .counted(
                  () -> {
                    try {
                      Go.exit();
                      survivors.incrementAndGet();
                    } finally {
                      cleanups.incrementAndGet();
                    }
                  }));
    }
    all.await();
    SoakException.unless(
        cleanups.get() == count && survivors.get() == 0,
        () -> count + " exited: " + cleanups + " cleaned up, " + survivors + " went on");
  }

  /** What a worker does that others interrupt; either it comes to nothing, or it is done wholly. */
  private interface Attempt {
    void run() throws InterruptedException;
  }

  /** One attempt, which an interrupt may end. */
  private static boolean succeeds(Attempt attempt) {
    boolean done = false;
    try {
      attempt.run();
      done = true;
    } catch (GoroutineInterruptedException e) {
      SoakException.unless(Thread.currentThread().isInterrupted(), "the interrupt flag is lost");
    } catch (InterruptedException e) {
      // the JDK's calls, and those of Lock that say so, clear the flag
    }
    Thread.interrupted();
    return done;
  }

  /** Locks, permits and conditions whose waiters are interrupted at random. */
  static void interruptedLocks(Stage stage, SplittableRandom random) {
    Mutex mutex = new Mutex();
    RWMutex rw = new RWMutex();
    Semaphore semaphore = new Semaphore(2);
    Cond cond = new Cond(mutex);
    AtomicInteger inside = new AtomicInteger();
    int rounds = random.nextInt(1, 30);
    Attempt alone =
        () -> {
          SoakException.unless(inside.incrementAndGet() == 1, "two hold a mutex");
          inside.decrementAndGet();
        };
    stage
        .team(random)
        .start(
            random.nextInt(2, 10),
            own -> {
              for (int i = 0; i < rounds; i++) {
                int what = own.nextInt(6);
                succeeds(() -> attempt(what, mutex, rw, semaphore, cond, alone));
              }
            })
        .interruptUntilDone();
    SoakException.unless(mutex.tryLock(), "a mutex stays locked after interrupts");
    SoakException.unless(rw.tryLock(), "an RWMutex stays locked after interrupts");
    SoakException.unless(semaphore.tryAcquire(2), "a permit is lost after interrupts");
  }

  private static void attempt(
      int what, Mutex mutex, RWMutex rw, Semaphore semaphore, Cond cond, Attempt alone)
      throws InterruptedException {
    switch (what) {
      case 0 -> {
        mutex.lock();
        alone.run();
        mutex.unlock();
      }
      case 1 -> {
        mutex.lockInterruptibly();
        alone.run();
        mutex.unlock();
      }
      case 2 -> {
        if (mutex.tryLock(50, TimeUnit.MICROSECONDS)) {
          alone.run();
          cond.broadcast();
          mutex.unlock();
        }
      }
      case 3 -> {
        rw.readLock();
        Stage.pause();
        rw.readUnlock();
        rw.lock();
        rw.unlock();
      }
      case 4 -> {
        semaphore.acquire(2);
        Stage.pause();
        semaphore.release(2);
      }
      default -> {
        mutex.lock();
        try {
          cond.await(); // until somebody signals, or an interrupt comes, as it surely does
        } finally {
          alone.run();
          mutex.unlock();
        }
      }
    }
  }

  /** Senders and receivers that are interrupted: a value was sent, or the call threw. */
  static void interruptedChannel(Stage stage, SplittableRandom random) {
    Chan<Long> channel = ChannelActs.channel(random);
    Ledger values = new Ledger("values sent among interrupts");
    int rounds = random.nextInt(1, 30);
    Team sending =
        stage
            .team(random)
            .start(
                random.nextInt(1, 5),
                own -> {
                  for (int i = 0; i < rounds; i++) {
                    long value = own.nextLong();
                    if (succeeds(() -> channel.send(value))) {
                      values.in(value);
                    }
                  }
                });
    Team receiving =
        stage
            .team(random)
            .start(
                random.nextInt(1, 5),
                own -> {
                  while (!channel.isDrained()) {
                    succeeds(
                        () -> {
                          Long value = channel.receive();
                          if (value != null) {
                            values.out(value);
                          }
                        });
                  }
                });
    sending.interruptUntilDone();
    channel.close();
    receiving.interruptUntilDone();
    values.check();
  }

  /** Sleeps and joins and calls, and waits of the JDK's. */
  static void interruptedWaits(Stage stage, SplittableRandom random) {
    CountDownLatch never = new CountDownLatch(1);
    stage
        .team(random)
        .start(
            random.nextInt(1, 10),
            own -> {
              int what = own.nextInt(5);
              boolean done =
                  succeeds(
                      () -> {
                        switch (what) {
                          case 0 -> Go.sleep(Duration.ofHours(1));
                          case 1 -> Thread.sleep(Duration.ofHours(1));
                          case 2 -> never.await();
                          case 3 -> blocking(never);
                          default -> Chan.unbuffered().receive();
                        }
                      });
              SoakException.unless(!done, "what only an interrupt can end has ended without");
            })
        .interruptUntilDone();
  }

  private static void blocking(CountDownLatch never) throws InterruptedException {
    try {
      Go.blocking(
          () -> {
            never.await();
            return true;
          });
    } catch (RuntimeException | InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new SoakException("a call threw " + e, e);
    }
  }
}
