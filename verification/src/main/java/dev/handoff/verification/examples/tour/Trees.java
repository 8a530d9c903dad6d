package dev.handoff.verification.examples.tour;

import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Receiver;
import dev.handoff.Sender;
import dev.handoff.context.Context;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Do two binary trees of different shape hold the same values? One goroutine walks each, recursively,
 * and sends the values in order; main compares the two streams. At the first difference it cancels the
 * walks, so that none is left waiting.
 *
 * <p>After the exercise "Equivalent Binary Trees" of A Tour of Go.
 */
public final class Trees implements Example {
  @Override
  public String name() {
    return "trees";
  }

  @Override
  public String summary() {
    return "two goroutines walk two trees, whose values are compared on the way";
  }

  @Override
  public String options() {
    return "--values N (7)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int values = options.take("--values", 7);
    options.nothingElse();
    Tree tree = tree(values, 1, 1);
    compare(tree, tree(values, 1, 2), out);
    compare(tree, tree(values, 2, 3), out);
  }

  private static void compare(Tree a, Tree b, PrintStream out) {
    out.println(a);
    out.println(b);
    out.println("  hold " + (same(a, b) ? "the same values" : "different values"));
  }

  /** That many multiples of a number, in one of the many shapes that they can have. */
  private static Tree tree(int values, int factor, int shape) {
    List<Integer> multiples = new ArrayList<>();
    for (int i = 1; i <= values; i++) {
      multiples.add(i * factor);
    }
    Collections.shuffle(multiples, new Random(shape));
    return Tree.of(multiples);
  }

  static boolean same(Tree a, Tree b) {
    try (Context.Cancellable comparing = Context.background().withCancel()) {
      Receiver<Integer> ofA = walk(a, comparing);
      Receiver<Integer> ofB = walk(b, comparing);
      while (true) {
        Integer next = ofA.receive();
        if (!Objects.equals(next, ofB.receive())) {
          return false;
        }
        if (next == null) {
          return true;
        }
      }
    }
  }

  private static Receiver<Integer> walk(Tree tree, Context wanted) {
    Chan<Integer> values = Chan.unbuffered();
    Go.go(
        "walk",
        () -> {
          sendAll(tree, values, wanted);
          values.close();
        });
    return values;
  }

  /** Sends the values in order; false: they are not wanted any more. */
  private static boolean sendAll(@Nullable Tree tree, Sender<Integer> values, Context wanted) {
    return tree == null
        || sendAll(tree.left(), values, wanted)
            && select(send(values, tree.value()), receive(wanted.done())) == 0
            && sendAll(tree.right(), values, wanted);
  }
}
