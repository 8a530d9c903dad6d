package dev.handoff;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/** {@code for v := range channel}. Not thread-safe. */
final class ChannelIterator<T extends @NonNull Object> implements Iterator<T> {
  private final Receiver<T> channel;
  private @Nullable T ahead;

  ChannelIterator(Receiver<T> channel) {
    this.channel = channel;
  }

  @Override
  public boolean hasNext() {
    if (ahead == null) {
      ahead = channel.receive();
    }
    return ahead != null;
  }

  @Override
  public T next() {
    T value = ahead == null ? channel.receive() : ahead;
    ahead = null;
    if (value == null) {
      throw new NoSuchElementException(channel + " is closed and drained");
    }
    return value;
  }
}
