package dev.handoff;

import dev.handoff.runtime.SpecAction;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A receive as a case of a select. */
final class ReceiveCase<T extends @NonNull Object> extends ChannelCase<T> {
  private final Consumer<@Nullable T> then;

  ReceiveCase(Chan<T> channel, Consumer<@Nullable T> then) {
    super(channel);
    this.then = then;
  }

  @Override
  boolean isReady() {
    return channel().canReceive();
  }

  @Override
  @SpecAction("Select!WinSender")
  @Nullable Waiter<T> claim() {
    return channel().senders().claim();
  }

  @Override
  @SpecAction("Select!ReceiveFromBuffer")
  @SpecAction("Select!TakeOver")
  @SpecAction("Select!ReceiveClosed")
  Object move(@Nullable Waiter<T> sender) {
    T value = channel().take(sender);
    if (value != null) {
      return value;
    }
    return channel().isClosed() ? Outcome.CLOSED : Outcome.WAITING;
  }

  @Override
  Waiters<T> queue() {
    return channel().receivers();
  }

  @Override
  SelectWaiter<T> waiter(Selection selection, int index) {
    return new SelectWaiter<>(selection, this, index, null);
  }

  @Override
  Object result(SelectWaiter<T> served) {
    return served.received();
  }

  @Override
  @SuppressWarnings("unchecked") // what is not CLOSED came from this channel
  void finish(Object result) {
    then.accept(result == Outcome.CLOSED ? null : (T) result);
  }

  @Override
  public String toString() {
    return "receive from " + channel();
  }
}
