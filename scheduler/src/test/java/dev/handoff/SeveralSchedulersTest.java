package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handoff.sync.Mutex;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Schedulers beside each other, whose goroutines share channels and locks. */
@Timeout(60)
class SeveralSchedulersTest {
  private static Scheduler scheduler(String name) {
    return Scheduler.builder().name(name).processors(1).build();
  }

  @Test
  void goroutinesOfTwoSchedulersTalkAndEachStaysOnItsOwn() {
    int rounds = 5_000;
    Chan<Integer> there = Chan.unbuffered();
    Chan<Integer> back = Chan.buffered(1);
    AtomicReference<Scheduler> seen = new AtomicReference<>();
    try (Scheduler one = scheduler("one");
        Scheduler other = scheduler("other")) {
      other.go(
          () -> {
            for (int n : there) {
              back.send(n + 1);
            }
            seen.set(Scheduler.current());
            back.close();
          });
      one.run(
          () -> {
            for (int i = 0; i < rounds; i++) {
              there.send(i);
              assertEquals(i + 1, back.receive());
            }
            there.close();
            assertNull(back.receive());
            assertEquals(one, Scheduler.current());
          });
      assertEquals(other, seen.get());
    }
  }

  @Test
  void theEndOfOneDoesNotDisturbTheOther() {
    Chan<String> shared = Chan.unbuffered();
    Mutex mutex = new Mutex();
    try (Scheduler lives = scheduler("lives")) {
      AtomicReference<String> got = new AtomicReference<>();
      Goroutine waiting;
      try (Scheduler ends = scheduler("ends")) {
        ends.go(() -> shared.receive());
        ends.go(
            () -> {
              mutex.lock();
              try {
                Chan.unbuffered().receive();
              } finally {
                mutex.unlock();
              }
            });
        waiting = lives.go(() -> got.set(shared.receive()));
        ends.<Object>call(() -> 1);
      } // its goroutines are interrupted, and leave the queues of the channel
      lives.run(
          () -> {
            mutex.lock();
            shared.send("for the one that lives");
            waiting.join();
            mutex.unlock();
          });
      assertEquals("for the one that lives", got.get());
    }
  }

  @Test
  void aDeadlockInOneIsNoneInTheOther() {
    Chan<String> fromOutside = Chan.unbuffered();
    try (Scheduler stuck = scheduler("stuck");
        Scheduler busy = scheduler("busy")) {
      DeadlockException deadlock =
          assertThrows(DeadlockException.class, () -> stuck.run(() -> fromOutside.receive()));
      assertEquals(true, deadlock.getMessage().contains("main"), deadlock.getMessage());
      assertEquals("still here", busy.<String>call(() -> "still here"));
    }
  }
}
