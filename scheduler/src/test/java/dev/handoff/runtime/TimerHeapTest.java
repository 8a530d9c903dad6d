package dev.handoff.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The heap of timers, against a map from timers to deadlines. */
@Timeout(60)
class TimerHeapTest {
  private static final class Recorded extends HeapTimer {
    final List<Long> fired = new ArrayList<>();
    boolean starts;

    @Override
    void fire(long sequence) {
      fired.add(sequence);
    }

    @Override
    boolean startsGoroutine() {
      return starts;
    }
  }

  /** A home that is one heap. */
  record OneHeap(TimerHeap heap) implements TimerHome {
    @Override
    public Clock clock() {
      return () -> 0;
    }

    @Override
    public void insert(HeapTimer t, long when) {
      heap.add(t, when);
    }

    @Override
    public void look(long when) {}

    @Override
    public void stopped() {}
  }

  private static long least(Map<Recorded, Long> model) {
    return model.values().stream().mapToLong(Long::longValue).min().orElse(Deadlines.FOREVER);
  }

  @Test
  void anyOperationsInAnyOrder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      TimerHeap heap = new TimerHeap(0, false);
      OneHeap home = new OneHeap(heap);
      Map<Recorded, Long> model = new HashMap<>();
      List<Recorded> all = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(100); i++) {
        Recorded t = new Recorded();
        t.starts = random.nextBoolean();
        all.add(t);
      }
      String where = "seed " + seed + ", round " + round;
      for (int step = 0; step < 300; step++) {
        Recorded t = all.get(random.nextInt(all.size()));
        long when = random.nextInt(50);
        HeapTimer.Was expected = model.containsKey(t) ? HeapTimer.Was.IN_HEAP : null;
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            HeapTimer.Was was = t.set(home, when, 0);
            assertEquals(expected != null, was == HeapTimer.Was.IN_HEAP, where);
            model.put(t, when);
          }
          case 2 -> {
            HeapTimer.Was was = t.cancel();
            assertEquals(expected != null, was == HeapTimer.Was.IN_HEAP, where);
            model.remove(t);
          }
          default -> {
            TimerHeap.Due due = heap.pop(when);
            if (due == null) {
              assertTrue(least(model) > when, where);
            } else {
              assertEquals(least(model), model.remove(due.timer()), where);
              assertTrue(due.timer().isStill(due.sequence()), where);
              assertTrue(due.timer().isPending(), where + ": in hand");
              due.timer().arrived();
            }
          }
        }
        assertEquals(least(model), heap.earliest(), where);
        assertEquals(model.size(), heap.size(), where);
        assertEquals(model.keySet().stream().filter(r -> r.starts).count(), heap.functions(), where);
      }
    }
  }

  @Test
  void aTickerStaysOnItsGridAndMissedTicksAreDropped() {
    TimerHeap heap = new TimerHeap(0, false);
    Recorded ticker = new Recorded();
    ticker.set(new OneHeap(heap), 10, 10);
    assertNull(heap.pop(9));
    heap.pop(10).fire();
    assertEquals(20, heap.earliest());
    heap.pop(57).fire();
    assertEquals(60, heap.earliest());
    assertEquals(2, ticker.fired.size());
    assertEquals(HeapTimer.Was.IN_HEAP, ticker.cancel());
    assertEquals(Deadlines.FOREVER, heap.earliest());
  }

  @Test
  void whoStopsATimerThatIsBeingFiredLearnsOfIt() {
    TimerHeap heap = new TimerHeap(0, false);
    OneHeap home = new OneHeap(heap);
    Recorded t = new Recorded();
    t.set(home, 1, 0);
    TimerHeap.Due due = heap.pop(1);
    assertEquals(HeapTimer.Was.IN_HAND, t.cancel());
    assertFalse(t.isStill(due.sequence()));
    assertEquals(HeapTimer.Was.NOWHERE, t.cancel(), "only once");
    assertEquals(HeapTimer.Was.NOWHERE, t.set(home, 2, 0));
    assertFalse(t.isStill(due.sequence()), "a number is not used again");
  }

  @Test
  void allTimersMoveInOneStepAndTheOldHeapTakesNoMore() {
    TimerHeap from = new TimerHeap(1, false);
    TimerHeap to = new TimerHeap(0, false);
    List<Recorded> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      Recorded t = new Recorded();
      t.starts = i % 2 == 0;
      t.set(new OneHeap(i % 3 == 0 ? to : from), 5 + i, 0);
      all.add(t);
    }
    assertEquals(6, from.moveTo(to));
    assertEquals(Deadlines.FOREVER, from.earliest());
    assertEquals(0, from.size() + from.functions());
    assertEquals(1000, to.size());
    assertEquals(500, to.functions());
    assertFalse(from.add(new Recorded(), 1));
    assertEquals(HeapTimer.Was.IN_HEAP, all.get(500).cancel());
    assertEquals(5, to.earliest());
    assertEquals(Deadlines.FOREVER, from.moveTo(to), "nothing to look after");
    from.revive();
    assertTrue(from.add(new Recorded(), 1));
    to.drop();
    assertFalse(all.get(3).isPending());
    assertEquals(Deadlines.FOREVER, to.earliest());
  }

  @Test
  void aMillionTimers() {
    TimerHeap heap = new TimerHeap(0, false);
    OneHeap home = new OneHeap(heap);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int n = 1_000_000;
    Recorded[] all = new Recorded[n];
    for (int i = 0; i < n; i++) {
      all[i] = new Recorded();
      all[i].set(home, random.nextInt(1 << 30), 0);
    }
    assertEquals(n, heap.size());
    for (int i = 0; i < n; i += 2) {
      all[i].cancel();
    }
    long last = -1;
    int popped = 0;
    while (heap.size() > 0) {
      long next = heap.earliest();
      assertTrue(last <= next, () -> "seed " + seed);
      heap.pop(next);
      last = next;
      popped++;
    }
    assertEquals(n / 2, popped);
  }

  @Test
  void theClockIsReadNowAndThenAndNeverForAnEmptyHeap() {
    TimerHeap heap = new TimerHeap(0, false);
    for (int i = 0; i < 1000; i++) {
      assertFalse(heap.isWorthALook());
    }
    Recorded t = new Recorded();
    t.set(new OneHeap(heap), 1, 0);
    int looks = 0;
    for (int i = 0; i < 800; i++) {
      looks += heap.isWorthALook() ? 1 : 0;
    }
    assertEquals(100, looks);
    heap.hint();
    assertTrue(heap.isWorthALook());
    assertFalse(heap.isWorthALook());
  }

  @Test
  void deadlinesDoNotOverflow() {
    assertEquals(Deadlines.LAST, Deadlines.after(5, Long.MAX_VALUE));
    assertEquals(Deadlines.LAST, Deadlines.after(Deadlines.LAST - 1, 2));
    assertEquals(5, Deadlines.after(5, 0));
    assertEquals(5, Deadlines.after(5, -1));
    assertEquals(0, Deadlines.nanos(Duration.ofSeconds(Long.MIN_VALUE)));
    assertEquals(Long.MAX_VALUE, Deadlines.nanos(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)));
    assertEquals(Deadlines.LAST, Deadlines.next(10, Long.MAX_VALUE, 10));
    assertTrue(Clock.MONOTONIC.now() >= 0);
  }
}
