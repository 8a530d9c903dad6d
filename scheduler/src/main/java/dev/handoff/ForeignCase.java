package dev.handoff;

/** A case on something that is no channel of this library: each select refuses it. */
final class ForeignCase extends SelectCase<Object> {
  private final Object channel;

  ForeignCase(Object channel) {
    this.channel = channel;
  }

  IllegalArgumentException refusal() {
    return new IllegalArgumentException(
        "select works on channels of this library, not on a " + channel.getClass().getName());
  }

  @Override
  void finish(Object result) {
    throw refusal();
  }

  @Override
  public String toString() {
    return "foreign " + channel;
  }
}
