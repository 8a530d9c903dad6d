package dev.handoff.runtime;

/**
 * How an M sleeps and is woken. An interface, so that checkers can put Ms under their control.
 *
 * <p>A permit that may be lost or come too early is enough: the M loops on a word of its own
 * ({@link Sleeper}). Nobody interrupts an M.
 */
public interface Parker {
  /** Blocks the calling M until {@link #unpark}; may return spuriously. */
  void park();

  /** As {@link #park}, for about so many nanoseconds at most. */
  void pause(long nanos);

  /** Makes the M's current or next {@link #park} return. Does not block. */
  void unpark();
}
