package dev.handoff.verification.tlc;

/** TLC could not run, or said something that is no verdict. */
public final class TlcException extends Exception {
  private static final long serialVersionUID = 1L;

  public TlcException(String message) {
    super(message);
  }
}
