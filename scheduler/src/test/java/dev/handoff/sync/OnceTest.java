package dev.handoff.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.handoff.Chan;
import dev.handoff.DeadlockException;
import dev.handoff.Go;
import dev.handoff.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Go's Once; in brackets the fault of the code that a test finds. */
@Timeout(120)
class OnceTest {
  private final Scheduler scheduler = Scheduler.builder().processors(2).build();
  private final Once once = new Once();
  private int runs;

  @AfterEach
  void close() {
    scheduler.close();
  }

  /** [No second look under the mutex.] */
  @Test
  void itRunsTheFirstAndNothingAfterwards() {
    Storm.run(
        500,
        false,
        random -> {
          once.run(() -> runs++);
          assertEquals(1, runs, "what it runs has ended when any call returns");
        });
    once.run(() -> fail("a second time"));
    assertEquals(1, runs);
  }

  /** [`done' set before it has ended; interrupts that are ignored.] */
  @ParameterizedTest
  @EnumSource
  void theOthersWaitForTheEndOfTheFirst(Call.By by) {
    Chan<String> end = Chan.unbuffered();
    Call first = Call.by(by, scheduler, () -> once.run(() -> runs = end.receive().length())).asleep();
    Call second = Call.by(by, scheduler, () -> once.run(() -> fail("a second time"))).asleep();
    Call third = Call.by(by, scheduler, () -> once.run(() -> fail("a second time"))).asleep();
    second.interrupt().failsInterrupted();
    assertTrue(once.toString().endsWith("[not done]"), once.toString());
    end.send("abc");
    first.returns();
    third.returns();
    assertEquals(3, runs);
    assertTrue(once.toString().endsWith("[done]"), once.toString());
  }

  /** [`done' not set if it throws; a mutex that stays locked.] */
  @Test
  void oneThatThrowsHasRun() {
    IllegalStateException thrown = new IllegalStateException("broken");
    assertSame(
        thrown,
        assertThrows(
            IllegalStateException.class,
            () ->
                once.run(
                    () -> {
                      throw thrown;
                    })));
    once.run(() -> fail("a second time"));
  }

  @Test
  void oneThatExitsHasRun() {
    Call call = Call.by(scheduler, () -> new Once().run(() -> {})).returns();
    assertFalse(call.isFlagged());
    scheduler.run(
        () -> {
          Go.go(() -> once.run(Go::exit)).join();
          once.run(() -> fail("a second time"));
        });
  }

  @Test
  void oneThatCallsItselfIsInADeadlock() {
    DeadlockException e =
        assertThrows(
            DeadlockException.class,
            () -> scheduler.run(() -> once.run(() -> once.run(() -> {}))));
    assertTrue(e.getMessage().contains("[sync.Once.run on Once@"), e.getMessage());
    assertThrows(NullPointerException.class, () -> new Once().run(null));
  }
}
