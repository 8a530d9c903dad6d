package dev.handoff;

/**
 * All goroutines are asleep: each waits for another. The message lists each goroutine and what it
 * waits for. In Go this is a fatal error; here it comes out of {@code run} and {@code call}.
 */
public final class DeadlockException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message that it is a deadlock, and the goroutines
   */
  public DeadlockException(String message) {
    super(message);
  }
}
