package dev.handoff;

/** A case on the nil channel: it never happens. */
final class NilCase extends SelectCase<Object> {
  static final NilCase INSTANCE = new NilCase();

  private NilCase() {}

  @Override
  void finish(Object result) {
    throw new IllegalStateException("a nil channel was ready");
  }

  @Override
  public String toString() {
    return "never";
  }
}
