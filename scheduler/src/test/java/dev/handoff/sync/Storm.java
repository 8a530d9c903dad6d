package dev.handoff.sync;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.handoff.GoroutineInterruptedException;
import dev.handoff.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Goroutines and plain threads that do the same thing again and again, while somebody interrupts them at
 * random. Whatever is lost in such a storm shows as one that never ends, or as a wrong count at the end.
 */
final class Storm {
  /** What each does in each round; an interruption may come out of it. */
  interface Round {
    void run(SplittableRandom random) throws InterruptedException;
  }

  private static final int EACH = 4;

  private Storm() {}

  /** Runs so many rounds on each of eight; with interrupts or without. */
  static void run(int rounds, boolean interrupts, Round round) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> all = new ArrayList<>();
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      for (int i = 0; i < EACH; i++) {
        long seed = i;
        Runnable loop = () -> loop(rounds, round, new SplittableRandom(seed), failure);
        all.add(Thread.ofPlatform().start(loop));
        all.add(scheduler.go(loop::run).thread());
      }
      SplittableRandom random = new SplittableRandom(42);
      for (List<Thread> left = all; !left.isEmpty(); left = alive(all)) {
        if (interrupts) {
          left.get(random.nextInt(left.size())).interrupt();
        }
        if (Thread.interrupted()) { // the test's timeout: no other bound, the machine may be busy
          fail("these do not end: " + left);
        }
        Thread.yield();
      }
    }
    assertNull(failure.get(), () -> "in a round: " + failure.get());
  }

  private static List<Thread> alive(List<Thread> all) {
    return all.stream().filter(Thread::isAlive).toList();
  }

  /** For one that holds something: now and then the others come and find it taken. */
  static void linger(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      Thread.yield();
    }
  }

  private static void loop(
      int rounds, Round round, SplittableRandom random, AtomicReference<Throwable> failure) {
    for (int i = 0; i < rounds; i++) {
      try {
        round.run(random);
      } catch (GoroutineInterruptedException | InterruptedException e) {
        Thread.interrupted();
      } catch (Throwable t) {
        failure.compareAndSet(null, t);
        return;
      }
    }
    Thread.interrupted();
  }
}
