package dev.handoff.runtime;

/** Starts the threads of Ms, and hears of their failures. */
public interface Machines {
  /** Sets the M's parker, and starts a thread that runs {@code m.run()}. Called once for each M. */
  void start(M m);

  /** How many may be started. */
  int limit();

  /**
   * A goroutine waits for an M, a P is idle, and no more Ms may be started. May be called often, by
   * threads that must not block.
   */
  void limitReached();

  /** The scheduler itself failed on the thread of {@code m}; the M has ended. */
  void failed(M m, Throwable failure);
}
