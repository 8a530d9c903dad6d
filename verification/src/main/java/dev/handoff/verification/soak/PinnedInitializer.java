package dev.handoff.verification.soak;

/** What {@link Pinned} makes a class of, again and again. It is never used under its own name. */
final class PinnedInitializer {
  static {
    try {
      Pinned.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private PinnedInitializer() {}
}
