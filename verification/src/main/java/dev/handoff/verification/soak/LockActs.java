package dev.handoff.verification.soak;

import dev.handoff.sync.Cond;
import dev.handoff.sync.Mutex;
import dev.handoff.sync.Once;
import dev.handoff.sync.RWMutex;
import dev.handoff.sync.Semaphore;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Acts on what excludes and orders. */
final class LockActs {
  private LockActs() {}

  /** Now and then who holds something stays a while, so that the others come and find it taken. */
  private static void linger(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      Stage.pause();
    }
  }

  /** An unguarded counter under a mutex, which is taken in all the ways that there are. */
  static void mutex(Stage stage, SplittableRandom random) {
    exclusion(stage, random, new Mutex());
  }

  static void exclusion(Stage stage, SplittableRandom random, Lock mutex) {
    int[] counter = {0};
    AtomicInteger inside = new AtomicInteger();
    int workers = random.nextInt(2, 20);
    int rounds = random.nextInt(1, 60);
    stage
        .team(random)
        .start(
            workers,
            own -> {
              for (int i = 0; i < rounds; i++) {
                take(mutex, own);
                SoakException.unless(inside.incrementAndGet() == 1, "two hold a mutex");
                counter[0]++;
                linger(own);
                inside.decrementAndGet();
                mutex.unlock();
              }
            })
        .await();
    SoakException.unless(
        counter[0] == workers * rounds,
        () -> "counted " + counter[0] + " and not " + workers * rounds + " under a mutex");
  }

  private static void take(Lock lock, SplittableRandom random) throws InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> lock.lockInterruptibly();
      case 1 -> {
        while (!lock.tryLock()) {
          Stage.pauseToRetry();
        }
      }
      case 2 -> {
        while (!lock.tryLock(random.nextLong(200), TimeUnit.MICROSECONDS)) {
          Stage.pauseToRetry();
        }
      }
      default -> lock.lock();
    }
  }

  /** Readers beside each other, writers alone. */
  static void rwMutex(Stage stage, SplittableRandom random) {
    RWMutex mutex = new RWMutex();
    AtomicInteger readers = new AtomicInteger();
    AtomicInteger writers = new AtomicInteger();
    int rounds = random.nextInt(1, 50);
    stage
        .team(random)
        .start(
            random.nextInt(2, 16),
            own -> {
              for (int i = 0; i < rounds; i++) {
                if (own.nextInt(4) == 0) {
                  mutex.lock();
                  SoakException.unless(
                      writers.incrementAndGet() == 1 && readers.get() == 0, "a writer is not alone");
                  linger(own);
                  writers.decrementAndGet();
                  mutex.unlock();
                } else {
                  mutex.readLock();
                  readers.incrementAndGet();
                  SoakException.unless(writers.get() == 0, "a reader reads beside a writer");
                  linger(own);
                  readers.decrementAndGet();
                  mutex.readUnlock();
                }
              }
            })
        .await();
    SoakException.unless(mutex.tryLock(), "an RWMutex that nobody holds is locked");
  }

  /** Permits, several at a time. */
  static void semaphore(Stage stage, SplittableRandom random) {
    int total = random.nextInt(1, 6);
    Semaphore semaphore = new Semaphore(total);
    AtomicLong held = new AtomicLong();
    int rounds = random.nextInt(1, 40);
    stage
        .team(random)
        .start(
            random.nextInt(2, 16),
            own -> {
              for (int i = 0; i < rounds; i++) {
                int wanted = own.nextInt(1, total + 1);
                semaphore.acquire(wanted);
                SoakException.unless(
                    held.addAndGet(wanted) <= total, "more permits are held than there are");
                linger(own);
                held.addAndGet(-wanted);
                semaphore.release(wanted);
              }
            })
        .await();
    SoakException.unless(semaphore.tryAcquire(total), "a permit is lost");
  }

  /** A bounded buffer on a condition for each side. */
  static void cond(Stage stage, SplittableRandom random) {
    Lock lock = random.nextBoolean() ? new Mutex() : new ReentrantLock();
    Cond notFull = new Cond(lock);
    Cond notEmpty = new Cond(lock);
    ArrayDeque<Long> buffer = new ArrayDeque<>();
    int capacity = random.nextInt(1, 5);
    int pairs = random.nextInt(1, 6);
    int each = random.nextInt(1, 50);
    Ledger values = new Ledger("values through a buffer on " + lock.getClass().getSimpleName());
    Team team = stage.team(random);
    team.start(
        pairs,
        own -> {
          for (int i = 0; i < each; i++) {
            long value = own.nextLong();
            lock.lock();
            while (buffer.size() == capacity) {
              notFull.await();
            }
            buffer.add(value);
            values.in(value);
            notEmpty.signal();
            lock.unlock();
          }
        });
    team.start(
        pairs,
        own -> {
          for (int i = 0; i < each; i++) {
            lock.lock();
            while (buffer.isEmpty()) {
              notEmpty.await();
            }
            values.out(buffer.remove());
            notFull.signal();
            lock.unlock();
          }
        });
    team.await();
    values.check();
  }

  /** A barrier: all wait for the last, who wakes them all. */
  static void broadcast(Stage stage, SplittableRandom random) {
    Lock lock = new Mutex();
    Cond turn = new Cond(lock);
    int workers = random.nextInt(2, 20);
    int rounds = random.nextInt(1, 10);
    int[] arrived = {0};
    stage
        .team(random)
        .start(
            workers,
            own -> {
              for (int round = 1; round <= rounds; round++) {
                lock.lock();
                arrived[0]++;
                if (arrived[0] == round * workers) {
                  turn.broadcast();
                }
                while (arrived[0] < round * workers) {
                  turn.await();
                }
                lock.unlock();
              }
            })
        .await();
    SoakException.unless(
        arrived[0] == rounds * workers, () -> arrived[0] + " have come to the barrier");
  }

  /** Whoever comes first does it, and all see it done. */
  static void once(Stage stage, SplittableRandom random) {
    Once once = new Once();
    int[] done = {0};
    stage
        .team(random)
        .start(
            random.nextInt(2, 30),
            own -> {
              once.run(
                  () -> {
                    Stage.pause();
                    done[0]++;
                  });
              SoakException.unless(done[0] == 1, () -> "done " + done[0] + " times and not once");
            })
        .await();
  }
}
