package dev.handoff;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A case of a select, as the select sees it. Immutable: a case may be used again, and by several
 * selects at once.
 *
 * @param <T> what is sent or received
 */
abstract sealed class SelectCase<T extends @NonNull Object> implements Select.Case
    permits ChannelCase, AfterCase, OtherwiseCase, NilCase, ForeignCase {

  // ---------------------------------------------------------- with the locks of all channels held

  /** Whether it can happen now, as it seems: somebody else may be quicker to serve its partner. */
  boolean isReady() {
    return false;
  }

  /** Decides for the waiter that this case would serve, if there is one. {@link #move} must follow. */
  @Nullable Waiter<T> claim() {
    return null;
  }

  /**
   * Lets the case happen.
   *
   * @param partner what {@link #claim} returned
   * @return the value received, or an {@link Outcome}, which is WAITING if it is not possible now
   */
  Object move(@Nullable Waiter<T> partner) {
    return Outcome.WAITING;
  }

  // ------------------------------------------------------------------------------ without a lock

  /** The case has happened, and that came of it: does what is to be done then. */
  abstract void finish(Object result);
}
