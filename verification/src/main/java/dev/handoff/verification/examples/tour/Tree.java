package dev.handoff.verification.examples.tour;

import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A binary search tree. */
record Tree(@Nullable Tree left, int value, @Nullable Tree right) {
  /** One with these values, put in one after the other; there must be one at least. */
  static Tree of(List<Integer> values) {
    Tree tree = new Tree(null, values.getFirst(), null);
    for (int value : values.subList(1, values.size())) {
      tree = with(tree, value);
    }
    return tree;
  }

  private static Tree with(@Nullable Tree tree, int value) {
    if (tree == null) {
      return new Tree(null, value, null);
    }
    return value < tree.value
        ? new Tree(with(tree.left, value), tree.value, tree.right)
        : new Tree(tree.left, tree.value, with(tree.right, value));
  }

  /** Each subtree in parentheses. */
  @Override
  public String toString() {
    return "(" + (left == null ? "" : left + " ") + value + (right == null ? "" : " " + right) + ")";
  }
}
