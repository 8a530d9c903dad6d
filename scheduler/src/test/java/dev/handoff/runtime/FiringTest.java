package dev.handoff.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Firing against stop and reset, step by step as Timers.tla tells it. The clock stands still at 0. */
class FiringTest {
  private final TimerHeap heap = new TimerHeap(0, false);
  private final TimerHome home = new TimerHeapTest.OneHeap(heap);

  private TimerHeap.Due pop(long now) {
    TimerHeap.Due due = heap.pop(now);
    assertNotNull(due);
    return due;
  }

  @Test
  void stopBetweenTheSteps() {
    ChannelTimer timer = new ChannelTimer(home, false);
    assertFalse(timer.reset(Duration.ofNanos(5)));
    TimerHeap.Due due = pop(5);
    assertTrue(timer.stop(), "about to be sent");
    due.fire();
    assertNull(timer.channel().tryReceive());
    assertFalse(timer.stop());
  }

  @Test
  void resetBetweenTheSteps() {
    ChannelTimer timer = new ChannelTimer(home, false);
    timer.reset(Duration.ofNanos(5));
    TimerHeap.Due old = pop(5);
    assertTrue(timer.reset(Duration.ofNanos(7)));
    TimerHeap.Due anew = pop(7);
    old.fire();
    assertNull(timer.channel().tryReceive(), "that was set anew");
    assertTrue(timer.isPending(), "in the other's hand");
    anew.fire();
    assertFalse(timer.isPending());
    assertTrue(timer.stop(), "not received");
    assertNull(timer.channel().tryReceive());
  }

  @Test
  void aTickerIsStoppedBetweenTheSteps() {
    ChannelTimer ticker = new ChannelTimer(home, true);
    ticker.reset(Duration.ofNanos(10));
    pop(10).fire();
    TimerHeap.Due second = pop(20);
    ticker.stop();
    second.fire();
    assertNull(ticker.channel().tryReceive());
    assertEquals(0, heap.size());
  }

  @Test
  void aFunctionThatIsOffItsHeapIsCalled() {
    int[] calls = {0};
    FunctionTimer timer = new FunctionTimer(home, () -> calls[0]++);
    timer.reset(Duration.ofNanos(5));
    TimerHeap.Due due = pop(5);
    assertFalse(timer.stop(), "it will be called");
    due.fire();
    assertEquals(1, calls[0]);
    assertFalse(timer.reset(Duration.ofNanos(5)));
    assertTrue(timer.reset(Duration.ofNanos(5)));
    pop(5).fire();
    assertEquals(2, calls[0]);
  }
}
