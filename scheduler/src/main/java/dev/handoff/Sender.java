package dev.handoff;

import org.checkerframework.checker.nullness.qual.NonNull;

/**
 * The sending end of a channel (Go's {@code chan<- T}). Thread-safe.
 *
 * @param <T> what is sent; never null
 */
public interface Sender<T extends @NonNull Object> {
  /**
   * Sends a value; blocks until a receiver takes it or the buffer has room.
   *
   * <p>What precedes this happens-before what follows the receive of the value. What precedes the
   * receive that made room for it, on an unbuffered channel the receive of the value itself,
   * happens-before what follows this.
   *
   * @throws ChannelClosedException if the channel is closed, also while this waits
   * @throws GoroutineInterruptedException if this has to wait and the thread is interrupted; the
   *     value is then not sent
   * @throws NullPointerException if the value is null
   */
  void send(T value);

  /**
   * Sends a value if that is possible without waiting; whether it did. If it did, that orders what
   * {@link #send} does; if not, nothing.
   *
   * @throws ChannelClosedException if the channel is closed
   * @throws NullPointerException if the value is null
   */
  boolean trySend(T value);

  /**
   * Closes the channel: nothing more can be sent; receivers get what is in the buffer, then null.
   *
   * <p>What precedes this happens-before what follows a receive that returns null because of it.
   *
   * @throws ChannelClosedException if it is closed already
   */
  void close();
}
