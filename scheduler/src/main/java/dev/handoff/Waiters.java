package dev.handoff;

import dev.handoff.runtime.SpecAction;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Those who wait to send to a channel, or to receive from it, first in first out. Guarded by the
 * channel's lock.
 *
 * <p>There may be left-overs among them: waiters of a select for which somebody has decided elsewhere,
 * and which has not yet taken them back. Whoever meets them drops them.
 */
final class Waiters<T extends @NonNull Object> {
  private @Nullable Waiter<T> first;
  private @Nullable Waiter<T> last;

  void add(Waiter<T> w) {
    w.previous = last;
    if (last == null) {
      first = w;
    } else {
      last.next = w;
    }
    last = w;
  }

  /** Takes out the first one that can be served, which the caller then must do; null: none. */
  @SpecAction("Parking!Poll")
  @SpecAction("Select!Skip")
  @SpecAction("Select!CloseSkip")
  @Nullable Waiter<T> claim() {
    for (Waiter<T> w = first; w != null; w = first) {
      remove(w);
      if (w.claim()) {
        return w;
      }
    }
    return null;
  }

  /** Whether there is one that can be served, as it seems: somebody else may be quicker. */
  @SpecAction("Select!Skip")
  boolean hasAny() {
    for (Waiter<T> w = first; w != null; w = first) {
      if (!w.isLeftOver()) {
        return true;
      }
      remove(w);
    }
    return false;
  }

  /** Whether it was there. */
  boolean remove(Waiter<T> w) {
    if (w.previous == null && first != w) {
      return false;
    }
    Waiter<T> before = w.previous;
    Waiter<T> after = w.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.previous = before;
    }
    w.previous = null;
    w.next = null;
    return true;
  }
}
