package dev.handoff;

import dev.handoff.runtime.Parking;
import dev.handoff.runtime.Statements;
import dev.handoff.runtime.WaitReason;
import java.util.Iterator;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The receiving end of Go's nil channel: it never has a value and is never closed. */
final class NilReceiver<T extends @NonNull Object> implements Receiver<T> {
  @Override
  public @Nullable T receive() {
    Statements.checkpoint();
    for (; ; ) {
      Parking.checkInterrupt();
      Parking.park(WaitReason.CHAN_RECEIVE_NIL, this);
    }
  }

  @Override
  public @Nullable T tryReceive() {
    return null;
  }

  @Override
  public boolean isDrained() {
    return false;
  }

  @Override
  public Iterator<T> iterator() {
    return new ChannelIterator<>(this);
  }

  @Override
  public String toString() {
    return "nil channel";
  }
}
