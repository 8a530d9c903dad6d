package dev.handoff.verification.trace;

/** A run has more steps or goroutines than TLC can judge in reasonable time. */
public final class TraceTooLargeException extends Exception {
  private static final long serialVersionUID = 1L;

  public TraceTooLargeException(String message) {
    super(message);
  }
}
