package dev.handoff;

import dev.handoff.runtime.SpecAction;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A send as a case of a select. */
final class SendCase<T extends @NonNull Object> extends ChannelCase<T> {
  private final T value;
  private final Runnable then;

  SendCase(Chan<T> channel, T value, Runnable then) {
    super(channel);
    this.value = value;
    this.then = then;
  }

  @Override
  boolean isReady() {
    return channel().canSend();
  }

  @Override
  @SpecAction("Select!WinReceiver")
  @Nullable Waiter<T> claim() {
    return channel().receivers().claim();
  }

  @Override
  @SpecAction("Select!SendClosed")
  @SpecAction("Select!SendToBuffer")
  @SpecAction("Select!HandOver")
  Object move(@Nullable Waiter<T> receiver) {
    if (channel().isClosed()) { // and then nobody waits
      return Outcome.CLOSED;
    }
    return channel().put(value, receiver) ? Outcome.DONE : Outcome.WAITING;
  }

  @Override
  Waiters<T> queue() {
    return channel().senders();
  }

  @Override
  SelectWaiter<T> waiter(Selection selection, int index) {
    return new SelectWaiter<>(selection, this, index, value);
  }

  @Override
  Object result(SelectWaiter<T> served) {
    return Outcome.DONE;
  }

  @Override
  void finish(Object result) {
    if (result == Outcome.CLOSED) {
      throw channel().sendOnClosed();
    }
    then.run();
  }

  @Override
  public String toString() {
    return "send to " + channel();
  }
}
