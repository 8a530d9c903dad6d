package dev.handoff.context;

import java.time.Instant;

/** The deadline of a {@link Context} has passed (Go's {@code context.DeadlineExceeded}). */
public final class DeadlineExceededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param deadline which has passed
   */
  public DeadlineExceededException(Instant deadline) {
    super("context deadline exceeded: " + deadline);
  }
}
