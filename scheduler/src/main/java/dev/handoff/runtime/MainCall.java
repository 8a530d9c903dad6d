package dev.handoff.runtime;

import dev.handoff.Goroutine;
import dev.handoff.GoroutinePanicException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A call of {@code run} or {@code call} that is under way: its main goroutine and its outcome. */
final class MainCall<T extends @Nullable Object> implements Goroutine.Body {
  private sealed interface Outcome<T extends @Nullable Object> {
    record Returned<T extends @Nullable Object>(T value) implements Outcome<T> {}

    record Failed<T extends @Nullable Object>(Throwable failure) implements Outcome<T> {}
  }

  private final Callable<T> main;
  private final Thread caller;
  private final AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();
  private volatile boolean exited;
  private @Nullable Goroutine goroutine;

  MainCall(Callable<T> main, Thread caller) {
    this.main = main;
    this.caller = caller;
  }

  void begun(Goroutine g) {
    goroutine = g;
  }

  @Override
  public void run() {
    try {
      finish(new Outcome.Returned<>(main.call()));
    } catch (GoroutineThread.Exit exit) {
      exited = true;
    } catch (Throwable failure) {
      fail(
          failure instanceof RuntimeException || failure instanceof Error
              ? failure
              : new GoroutinePanicException("main", failure));
    }
  }

  /** Whether main has called {@code Go.exit()}. */
  boolean hasExited() {
    return exited;
  }

  /** The call ends with that, if it has not ended. */
  void fail(Throwable failure) {
    finish(new Outcome.Failed<>(failure));
  }

  private void finish(Outcome<T> result) {
    if (outcome.compareAndSet(null, result)) {
      Parking.unpark(caller);
    }
  }

  /** Waits for the outcome; on the calling thread of {@code run}. */
  T await() {
    for (; ; ) {
      Outcome<T> result = outcome.get();
      if (result != null) {
        return switch (result) {
          case Outcome.Returned<T> returned -> returned.value();
          case Outcome.Failed<T> failed -> throw unchecked(failed.failure());
        };
      }
      Parking.checkInterrupt();
      Parking.park(WaitReason.JOIN, goroutine == null ? main : goroutine);
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
