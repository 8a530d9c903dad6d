package dev.handoff.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Every goroutine of a scheduler that has not ended, kept strongly, as Go's {@code allgs} does: a
 * goroutine that waits and that nothing refers to is not garbage.
 *
 * <p>One part for the thread of each M, appended to by goroutine code on that thread without any
 * shared write, and one part for goroutines that other threads start, under a lock; the part of a
 * thread that ends is added to the latter. An ended goroutine is not removed at once: a
 * part that is full first drops its ended ones, and grows only if more than half are alive. So a
 * part holds at most twice as many goroutines as were ever alive in it at once, at constant cost a
 * spawn.
 */
final class AllGoroutines {
  private static final int INITIAL = 64;

  private final CopyOnWriteArrayList<Part> parts = new CopyOnWriteArrayList<>();
  private final Part outside = new Part();

  /** A part for a thread that begins. */
  Part newPart() {
    Part part = new Part();
    parts.add(part);
    return part;
  }

  /** The thread of that part ends; the part is not used any more. */
  void remove(Part part) {
    List<GoroutineThread> living = new ArrayList<>();
    part.forEach(living::add);
    synchronized (outside) {
      living.forEach(outside::add);
    }
    parts.remove(part); // last: a reader may see a goroutine twice, but not miss it
  }

  /** Adds a goroutine that a thread without a P starts. */
  void addFromOutside(GoroutineThread g) {
    synchronized (outside) {
      outside.add(g);
    }
  }

  /** Those that have not ended; any that starts or ends meanwhile may or may not be among them. */
  List<GoroutineThread> living() {
    Set<GoroutineThread> found = new LinkedHashSet<>();
    forEach(found::add);
    return new ArrayList<>(found);
  }

  /** Whether that is so of all that have not ended; asks no more once it is not so of one. */
  boolean allMatch(Predicate<GoroutineThread> condition) {
    return Stream.concat(parts.stream(), Stream.of(outside))
        .allMatch(part -> part.allMatch(condition));
  }

  /** The same, one by one, without a list of all; one may come twice. */
  void forEach(Consumer<GoroutineThread> action) {
    for (Part part : parts) {
      part.forEach(action);
    }
    outside.forEach(action);
  }

  /** An append-only array, replaced when it is full. */
  static final class Part {
    private volatile @Nullable GoroutineThread[] slots = new @Nullable GoroutineThread[INITIAL];
    private int size;

    /** By code that runs on the part's thread. */
    void add(GoroutineThread g) {
      if (size == slots.length) {
        compact();
      }
      slots[size++] = g;
      // Readers see the element at the latest when they see a write after it that they
      // synchronise with; whoever needs certainty (close, deadlock detection) has such an edge.
    }

    private void compact() {
      @Nullable GoroutineThread[] old = slots;
      int living = 0;
      for (GoroutineThread g : old) {
        if (g != null && !g.isDone()) {
          living++;
        }
      }
      int length = living > old.length / 2 ? old.length * 2 : old.length;
      @Nullable GoroutineThread[] next = new @Nullable GoroutineThread[length];
      int n = 0;
      for (GoroutineThread g : old) {
        if (g != null && !g.isDone()) {
          next[n++] = g;
        }
      }
      size = n;
      slots = next;
    }

    boolean allMatch(Predicate<GoroutineThread> condition) {
      for (GoroutineThread g : slots) {
        if (g != null && !g.isDone() && !condition.test(g)) {
          return false;
        }
      }
      return true;
    }

    void forEach(Consumer<GoroutineThread> action) {
      for (GoroutineThread g : Arrays.asList(slots)) {
        if (g != null && !g.isDone()) {
          action.accept(g);
        }
      }
    }
  }
}
