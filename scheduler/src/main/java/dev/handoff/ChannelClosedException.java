package dev.handoff;

/** A send on a closed channel, or the close of a closed channel. Go panics there. */
public final class ChannelClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which operation, on which channel
   */
  public ChannelClosedException(String message) {
    super(message);
  }
}
