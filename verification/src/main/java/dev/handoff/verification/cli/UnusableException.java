package dev.handoff.verification.cli;

/** What was asked for cannot be done; the message says why and what to do. Exit status 2. */
final class UnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnusableException(String message) {
    super(message);
  }
}
