package dev.handoff;

import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Moments of Select.tla that a race rarely shows: the test itself is the one who serves, and stops
 * between its steps. The select wakes up meanwhile and has to wait for the lock that the test holds; it
 * is given a moment to go wrong, and a slow machine makes the test weaker, not red.
 */
@Timeout(60)
class SelectStepsTest {
  private static final long A_MOMENT = 200;

  private final Chan<String> a = Chan.unbuffered(); // comes first in the lock order
  private final Chan<String> b = Chan.unbuffered();
  private final AtomicReference<Object> seen = new AtomicReference<>("nothing");

  /** Decides for the receiver that waits at a, wakes it, and keeps the lock. */
  private Waiter<String> claimReceiver(Side side) throws InterruptedException {
    a.lock().acquire();
    Waiter<String> waiter = a.receivers().claim();
    assertNotNull(waiter);
    Waiter.wake(waiter);
    side.thread.join(A_MOMENT);
    return waiter;
  }

  private void handOver(String value, Waiter<String> waiter) {
    a.put(value, waiter);
    a.lock().release();
  }

  /** Resume, and only later HandOver and Unlock. */
  @Test
  void aSelectThatSeesItsDecisionWaitsForTheValue() throws Exception {
    Side side = new Side(() -> select(receive(a, seen::set), receive(b, seen::set))).asleep();
    Waiter<String> waiter = claimReceiver(side);
    assertTrue(side.thread.isAlive());
    handOver("a", waiter);
    assertEquals(0, side.ended().got.get());
    assertEquals("a", seen.get());
  }

  /** Skip. */
  @Test
  void whatIsLeftOverElsewhereIsPassedOver() throws Exception {
    Side side = new Side(() -> select(receive(a, seen::set), receive(b, seen::set))).asleep();
    Side next = new Side(b::receive).asleep();
    Waiter<String> waiter = claimReceiver(side);
    assertTrue(b.trySend("b"), "to the one that waits behind the left-over");
    assertFalse(b.trySend("x"));
    assertEquals("b", next.ended().got.get());
    handOver("a", waiter);
    assertEquals(0, side.ended().got.get());
    assertEquals("a", seen.get());
  }

  /** The same, by a select that looks: the left-over is no reason to find its case ready. */
  @Test
  void aSelectPassesLeftOversToo() throws Exception {
    Side side = new Side(() -> select(receive(a, seen::set), send(b, "b"))).asleep();
    Waiter<String> waiter = claimReceiver(side);
    assertEquals(1, select(receive(b), Select.otherwise()));
    handOver("a", waiter);
    assertEquals(0, side.ended().got.get());
    assertEquals("a", seen.get());
  }

  /** CloseSkip. */
  @Test
  void aCloseElsewhereComesTooLate() throws Exception {
    Side side = new Side(() -> select(receive(a, seen::set), send(b, "b"))).asleep();
    Waiter<String> waiter = claimReceiver(side);
    b.close();
    handOver("a", waiter);
    assertEquals(0, side.ended().got.get());
    assertEquals("a", seen.get());
  }

  /** ClaimInterrupted comes too late: the case has happened, and the flag stays set. */
  @Test
  void anInterruptionComesTooLate() throws Exception {
    Side side = new Side(() -> select(receive(a, seen::set), receive(b, seen::set))).asleep();
    a.lock().acquire();
    Waiter<String> waiter = a.receivers().claim();
    side.thread.interrupt();
    side.thread.join(A_MOMENT);
    assertTrue(side.thread.isAlive());
    handOver("a", waiter);
    assertEquals(0, side.ended().got.get());
    assertEquals("a", seen.get());
    assertTrue(side.flag.get());
  }

  /** ClaimInterrupted comes first: whoever wants to serve finds nobody, though it waits still. */
  @Test
  void whoServesComesTooLate() throws Exception {
    Side side = new Side(() -> select(receive(a, seen::set), receive(b, seen::set))).asleep();
    a.lock().acquire();
    side.thread.interrupt();
    Await.until("it has decided", () -> !a.receivers().hasAny());
    assertNull(a.receivers().claim());
    assertFalse(b.trySend("x"));
    a.lock().release();
    assertTrue(side.ended().thrown.get() instanceof GoroutineInterruptedException);
    assertEquals("nothing", seen.get());
  }
}
