package dev.handoff.sync;

import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.GoroutineThread;
import dev.handoff.runtime.Parking;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.Statements;
import dev.handoff.runtime.WaitReason;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Waits for a collection of goroutines to end: a counter, and those who wait until it is zero.
 * Thread-safe; may be used again when it is back at zero.
 *
 * <p>What precedes a {@link #done} happens-before the return of any {@link #await} that it lets go.
 *
 * <p>Two sides race (spec/WaitGroup.tla). Whoever counts down: 1. sets the counter to zero, and with
 * it counts the zeros; 2. takes the list of waiters; 3. releases each. Whoever waits: 1. puts itself
 * on the list; 2. reads the number of zeros; if it has grown since the call began then it is done; 3.
 * sleeps until it is released, and goes on with 2. So a waiter that reads an old number is on the
 * list when it is taken. It can be released too early, by a zero that came before its call, whose
 * list is taken only now: the number has not grown, and it puts itself on the list again.
 */
public final class WaitGroup {
  private static final int ZEROS_SHIFT = 32;

  /** High half: how often the counter has come to zero, modulo 2^32. Low half: the counter. */
  private final AtomicLong word = new AtomicLong();

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
      long seen = word.get();
      long next = (long) counter(seen) + delta;
      if (next < 0 || next > Integer.MAX_VALUE) {
        throw new IllegalStateException(
            "WaitGroup counter would be "
                + next + " (" + counter(seen) + " with " + delta + " added)");
      }
      boolean toZero = next == 0 && delta != 0;
      long zeros = zeros(seen) + (toZero ? 1 : 0);
      if (word.compareAndSet(seen, zeros << ZEROS_SHIFT | next)) {
        if (toZero) {
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
   * Waits until the counter is zero, or has been at some moment of the call.
   *
   * @throws GoroutineInterruptedException if the caller has to wait and its thread is interrupted
   */
  public void await() {
    await(WaitReason.WAIT_GROUP, this);
  }

  /** Waits on behalf of another structure: dumps show that one. */
  @SpecAction("WaitGroup!PassZero")
  @SpecAction("WaitGroup!ReadCount")
  @SpecAction("WaitGroup!SeesZero")
  @SpecAction("WaitGroup!SeesNoZero")
  @SpecAction("WaitGroup!SeesEarlierZero")
  @SpecAction("WaitGroup!Resume")
  @SpecAction("WaitGroup!Throw")
  @SpecAction("WaitGroup!Leave")
  void await(WaitReason reason, Object on) {
    Statements.checkpoint();
    long seen = word.get();
    if (counter(seen) == 0) {
      return;
    }
    do {
      Parking.checkInterrupt();
      Waiter self = enlist();
      while (!self.released && zeros(word.get()) == zeros(seen)) {
        Parking.checkInterrupt();
        Parking.park(reason, on);
      }
    } while (zeros(word.get()) == zeros(seen));
  }

  private static int counter(long word) {
    return (int) word;
  }

  private static long zeros(long word) {
    return word >>> ZEROS_SHIFT;
  }

  /** The counter as it is now. */
  int count() {
    return counter(word.get());
  }

  /**
   * Starts a goroutine that counts: one up now, one down when it has ended, in whatever way. A body
   * that throws is a panic, which those who wait do not overtake: the counter goes down after it.
   *
   * @throws IllegalStateException if the caller is no goroutine
   */
  public Goroutine go(Goroutine.Body body) {
    Objects.requireNonNull(body, "body");
    add(1);
    boolean started = false;
    try {
      Goroutine g = Go.go(() -> runAndCount(body));
      started = true;
      return g;
    } finally {
      if (!started) {
        done();
      }
    }
  }

  private void runAndCount(Goroutine.Body body) throws Exception {
    boolean panics = true;
    try {
      body.run();
      panics = false;
    } catch (GoroutineThread.Exit exit) {
      panics = false;
      throw exit;
    } finally {
      if (panics) {
        countWhenEnded(Goroutine.current());
      } else {
        done();
      }
    }
  }

  /** Counts down once the panic of that goroutine is known: main could return before that otherwise. */
  private void countWhenEnded(Goroutine panicking) {
    try {
      Go.go(
          () -> {
            try {
              panicking.join();
            } finally {
              done();
            }
          });
    } catch (IllegalStateException closing) { // no more goroutines: nobody's main waits either
      done();
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
    return "WaitGroup@" + Integer.toHexString(System.identityHashCode(this)) + "[" + counter(word.get()) + "]";
  }
}
