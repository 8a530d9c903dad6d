package dev.handoff;

/**
 * The thread of a goroutine, or any other thread, was interrupted while it blocked in this library,
 * or had been interrupted before it had to block. The thread's interrupt flag stays set.
 */
public final class GoroutineInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message that says so. */
  public GoroutineInterruptedException() {
    super("interrupted while waiting");
  }
}
