package dev.handoff.verification.trace;

/** A file is no trace, or is damaged, or is of a run that did not come to its end. */
public final class NotATraceException extends Exception {
  private static final long serialVersionUID = 1L;

  public NotATraceException(String message) {
    super(message);
  }
}
