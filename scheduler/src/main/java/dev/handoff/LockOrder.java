package dev.handoff;

import dev.handoff.runtime.SpecAction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Locks the channels of a select: each once, however many cases are on it, and in the order of their
 * numbers, so that selects on the same channels never wait for each other in a circle.
 *
 * <p>Few cases are searched for the next channel again and again, which needs no memory; many are
 * sorted first.
 */
final class LockOrder {
  /** With more cases than that they are sorted. */
  private static final int FEW = 8;

  private LockOrder() {}

  /** The channels in order, if it is worth while; goes with the cases from then on. */
  static Chan<?> @Nullable [] of(Select.Case... cases) {
    if (cases.length <= FEW) {
      return null;
    }
    List<Chan<?>> channels = new ArrayList<>(cases.length);
    for (Select.Case each : cases) {
      if (each instanceof ChannelCase<?> c) {
        channels.add(c.channel());
      }
    }
    channels.sort(Comparator.comparingLong(Chan::number));
    return channels.toArray(new Chan<?>[0]);
  }

  /**
   * Takes all locks. The first one as any goroutine takes a lock; while holding it, a goroutine must
   * not yield.
   *
   * @param order what {@link #of} said of these cases
   */
  @SpecAction("Select!Lock")
  static void lock(Select.Case[] cases, Chan<?> @Nullable [] order) {
    Chan<?> last = null;
    if (order == null) {
      for (Chan<?> c = after(0, cases); c != null; c = after(c.number(), cases)) {
        lock(c, last != null);
        last = c;
      }
      return;
    }
    for (Chan<?> c : order) {
      if (c != last) {
        lock(c, last != null);
        last = c;
      }
    }
  }

  private static void lock(Chan<?> c, boolean holding) {
    if (holding) {
      c.lock().acquireWithoutYield();
    } else {
      c.lock().acquire();
    }
  }

  /** Gives all locks back, the last one first. */
  @SpecAction("Select!Unlock")
  static void unlock(Select.Case[] cases, Chan<?> @Nullable [] order) {
    if (order == null) {
      for (Chan<?> c = before(Long.MAX_VALUE, cases); c != null; c = before(c.number(), cases)) {
        c.lock().release();
      }
      return;
    }
    for (int i = order.length - 1; i >= 0; i--) {
      if (i == 0 || order[i] != order[i - 1]) {
        order[i].lock().release();
      }
    }
  }

  /** The channel with the least number beyond that one. */
  private static @Nullable Chan<?> after(long number, Select.Case... cases) {
    Chan<?> least = null;
    for (Select.Case each : cases) {
      if (each instanceof ChannelCase<?> c
          && c.channel().number() > number
          && (least == null || c.channel().number() < least.number())) {
        least = c.channel();
      }
    }
    return least;
  }

  /** The channel with the greatest number below that one. */
  private static @Nullable Chan<?> before(long number, Select.Case... cases) {
    Chan<?> greatest = null;
    for (Select.Case each : cases) {
      if (each instanceof ChannelCase<?> c
          && c.channel().number() < number
          && (greatest == null || c.channel().number() > greatest.number())) {
        greatest = c.channel();
      }
    }
    return greatest;
  }
}
