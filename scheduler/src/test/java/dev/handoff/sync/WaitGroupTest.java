package dev.handoff.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Await;
import dev.handoff.Go;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.GoroutinePanicException;
import dev.handoff.Scheduler;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitGroupTest {
  @Test
  void awaitReturnsWhenTheCounterIsZero() throws Exception {
    WaitGroup group = new WaitGroup();
    group.await();
    group.add(2);
    Thread waiter = Thread.ofPlatform().start(group::await);
    Await.waiting(waiter);
    group.done();
    Await.waiting(waiter);
    group.done();
    waiter.join();
  }

  @Test
  void itMayBeUsedAgain() {
    WaitGroup group = new WaitGroup();
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      AtomicInteger count = new AtomicInteger();
      scheduler.run(
          () -> {
            for (int round = 1; round <= 50; round++) {
              for (int i = 0; i < 10; i++) {
                group.go(count::incrementAndGet);
              }
              group.await();
              assertEquals(round * 10, count.get());
            }
          });
    }
  }

  @Test
  void aNegativeCounterIsRefusedAndChangesNothing() {
    WaitGroup group = new WaitGroup();
    group.add(1);
    assertThrows(IllegalStateException.class, () -> group.add(-2));
    group.done();
    assertThrows(IllegalStateException.class, group::done);
    group.await();
  }

  @Test
  void anInterruptedWaiterIsTold() throws Exception {
    WaitGroup group = new WaitGroup();
    group.add(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread waiter =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    group.await();
                  } catch (GoroutineInterruptedException e) {
                    thrown.set(e);
                  }
                });
    Await.waiting(waiter);
    waiter.interrupt();
    waiter.join();
    assertTrue(thrown.get() instanceof GoroutineInterruptedException);
  }

  @Test
  void aBodyThatExitsCountsAsDone() {
    try (Scheduler scheduler = Scheduler.create()) {
      scheduler.run(
          () -> {
            WaitGroup group = new WaitGroup();
            group.go(Go::exit);
            group.await();
          });
    }
  }

  @Test
  void aBodyThatThrowsIsAPanic() {
    try (Scheduler scheduler = Scheduler.create()) {
      GoroutinePanicException e =
          assertThrows(
              GoroutinePanicException.class,
              () ->
                  scheduler.run(
                      () -> {
                        new WaitGroup()
                            .go(
                                () -> {
                                  throw new java.io.IOException("broken");
                                });
                        WaitGroup never = new WaitGroup();
                        never.add(1);
                        never.await();
                      }));
      assertEquals("broken", e.getCause().getMessage());
    }
  }

  /** Main waits for the one that panics. [A counter that goes down before the panic is known.] */
  @Test
  void aPanicIsNotOvertakenByThoseWhoWait() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      for (int i = 0; i < 300; i++) {
        assertThrows(
            GoroutinePanicException.class,
            () ->
                scheduler.run(
                    () -> {
                      WaitGroup group = new WaitGroup();
                      group.go(
                          () -> {
                            throw new java.io.IOException("broken");
                          });
                      group.await();
                    }));
      }
    }
  }

  @Test
  void goOutsideAGoroutineIsRefusedAndNotCounted() {
    WaitGroup group = new WaitGroup();
    assertThrows(IllegalStateException.class, () -> group.go(() -> {}));
    assertThrows(NullPointerException.class, () -> group.go(null));
    group.await();
  }

  /** Go's TestWaitGroup: a barrier of two groups, used again and again. [A zero that is seen too early.] */
  @Test
  void nobodyIsReleasedBeforeTheLastIsDone() {
    int n = 16;
    WaitGroup arrived = new WaitGroup();
    WaitGroup released = new WaitGroup();
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      scheduler.run(
          () -> {
            for (int round = 0; round < 50; round++) {
              AtomicInteger through = new AtomicInteger();
              WaitGroup all = new WaitGroup();
              arrived.add(n);
              released.add(n);
              for (int i = 0; i < n; i++) {
                all.go(
                    () -> {
                      arrived.done();
                      released.await();
                      through.incrementAndGet();
                    });
              }
              arrived.await();
              for (int i = 0; i < n; i++) {
                assertEquals(0, through.get());
                released.done();
              }
              all.await();
              assertEquals(n, through.get());
            }
          });
    }
  }

  @Test
  void onlyACallThatMustWaitLooksAtTheFlag() {
    WaitGroup group = new WaitGroup();
    Thread.currentThread().interrupt();
    try {
      group.await();
      group.add(1);
      assertThrows(GoroutineInterruptedException.class, group::await);
      assertTrue(Thread.currentThread().isInterrupted(), "the flag stays set");
    } finally {
      Thread.interrupted();
    }
  }
}
