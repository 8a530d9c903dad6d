package dev.handoff;

/** The default: it happens if no other case is ready. */
final class OtherwiseCase extends SelectCase<Object> {
  private final Runnable then;

  OtherwiseCase(Runnable then) {
    this.then = then;
  }

  @Override
  void finish(Object result) {
    then.run();
  }

  @Override
  public String toString() {
    return "otherwise";
  }
}
