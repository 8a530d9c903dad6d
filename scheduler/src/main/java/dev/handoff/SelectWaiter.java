package dev.handoff;

import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One of the waiters of a select, for one of its cases. Its value and its outcome are written by
 * whoever has claimed it and holds the channel's lock, and read by the select when it has that lock
 * again.
 */
final class SelectWaiter<T extends @NonNull Object> extends Waiter<T> {
  private final Selection selection;
  private final ChannelCase<T> of;

  /** The index of its case. */
  final int index;

  SelectWaiter(Selection selection, ChannelCase<T> of, int index, @Nullable T value) {
    super(selection.thread(), value);
    this.selection = selection;
    this.of = of;
    this.index = index;
  }

  @Override
  boolean claim() {
    return selection.decide(this);
  }

  @Override
  boolean isLeftOver() {
    return selection.isDecided();
  }

  // ----------------------------------------------------------- the select, with its locks held

  void enlist() {
    of.queue().add(this);
  }

  void dequeue() {
    of.queue().remove(this);
  }

  /** What it was given. */
  T received() {
    return sent();
  }

  /** What came of the case, if this is the one that was served; as {@link SelectCase#move}. */
  Object result() {
    return outcome() == Outcome.CLOSED ? Outcome.CLOSED : of.result(this);
  }

  // ---------------------------------------------------------------------------- without any lock

  Chan<T> channel() {
    return of.channel();
  }

  @Override
  public String toString() {
    return of.toString();
  }
}
