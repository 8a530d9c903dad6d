package dev.handoff.runtime;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Ms or Ps that sysmon has to see to, as there was no memory or no thread for what had to be done. A
 * stack; adding allocates nothing.
 *
 * @param <T> what is kept
 */
final class Unsettled<T extends Unsettled.Item<T>> {
  /** What can be kept here, in one such stack at a time. */
  abstract static class Item<T extends Item<T>> {
    private @Nullable T below;
  }

  private final AtomicReference<@Nullable T> top = new AtomicReference<>();

  /** Any thread that the item belongs to. */
  void add(T item) {
    T others;
    do {
      others = top.get();
      ((Item<T>) item).below = others; // published by the compareAndSet
    } while (!top.compareAndSet(others, item));
  }

  /** Takes all out and does that with each, which may add it again. */
  void settle(Consumer<T> how) {
    T item = top.getAndSet(null);
    while (item != null) {
      T next = ((Item<T>) item).below;
      how.accept(item);
      item = next;
    }
  }
}
