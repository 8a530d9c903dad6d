package dev.handoff.runtime;

import dev.handoff.Chan;
import dev.handoff.Receiver;
import java.lang.invoke.MethodHandles;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the library itself may do with channels beyond their public face. The channel class gives the
 * one implementation when it is initialised.
 */
public abstract class ChannelAccess {
  private static volatile @Nullable ChannelAccess instance;

  protected ChannelAccess() {}

  /** Called once, by the channel class. */
  public static void set(ChannelAccess access) {
    instance = access;
  }

  /** The access. */
  public static ChannelAccess get() {
    ChannelAccess known = instance;
    if (known == null) {
      try {
        MethodHandles.lookup().ensureInitialized(Chan.class);
      } catch (IllegalAccessException e) {
        throw new ExceptionInInitializerError(e);
      }
      known = instance;
      if (known == null) {
        throw new IllegalStateException("the channel class gives no access");
      }
    }
    return known;
  }

  /** A channel that this timer sends to. */
  public abstract TimedChannel create(ChannelTimer timer);

  /**
   * Whether a goroutine waits for a pending timer: by a receive or by a select.
   *
   * @param on what the goroutine says it waits on
   */
  public abstract boolean awaitsTimer(Object on);

  /** A channel that never has a value and is never closed: a select counts it as null. */
  public abstract <T extends @NonNull Object> Receiver<T> nil();
}
