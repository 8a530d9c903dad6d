package dev.handoff.verification.lincheck;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collections that are never changed, with one element more or less. */
final class Immutable {
  private Immutable() {}

  static <T> Set<T> with(Set<T> set, T element) {
    Set<T> next = new HashSet<>(set);
    next.add(element);
    return Set.copyOf(next);
  }

  static <T> Set<T> without(Set<T> set, T element) {
    Set<T> next = new HashSet<>(set);
    next.remove(element);
    return Set.copyOf(next);
  }

  static <T> Set<T> union(Set<T> one, Set<T> other) {
    Set<T> all = new HashSet<>(one);
    all.addAll(other);
    return Set.copyOf(all);
  }

  static <T> List<T> append(List<T> list, T element) {
    List<T> next = new ArrayList<>(list);
    next.add(element);
    return List.copyOf(next);
  }

  static <T> List<T> without(List<T> list, T element) {
    List<T> next = new ArrayList<>(list);
    next.remove(element);
    return List.copyOf(next);
  }
}
