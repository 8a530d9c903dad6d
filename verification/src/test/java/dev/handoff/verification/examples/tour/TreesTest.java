package dev.handoff.verification.examples.tour;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Scheduler;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreesTest {
  private static boolean same(List<Integer> a, List<Integer> b) {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      return scheduler.call(() -> Trees.same(Tree.of(a), Tree.of(b)));
    }
  }

  @Test
  void onlyTheValuesCount() {
    assertEquals("((1) 2 (3))", Tree.of(List.of(2, 1, 3)).toString());
    assertTrue(same(List.of(2, 1, 3), List.of(3, 2, 1)));
    assertFalse(same(List.of(2, 1, 3), List.of(2, 1, 4)));
  }

  @Test
  void aTreeThatIsTheBeginningOfTheOtherDiffers() {
    assertFalse(same(List.of(1, 2), List.of(3, 1, 2)));
    assertFalse(same(List.of(3, 1, 2), List.of(1, 2)));
  }
}
