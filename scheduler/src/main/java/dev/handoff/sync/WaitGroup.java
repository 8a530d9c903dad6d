package dev.handoff.sync;

import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.Parking;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.WaitReason;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Waits for a collection of goroutines to end: a counter, and those who wait until it is zero.
 * Thread-safe; may be used again when it is back at zero.
 *
 * <p>What precedes a {@link #done} happens-before the return of any {@link #await} that it lets go.
 *
 * <p>Two sides race. Whoever counts down: 1. sets the counter to zero; 2. takes the list of waiters.
 * Whoever waits: 1. puts itself on the list; 2. reads the counter. So a waiter that reads a counter
 * above zero is on the list when it is taken.
 */
public final class WaitGroup {
  private final AtomicInteger counter = new AtomicInteger();
  private final AtomicReference<@Nullable Waiter> waiters = new AtomicReference<>();

  private static final class Waiter {
    final Thread thread;
    final @Nullable Waiter next;
    volatile boolean released;

    Waiter(Thread thread, @Nullable Waiter next) {
      this.thread = thread;
      this.next = next;
    }
  }

  /** A counter at zero. */
  public WaitGroup() {}

  /**
   * Adds to the counter. As in Go, add what you will wait for before you wait.
   *
   * @throws IllegalStateException if the counter would become negative; it then stays as it is
   */
  @SpecAction("WaitGroup!Count")
  @SpecAction("WaitGroup!CountToZero")
  public void add(int delta) {
    for (; ; ) {
      int seen = counter.get();
      long next = (long) seen + delta;
      if (next < 0 || next > Integer.MAX_VALUE) {
        throw new IllegalStateException(
            "WaitGroup counter would be " + next + " (" + seen + " with " + delta + " added)");
      }
      if (counter.compareAndSet(seen, (int) next)) {
        if (next == 0 && delta != 0) {
          releaseAll();
        }
        return;
      }
    }
  }

  /**
   * Takes one off the counter.
   *
   * @throws IllegalStateException if it is zero
   */
  public void done() {
    add(-1);
  }

  /**
   * Waits until the counter is zero.
   *
   * @throws GoroutineInterruptedException if the caller has to wait and its thread is interrupted
   */
  @SpecAction("WaitGroup!PassZero")
  @SpecAction("WaitGroup!ReadCount")
  @SpecAction("WaitGroup!SeesZero")
  @SpecAction("WaitGroup!SeesNoZero")
  @SpecAction("WaitGroup!Resume")
  @SpecAction("WaitGroup!Throw")
  @SpecAction("WaitGroup!Leave")
  public void await() {
    if (counter.get() == 0) {
      return;
    }
    Parking.checkInterrupt();
    Waiter self = enlist();
    while (!self.released && counter.get() != 0) {
      Parking.checkInterrupt();
      Parking.park(WaitReason.WAIT_GROUP, this);
    }
  }

  /**
   * Starts a goroutine that counts: one up now, one down when the body has ended, in whatever way.
   *
   * @throws IllegalStateException if the caller is no goroutine
   */
  public Goroutine go(Goroutine.Body body) {
    Objects.requireNonNull(body, "body");
    add(1);
    boolean started = false;
    try {
      Goroutine g =
          Go.go(
              () -> {
                try {
                  body.run();
                } finally {
                  done();
                }
              });
      started = true;
      return g;
    } finally {
      if (!started) {
        done();
      }
    }
  }

  @SpecAction("WaitGroup!Enlist")
  private Waiter enlist() {
    for (; ; ) {
      Waiter seen = waiters.get();
      Waiter self = new Waiter(Thread.currentThread(), seen);
      if (waiters.compareAndSet(seen, self)) {
        return self;
      }
    }
  }

  @SpecAction("WaitGroup!TakeList")
  @SpecAction("WaitGroup!Release")
  @SpecAction("WaitGroup!ReleasedAll")
  private void releaseAll() {
    for (Waiter w = waiters.getAndSet(null); w != null; w = w.next) {
      w.released = true;
      Parking.unpark(w.thread);
    }
  }

  @Override
  public String toString() {
    return "WaitGroup@" + Integer.toHexString(System.identityHashCode(this)) + "[" + counter + "]";
  }
}
