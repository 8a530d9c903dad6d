package dev.handoff.runtime;

import dev.handoff.Goroutine;
import dev.handoff.GoroutinePanicException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A call of {@code run} or {@code call} that is under way: its main goroutine and its outcome. */
final class MainCall<T extends @Nullable Object> implements Goroutine.Body {
  private sealed interface Outcome<T extends @Nullable Object> {
    /** Main returned. */
    record Returned<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /** Main threw. */
    record Threw<T extends @Nullable Object>(Throwable failure) implements Outcome<T> {}

    /** Something else put an end to the call; main may be blocked. */
    record CutShort<T extends @Nullable Object>(Throwable failure) implements Outcome<T> {}
  }

  private final Callable<T> main;
  private final Thread caller;
  private final AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();
  private volatile boolean exited;
  private volatile @Nullable GoroutineThread goroutine;

  MainCall(Callable<T> main, Thread caller) {
    this.main = main;
    this.caller = caller;
  }

  /** The goroutine that runs it; told to the caller's thread before that waits. */
  void begun(GoroutineThread g) {
    goroutine = g;
    g.enlist(caller);
  }

  /** Whether its goroutine has been started. */
  boolean hasBegun() {
    return goroutine != null;
  }

  @Override
  public void run() {
    try {
      finish(new Outcome.Returned<>(main.call()));
    } catch (GoroutineThread.Exit exit) {
      exited = true;
    } catch (Throwable failure) {
      finish(
          new Outcome.Threw<>(
              failure instanceof RuntimeException || failure instanceof Error
                  ? failure
                  : new GoroutinePanicException("main", failure)));
    }
  }

  /** Whether main has called {@code Go.exit()}. */
  boolean hasExited() {
    return exited;
  }

  /** Whether it is decided how the call ends. */
  boolean hasOutcome() {
    return outcome.get() != null;
  }

  /** The call ends with that, if it has not ended. */
  void fail(Throwable failure) {
    finish(new Outcome.CutShort<>(failure));
  }

  private void finish(Outcome<T> result) {
    if (outcome.compareAndSet(null, result)) {
      Parking.unpark(caller);
    }
  }

  /** Waits for the outcome and, if it is main's, for main's end; on the calling thread. */
  T await() {
    for (; ; ) {
      Outcome<T> result = outcome.get();
      GoroutineThread g = goroutine;
      boolean ended = g == null || g.isDone();
      switch (result) {
        case Outcome.CutShort<T> cut -> throw unchecked(cut.failure());
        case Outcome.Returned<T> returned when ended -> {
          return returned.value();
        }
        case Outcome.Threw<T> threw when ended -> throw unchecked(threw.failure());
        case null, default -> {}
      }
      Parking.checkInterrupt();
      Parking.park(WaitReason.JOIN, g == null ? main : g);
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      return e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return new IllegalStateException(failure);
  }
}
