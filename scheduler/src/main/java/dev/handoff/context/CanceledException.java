package dev.handoff.context;

import org.checkerframework.checker.nullness.qual.Nullable;

/** A {@link Context} was cancelled (Go's {@code context.Canceled}). */
public final class CanceledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param cause what {@link Context.Cancellable#cancel(Throwable)} was given, or null
   */
  public CanceledException(@Nullable Throwable cause) {
    super("context canceled", cause);
  }
}
