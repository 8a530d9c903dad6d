package dev.handoff.verification.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handoff.Go;
import dev.handoff.Scheduler;
import dev.handoff.sync.WaitGroup;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Every goroutine that is spawned runs exactly once, whatever tree of goroutines spawns it. */
class GoroutineProperties {
  /** A goroutine's number, and the goroutines that it spawns. */
  record Tree(List<Tree> children) {
    int size() {
      return 1 + children.stream().mapToInt(Tree::size).sum();
    }
  }

  @Provide
  Arbitrary<Tree> trees() {
    return Arbitraries.integers().between(0, 4).flatMap(GoroutineProperties::trees);
  }

  private static Arbitrary<Tree> trees(int depth) {
    return depth == 0
        ? Arbitraries.just(new Tree(List.of()))
        : trees(depth - 1).list().ofMaxSize(5).map(Tree::new);
  }

  @Property(tries = 150)
  void everySpawnedGoroutineRunsExactlyOnce(
      @ForAll("trees") Tree tree, @ForAll @IntRange(min = 1, max = 4) int processors) {
    assertEquals(expected(tree), runs(tree, processors, 1));
  }

  /** The twin: a goroutine that runs twice is noticed. */
  @Example
  void aGoroutineThatRanTwiceIsNoticed() {
    Tree tree = new Tree(List.of(new Tree(List.of())));
    assertThrows(AssertionError.class, () -> assertEquals(expected(tree), runs(tree, 1, 2)));
  }

  private static List<Integer> expected(Tree tree) {
    return IntStream.range(0, tree.size()).mapToObj(i -> 1).toList();
  }

  /** How often each goroutine of the tree ran; {@code times} is how often the root is spawned. */
  private static List<Integer> runs(Tree tree, int processors, int times) {
    AtomicIntegerArray runs = new AtomicIntegerArray(tree.size());
    try (Scheduler scheduler = Scheduler.builder().processors(processors).build()) {
      scheduler.run(
          () -> {
            WaitGroup all = new WaitGroup();
            for (int i = 0; i < times; i++) {
              all.go(() -> grow(tree, 0, runs, all));
            }
            all.await();
          });
    }
    return IntStream.range(0, runs.length()).mapToObj(runs::get).toList();
  }

  private static void grow(Tree tree, int number, AtomicIntegerArray runs, WaitGroup all) {
    runs.incrementAndGet(number);
    int next = number + 1;
    for (Tree child : tree.children()) {
      int own = next;
      next += child.size();
      all.go(() -> grow(child, own, runs, all));
      if (own % 3 == 0) {
        Go.yield();
      }
    }
  }
}
