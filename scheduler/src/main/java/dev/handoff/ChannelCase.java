package dev.handoff;

import org.checkerframework.checker.nullness.qual.NonNull;

/** A case that sends to a channel or receives from one. */
abstract sealed class ChannelCase<T extends @NonNull Object> extends SelectCase<T>
    permits SendCase, ReceiveCase {
  private final Chan<T> channel;

  ChannelCase(Chan<T> channel) {
    this.channel = channel;
  }

  final Chan<T> channel() {
    return channel;
  }

  /** Where its waiters wait. Guarded by the channel's lock. */
  abstract Waiters<T> queue();

  /** What the select waits with for this case. */
  abstract SelectWaiter<T> waiter(Selection selection, int index);

  /** What came of this case when somebody served its waiter. With the channel's lock held. */
  abstract Object result(SelectWaiter<T> served);
}
