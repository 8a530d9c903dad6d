package dev.handoff.verification.lincheck;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The ring of the run queue with one fault: what a checker must find, or it finds nothing on these
 * class files.
 */
final class BrokenRunQueue {
  /** What is wrong with it. */
  enum Fault {
    NONE,
    STEAL_WITHOUT_COMPARE_AND_SET,
    TAKE_WITHOUT_COMPARE_AND_SET,
    TAIL_BEFORE_SLOT,
    SLOTS_READ_AFTER_HEAD_MOVED,
    FULL_IS_ONE_TOO_MANY
  }

  private final Fault fault;
  private final AtomicReferenceArray<@Nullable Integer> slots;
  private final AtomicLong head = new AtomicLong();
  private final AtomicLong tail = new AtomicLong();

  BrokenRunQueue(Fault fault, int capacity) {
    this.fault = fault;
    this.slots = new AtomicReferenceArray<>(capacity);
  }

  boolean put(int e) {
    long t = tail.get();
    int room = fault == Fault.FULL_IS_ONE_TOO_MANY ? slots.length() + 1 : slots.length();
    if (t - head.get() >= room) {
      return false;
    }
    if (fault == Fault.TAIL_BEFORE_SLOT) {
      tail.set(t + 1);
      slots.set((int) (t % slots.length()), e);
    } else {
      slots.set((int) (t % slots.length()), e);
      tail.set(t + 1);
    }
    return true;
  }

  @Nullable Integer take() {
    for (; ; ) {
      long h = head.get();
      if (h == tail.get()) {
        return null;
      }
      Integer e = slots.get((int) (h % slots.length()));
      if (fault == Fault.TAKE_WITHOUT_COMPARE_AND_SET) {
        head.set(h + 1);
        return e;
      }
      if (head.compareAndSet(h, h + 1)) {
        return e;
      }
    }
  }

  List<Integer> steal() {
    for (; ; ) {
      long h = head.get();
      long t = tail.get();
      int n = (int) (t - h - (t - h) / 2);
      if (n <= 0) {
        return List.of();
      }
      List<Integer> loot = n <= slots.length() ? copy(h, n) : List.of();
      if (fault == Fault.STEAL_WITHOUT_COMPARE_AND_SET) {
        head.set(h + n);
        return loot;
      }
      if (head.compareAndSet(h, h + n)) {
        return fault == Fault.SLOTS_READ_AFTER_HEAD_MOVED ? copy(h, n) : loot;
      }
    }
  }

  private List<Integer> copy(long from, int n) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Integer e = slots.get((int) ((from + i) % slots.length()));
      found.add(e == null ? -1 : e);
    }
    return found;
  }
}
