package dev.handoff;

import dev.handoff.runtime.GoroutineThread;

/**
 * A goroutine: a function that runs concurrently with others in the same scheduler. All methods may
 * be called by any thread.
 */
public interface Goroutine {
  /** A positive number, unique in its scheduler and never reused. */
  long id();

  /** The name given to {@code go}, or one made from the id. */
  String name();

  /** The state at this moment. */
  State state();

  /** Whether the body has ended. If so, everything that it did happens-before the return of this. */
  boolean isDone();

  /**
   * Waits until the goroutine has ended. Does not rethrow what its body threw. Everything that the
   * goroutine did happens-before the return.
   *
   * @throws GoroutineInterruptedException if the caller has to wait and its thread is interrupted
   */
  void join();

  /** The virtual thread that carries it. */
  Thread thread();

  /**
   * The goroutine that calls this.
   *
   * @throws IllegalStateException if the caller is no goroutine
   */
  static Goroutine current() {
    GoroutineThread g = GoroutineThread.currentOrNull();
    if (g == null) {
      throw new IllegalStateException(
          "Goroutine.current() was called by " + Thread.currentThread() + ", which is no goroutine");
    }
    return g;
  }

  /** What a goroutine does. */
  @FunctionalInterface
  interface Body {
    /** Runs on the goroutine. An exception that comes out of it is a panic. */
    void run() throws Exception;
  }

  /** What a goroutine is doing, in Go's words. */
  enum State {
    /** It could run, and waits in a run queue for a P. */
    RUNNABLE,
    /** It runs on an M. */
    RUNNING,
    /** It is in {@code Go.blocking}, and may hold no P. */
    SYSCALL,
    /** It waits for something. */
    WAITING,
    /** It has ended. */
    DEAD
  }
}
