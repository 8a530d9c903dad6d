package dev.handoff.sync;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Waiters in the order in which they came. All of it is guarded by a lock of whoever owns the line.
 *
 * @param <W> the kind of waiter
 */
final class Line<W extends Waiter> {
  private @Nullable W first;
  private @Nullable W last;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return first == null;
  }

  @Nullable W first() {
    return first;
  }

  /** Adds one behind all others. */
  void add(W w) {
    W before = last;
    w.previous = before;
    if (before == null) {
      first = w;
    } else {
      before.next = w;
    }
    last = w;
    size++;
  }

  /** Takes the first out, with the outcome {@code SERVED}; null if there is none. */
  @Nullable W serveFirst() {
    W w = first;
    if (w != null) {
      remove(w);
      w.decide(Waiter.Outcome.SERVED);
    }
    return w;
  }

  /** Takes all out, with the outcome {@code SERVED}: the first of a chain, for {@code unparkAll}. */
  @Nullable Waiter serveAll() {
    Waiter head = null;
    Waiter tail = null;
    for (W w = serveFirst(); w != null; w = serveFirst()) {
      if (tail == null) {
        head = w;
      } else {
        tail.next = w;
      }
      tail = w;
    }
    return head;
  }

  /** Takes one out; whether it was there. */
  @SuppressWarnings("unchecked") // what is linked here was added here
  boolean remove(W w) {
    W before = (@Nullable W) w.previous;
    W after = (@Nullable W) w.next;
    if (before == null && first != w) {
      return false;
    }
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
    size--;
    return true;
  }
}
