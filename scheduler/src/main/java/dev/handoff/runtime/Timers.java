package dev.handoff.runtime;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The timers of one scheduler: a heap for each P, run by Ms on the way. Spec: Timers.tla.
 *
 * <p><b>Who runs them.</b> An M at a scheduling point looks now and then into the heap of its own P
 * ({@link TimerHeap#isWorthALook}) and always when it has run out of work ({@link #run}). An M that
 * spins looks into all heaps ({@link #runAll}), as it steals goroutines. If a P is idle, one of the
 * sleeping Ms, the {@link Keeper}, sleeps only until the earliest deadline. And sysmon, which comes by
 * every few milliseconds, tells Ms that are busy of what has become due ({@link #tick}).
 *
 * <p><b>What firing does.</b> It sends a value, starts a goroutine or ends a sleep: nothing that
 * blocks. Goroutines that become runnable by it go to the global queue, because an M between two
 * goroutines submits as any other thread does.
 *
 * <p>Go's counterparts: {@code checkTimers}, {@code findRunnable}, {@code wakeNetPoller} in
 * runtime/proc.go.
 */
final class Timers implements TimerHome {
  /** How many timers an M fires before it looks after goroutines again. */
  private static final int BATCH = 128;

  private final Sched sched;
  private final Clock clock;
  private final Keeper keeper;

  /** One for each P that there ever was. */
  private volatile TimerHeap[] heaps;

  private volatile boolean closed;

  /** How many Ms without a P are firing now. */
  private final AtomicInteger firing = new AtomicInteger();

  /** Counts what deadlock detection cannot see in the idle state. */
  private final AtomicLong epoch = new AtomicLong();

  @SuppressWarnings("nullness") // the keeper only keeps the reference
  Timers(Sched sched, Clock clock, TimerHeap... heaps) {
    this.sched = sched;
    this.clock = clock;
    this.heaps = heaps;
    this.keeper = new Keeper(sched, this);
  }

  Keeper keeper() {
    return keeper;
  }

  /** All heaps; those of Ps that are out of use are empty. */
  TimerHeap[] heaps() {
    return heaps;
  }

  // ------------------------------------------------------------------------------------ as a home

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public void insert(HeapTimer t, long when) {
    TimerHeap preferred = heapOfCaller();
    if (preferred != null && preferred.add(t, when)) {
      return;
    }
    while (!closed) {
      for (TimerHeap heap : heaps) {
        if (heap.add(t, when)) {
          return;
        }
      }
      // Each was out of use as it was tried, and at no time are all: some came back meanwhile.
    }
  }

  private @Nullable TimerHeap heapOfCaller() {
    M m = MachineThread.current();
    return m != null && m.sched() == sched ? m.timerHeap() : null;
  }

  @Override
  public void look(long when) {
    keeper.look(when);
  }

  @Override
  public void stopped() {
    M m = MachineThread.current();
    if (m == null || m.sched() != sched) {
      epoch.incrementAndGet();
    }
  }

  // --------------------------------------------------------------------------------------- firing

  /** The owner of the heap's P fires what is due there, up to a batch. */
  void run(TimerHeap own) {
    if (own.earliest() != Deadlines.FOREVER && !run(own, clock.now())) {
      own.hint(); // the rest at the next scheduling point
    }
  }

  /** An M that spins fires what is due in any heap, up to a batch of each. */
  void runAll() {
    long now = -1;
    for (TimerHeap heap : heaps) {
      if (heap.earliest() != Deadlines.FOREVER) {
        now = now < 0 ? clock.now() : now;
        run(heap, now);
      }
    }
  }

  /** Whether nothing is due any more. */
  private static boolean run(TimerHeap heap, long now) {
    for (int i = 0; i < BATCH; i++) {
      TimerHeap.Due due = heap.pop(now);
      if (due == null) {
        return true;
      }
      due.fire();
    }
    return false;
  }

  /** Fires what is due in any heap until m is given a P. For an M that sleeps. */
  void fireWithoutProcessor(M m) {
    firing.incrementAndGet();
    try {
      long now = clock.now();
      for (TimerHeap heap : heaps) {
        TimerHeap.Due due = heap.pop(now);
        while (due != null) {
          due.fire();
          due = m.sleeper().hasGift() ? null : heap.pop(now);
        }
      }
    } finally {
      epoch.incrementAndGet();
      firing.decrementAndGet();
    }
  }

  /** sysmon: tells busy Ms of what has become due. */
  void tick() {
    long now = -1;
    for (TimerHeap heap : heaps) {
      if (heap.earliest() != Deadlines.FOREVER) {
        now = now < 0 ? clock.now() : now;
        if (heap.earliest() <= now) {
          heap.hint();
        }
      }
    }
  }

  // ---------------------------------------------------------------------- a changing number of Ps

  /** There are more Ps, with these heaps, which are closed until then. One thread at a time. */
  void register(Stream<TimerHeap> more) {
    heaps = Stream.concat(Arrays.stream(heaps), more).toArray(TimerHeap[]::new);
  }

  /** A P goes out of use: its timers move to another that is in use. */
  @SpecAction("Timers!Retire")
  void moveAll(TimerHeap from, TimerHeap to) {
    long earliest = from.moveTo(to);
    if (earliest != Deadlines.FOREVER) {
      look(earliest);
    }
  }

  /** A P is in use again, and is listed as idle or held already. */
  @SpecAction("Timers!Revive")
  void revive(TimerHeap heap) {
    heap.revive();
    look(0);
  }

  // ------------------------------------------------------------------------------------- insight

  /** How many timers are pending, sleepers among them. */
  long pending() {
    return Arrays.stream(heaps).mapToLong(TimerHeap::size).sum();
  }

  /** Whether any timer is pending that starts a goroutine. */
  boolean mayStartGoroutines() {
    return Arrays.stream(heaps).anyMatch(heap -> heap.functions() > 0);
  }

  /** Whether a thread without a P is firing timers at this moment. */
  boolean isFiring() {
    return firing.get() > 0 || TimerService.isFiring();
  }

  /**
   * Equal readings enclose a time in which no thread without a P has finished firing, and none that
   * is no goroutine of this scheduler has stopped a timer of it.
   */
  long epoch() {
    return epoch.get() + TimerService.epoch();
  }

  /** Drops all timers; none is added any more. */
  void close() {
    closed = true;
    for (TimerHeap heap : heaps) {
      heap.drop();
    }
  }
}
