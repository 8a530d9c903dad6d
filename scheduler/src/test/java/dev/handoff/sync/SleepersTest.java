package dev.handoff.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.sync.Waiter.Outcome;
import org.junit.jupiter.api.Test;

/**
 * The steps of the sleepers of a Mutex in the orders that a running program seldom takes; in brackets the
 * fault of the code that a test finds.
 */
class SleepersTest {
  private final Sleepers sleepers = new Sleepers();
  private final Waiter first = new Waiter();
  private final Waiter second = new Waiter();

  private void assertOutcomes(Outcome ofFirst, Outcome ofSecond) {
    assertEquals(ofFirst, first.outcome());
    assertEquals(ofSecond, second.outcome());
  }

  /** [Nothing is left for one that is not in line yet; it takes it and is not in line.] */
  @Test
  void aWakeUpMayComeBeforeItsWaiter() {
    sleepers.rouse();
    sleepers.enqueue(first);
    sleepers.enqueue(second);
    assertOutcomes(Outcome.ROUSED, Outcome.WAITING);
    sleepers.handOver(); // to the first in line
    assertOutcomes(Outcome.SERVED, Outcome.WAITING);
  }

  /** [Nothing is left; it stays in line, though it has the mutex.] */
  @Test
  void theMutexMayComeBeforeItsWaiter() {
    sleepers.handOver();
    sleepers.enqueue(first);
    assertOutcomes(Outcome.SERVED, Outcome.WAITING);
    sleepers.enqueue(second);
    sleepers.handOver();
    assertOutcomes(Outcome.SERVED, Outcome.SERVED);
  }

  /** [One that is woken leaves the line, and another is woken before it.] */
  @Test
  void whoIsRousedKeepsItsPlace() {
    sleepers.enqueue(first);
    sleepers.enqueue(second);
    sleepers.rouse();
    assertOutcomes(Outcome.ROUSED, Outcome.WAITING);
    first.decide(Outcome.WAITING); // it has lost, and waits again
    sleepers.rouse();
    assertOutcomes(Outcome.ROUSED, Outcome.WAITING);
    sleepers.remove(first);
    sleepers.rouse();
    assertOutcomes(Outcome.ROUSED, Outcome.ROUSED);
  }

  /** [An interrupted waiter that leaves although it has been woken: the wake-up is lost.] */
  @Test
  void whoIsWokenCannotLeave() {
    sleepers.enqueue(first);
    sleepers.enqueue(second);
    sleepers.rouse();
    assertFalse(sleepers.leave(first));
    first.decide(Outcome.WAITING);
    assertTrue(sleepers.leave(first));
    sleepers.handOver();
    assertFalse(sleepers.leave(second));
  }

  /** [A permit that is taken twice, or by nobody.] */
  @Test
  void whoHasLeftTakesWhatComesForIt() {
    sleepers.enqueue(first);
    assertTrue(sleepers.leave(first));
    assertFalse(sleepers.takePermit(first));
    sleepers.rouse(); // nobody is in line
    assertTrue(sleepers.takePermit(first));
    assertFalse(sleepers.takePermit(second));
    assertOutcomes(Outcome.ROUSED, Outcome.WAITING);
  }
}
