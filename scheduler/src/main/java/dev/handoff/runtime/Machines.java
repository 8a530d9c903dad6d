package dev.handoff.runtime;

/** Starts the threads of Ms, and hears of their failures. */
public interface Machines {
  /**
   * Sets the M's parker, and starts a thread that runs {@code m.run()}. Called again for an M whose
   * thread has ended because it had nothing to do.
   *
   * @throws OutOfMemoryError if there can be no such thread now; the M has none then
   */
  void start(M m);

  /** How many may be started. */
  int limit();

  /** How long an M that is not needed sleeps before its thread ends, in nanoseconds. */
  long keepAliveNanos();

  /**
   * A goroutine waits for an M, a P is idle, and no more Ms may be started. May be called often, by
   * threads that must not block.
   */
  void limitReached();

  /** The scheduler itself failed on the thread of an M, or that thread could not be started. */
  void failed(Throwable failure);
}
