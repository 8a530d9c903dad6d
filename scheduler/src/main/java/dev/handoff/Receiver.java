package dev.handoff;

import java.util.Iterator;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The receiving end of a channel (Go's {@code <-chan T}). Thread-safe.
 *
 * @param <T> what is received; never null
 */
public interface Receiver<T extends @NonNull Object> extends Iterable<T> {
  /**
   * Receives a value; blocks until there is one. Null if the channel is closed and drained.
   *
   * <p>What precedes the send of the value, or the close, happens-before what follows this. What
   * precedes this happens-before what follows the send that gets the room that this makes; on an
   * unbuffered channel that is the send of the value itself.
   *
   * @throws GoroutineInterruptedException if this has to wait and the thread is interrupted; no value
   *     is then taken
   */
  @Nullable T receive();

  /**
   * Receives a value if that is possible without waiting; null if there is none now, be the channel
   * closed or not. A value orders what {@link #receive} orders; null orders nothing.
   */
  @Nullable T tryReceive();

  /**
   * Whether the channel is closed and nothing is left in it. If so, what precedes the close
   * happens-before what follows this.
   */
  boolean isDrained();

  /**
   * Receives until the channel is closed and drained, as {@code for v := range ch} does. Each step
   * of an iterator takes a value off the channel; several iterators share the values.
   */
  @Override
  Iterator<T> iterator();
}
