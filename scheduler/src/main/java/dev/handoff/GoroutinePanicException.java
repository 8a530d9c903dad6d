package dev.handoff;

/**
 * A goroutine threw. Comes out of {@code run} and {@code call}; the cause is what it threw. Also
 * wraps a checked exception of main itself.
 */
public final class GoroutinePanicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param goroutine its name
   * @param cause what it threw
   */
  public GoroutinePanicException(String goroutine, Throwable cause) {
    super("goroutine " + goroutine + " panicked: " + cause, cause);
  }
}
