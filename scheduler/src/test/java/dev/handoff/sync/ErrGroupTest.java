package dev.handoff.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.handoff.Await;
import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Scheduler;
import dev.handoff.context.CanceledException;
import dev.handoff.context.Context;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Go's errgroup; in brackets the fault of the code that a test finds. */
@Timeout(120)
class ErrGroupTest {
  private final Scheduler scheduler = Scheduler.builder().processors(2).build();
  private final ErrGroup group = new ErrGroup();

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void awaitReturnsWhenAllHaveEnded() {
    AtomicInteger count = new AtomicInteger();
    scheduler.run(
        () -> {
          group.await();
          for (int i = 0; i < 100; i++) {
            group.go(count::incrementAndGet);
          }
          group.go(Go::exit);
          group.await();
          assertEquals(101 - 1, count.get());
        });
    assertTrue(group.toString().endsWith("[0 active]"), group.toString());
  }

  /** [The last failure; a failure that is wrapped; an await that does not wait for the others.] */
  @Test
  void awaitThrowsTheFirstFailureItself() {
    IOException first = new IOException("first");
    AtomicInteger ended = new AtomicInteger();
    scheduler.run(
        () -> {
          Chan<String> failed = Chan.unbuffered();
          group.go(
              () -> {
                failed.send("now");
                throw first;
              });
          failed.receive();
          Await.until("it has failed", () -> group.toString().endsWith("failed]"));
          group.go(
              () -> {
                Go.yield();
                ended.incrementAndGet();
                throw new IOException("second");
              });
          assertSame(first, assertThrows(IOException.class, group::await));
          assertEquals(1, ended.get());
          assertSame(first, assertThrows(IOException.class, group::await));
        });
  }

  @Test
  void anErrorIsAFailureToo() {
    AssertionError error = new AssertionError("broken");
    scheduler.run(
        () -> {
          group.go(
              () -> {
                throw error;
              });
          assertSame(error, assertThrows(AssertionError.class, group::await));
        });
  }

  /** [A slot that is given back too early, or not at all if the body throws.] */
  @Test
  void noMoreThanTheLimitAreActive() {
    AtomicInteger active = new AtomicInteger();
    scheduler.run(
        () -> {
          assertSame(group, group.limit(2));
          for (int i = 0; i < 100; i++) {
            int id = i;
            group.go(
                () -> {
                  int now = active.incrementAndGet();
                  Go.yield();
                  active.decrementAndGet();
                  if (now > 2) {
                    fail(now + " are active");
                  }
                  if (id % 3 == 1) {
                    Go.exit();
                  }
                });
          }
          group.await();
          group.limit(-1);
          Chan<String> all = Chan.unbuffered();
          for (int i = 0; i < 5; i++) {
            group.go(() -> all.send("here"));
          }
          for (int i = 0; i < 5; i++) {
            all.receive();
          }
          group.await();
        });
  }

  @Test
  void theLimitIsNotChangedUnderActiveGoroutines() {
    scheduler.run(
        () -> {
          Chan<String> end = Chan.unbuffered();
          group.go(end::receive);
          IllegalStateException e =
              assertThrows(IllegalStateException.class, () -> group.limit(3));
          assertTrue(e.getMessage().startsWith("limit set to 3 while 1 goroutines"));
          end.send("now");
          group.await();
          group.limit(3);
        });
  }

  /** [An interrupted go that starts its body, or keeps a slot.] */
  @Test
  void anInterruptedCallOfGoStartsNothing() {
    Chan<String> end = Chan.unbuffered();
    scheduler.run(
        () -> {
          group.limit(1);
          group.go(end::receive);
          Call second = Call.by(scheduler, () -> group.go(() -> fail("it was started"))).asleep();
          Await.until(
              "a dump says so",
              () -> scheduler.snapshot().toString().contains("sync.ErrGroup.go on ErrGroup@"));
          second.interrupt().failsInterrupted();
          Call waiter = Call.by(scheduler, group::await).asleep();
          waiter.interrupt().failsInterrupted();
          end.send("now");
          group.await();
          group.go(() -> {});
          group.await();
        });
  }

  /** [A slot or a count that is taken before the check.] */
  @Test
  void onlyAGoroutineMayCallGo() throws Exception {
    group.limit(1);
    assertThrows(IllegalStateException.class, () -> group.go(() -> {}));
    assertThrows(NullPointerException.class, () -> group.go(null));
    group.await();
    scheduler.run(
        () -> {
          group.go(() -> {});
          group.await();
        });
  }

  @Test
  void theFirstFailureCancelsTheContextAndIsItsCause() {
    try (Scheduler other = Scheduler.builder().processors(1).build()) {
      other.run(
          () -> {
            Context parent = Context.background().withCancel();
            ErrGroup ours = new ErrGroup(parent);
            IOException first = new IOException("first");
            ours.go(
                () -> {
                  ours.context().done().receive(); // ends only when the context is cancelled
                  throw new IOException("second");
                });
            ours.go(
                () -> {
                  throw first;
                });
            assertSame(first, assertThrows(IOException.class, ours::await));
            assertSame(first, ours.context().cause());
            assertNull(parent.err());
          });
    }
  }

  @Test
  void awaitCancelsTheContextInAnyCase() {
    try (Scheduler other = Scheduler.builder().processors(1).build()) {
      other.run(
          () -> {
            ErrGroup ours = new ErrGroup();
            ours.go(() -> {});
            assertNull(ours.context().err());
            ours.await();
            assertInstanceOf(CanceledException.class, ours.context().err());
          });
    }
  }

  /** [One that lets the first go by.] */
  @Test
  void aLimitOfZeroLetsNoneBeStarted() {
    scheduler.run(
        () -> {
          group.limit(0);
          Call call = Call.by(scheduler, () -> group.go(() -> fail("it was started"))).asleep();
          group.await();
          call.interrupt().failsInterrupted();
          group.limit(1);
          AtomicInteger ran = new AtomicInteger();
          group.go(ran::incrementAndGet);
          group.await();
          assertEquals(1, ran.get());
        });
  }

  /** Go's TestZeroGroup: the first failure remains, whatever comes after an await. */
  @Test
  void theFirstFailureRemains() {
    IOException first = new IOException("first");
    scheduler.run(
        () -> {
          group.go(() -> {});
          group.await();
          for (IOException next : List.of(first, new IOException("second"))) {
            group.go(
                () -> {
                  throw next;
                });
            assertSame(first, assertThrows(IOException.class, group::await));
          }
          group.go(() -> {});
          assertSame(first, assertThrows(IOException.class, group::await));
        });
  }

  @Test
  void anAwaitThatIsInterruptedCancelsTheContextToo() {
    Chan<String> end = Chan.unbuffered();
    scheduler.run(
        () -> {
          group.go(end::receive);
          Call waiter = Call.by(scheduler, group::await).asleep();
          waiter.interrupt().failsInterrupted();
          assertInstanceOf(CanceledException.class, group.context().err());
          end.close();
          group.await();
        });
    assertThrows(NullPointerException.class, () -> new ErrGroup(null));
  }
}
