package dev.handoff.verification.soak;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Acts on what the JDK has for threads: all of it parks goroutines. */
final class JdkActs {
  private JdkActs() {}

  /** A counter under a lock of the JDK's, or in a synchronized block. */
  static void locks(Stage stage, SplittableRandom random) {
    ReentrantLock lock = new ReentrantLock(random.nextBoolean());
    boolean monitor = random.nextBoolean();
    int[] counter = {0};
    int workers = random.nextInt(2, 16);
    int rounds = random.nextInt(1, 50);
    stage
        .team(random)
        .start(
            workers,
            own -> {
              for (int i = 0; i < rounds; i++) {
                if (monitor) {
                  synchronized (counter) {
                    counter[0]++;
                    Stage.pause();
                  }
                } else {
                  lock.lock();
                  counter[0]++;
                  Stage.pause();
                  lock.unlock();
                }
              }
            })
        .await();
    SoakException.unless(
        counter[0] == workers * rounds,
        () -> "counted " + counter[0] + " and not " + workers * rounds);
  }

  /** Turns that are passed by a condition, or by wait and notify. */
  static void turns(Stage stage, SplittableRandom random) {
    int workers = random.nextInt(2, 8);
    int rounds = random.nextInt(1, 20);
    ReentrantLock lock = new ReentrantLock();
    Condition changed = lock.newCondition();
    boolean monitor = random.nextBoolean();
    int[] turn = {0};
    Team team = stage.team(random);
    for (int w = 0; w < workers; w++) {
      int own = w;
      team.start(
          r -> {
            for (int i = 0; i < rounds; i++) {
              if (monitor) {
                synchronized (turn) {
                  while (turn[0] % workers != own) {
                    turn.wait();
                  }
                  turn[0]++;
                  turn.notifyAll();
                }
              } else {
                lock.lock();
                while (turn[0] % workers != own) {
                  changed.await();
                }
                turn[0]++;
                changed.signalAll();
                lock.unlock();
              }
            }
          });
    }
    team.await();
    SoakException.unless(turn[0] == workers * rounds, () -> "turn " + turn[0] + " came last");
  }

  /** Blocking queues. */
  static void queues(Stage stage, SplittableRandom random) {
    BlockingQueue<Long> queue =
        switch (random.nextInt(3)) {
          case 0 -> new SynchronousQueue<>();
          case 1 -> new ArrayBlockingQueue<>(random.nextInt(1, 10));
          default -> new LinkedBlockingQueue<>();
        };
    Ledger values = new Ledger("values through a " + queue.getClass().getSimpleName());
    int each = random.nextInt(1, 100);
    int pairs = random.nextInt(1, 6);
    Team team = stage.team(random);
    team.start(
        pairs,
        own -> {
          for (int i = 0; i < each; i++) {
            long value = own.nextLong();
            values.in(value);
            queue.put(value);
          }
        });
    team.start(
        pairs,
        own -> {
          for (int i = 0; i < each; i++) {
            values.out(queue.take());
          }
        });
    team.await();
    values.check();
  }

  /** Futures that goroutines complete, one on the other. */
  static void futures(Stage stage, SplittableRandom random) throws Exception {
    int stages = random.nextInt(1, 20);
    Crew other = stage.anyCrew(random);
    CompletableFuture<Integer> future =
        CompletableFuture.supplyAsync(() -> 0, task -> stage.crew().go(task::run));
    for (int i = 0; i < stages; i++) {
      future = future.thenApplyAsync(n -> n + 1, task -> other.go(task::run));
    }
    int sum = future.get();
    SoakException.unless(sum == stages, () -> "futures added up to " + sum + " of " + stages);
  }

  /** A barrier of the JDK's. */
  static void barrier(Stage stage, SplittableRandom random) {
    int workers = random.nextInt(2, 12);
    int rounds = random.nextInt(1, 10);
    AtomicInteger trips = new AtomicInteger();
    CyclicBarrier barrier = new CyclicBarrier(workers, trips::incrementAndGet);
    stage
        .team(random)
        .start(
            workers,
            own -> {
              for (int i = 0; i < rounds; i++) {
                barrier.await();
              }
            })
        .await();
    SoakException.unless(trips.get() == rounds, () -> "the barrier has opened " + trips + " times");
  }

  /** Short sleeps of the JDK's. */
  static void sleeps(Stage stage, SplittableRandom random) {
    stage
        .team(random)
        .start(
            random.nextInt(1, 50),
            own -> {
              Duration time = Duration.ofNanos(own.nextLong(3_000_000));
              long start = System.nanoTime();
              Thread.sleep(time);
              SoakException.unless(
                  System.nanoTime() - start >= time.toNanos(), "a sleep of the JDK's was short");
            })
        .await();
  }
}
