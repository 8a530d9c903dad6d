package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private final LatencyHistogram histogram =
      new LatencyHistogram(List.of(10L, 20L), List.of(6L, 3L, 1L));

  @Test
  void samplesAreAddedUp() {
    assertEquals(10, histogram.samples());
  }

  @Test
  void aQuantileIsTheBoundBelowWhichThatPartLies() {
    assertEquals(10, histogram.quantileNanos(0.5));
    assertEquals(20, histogram.quantileNanos(0.9));
    assertEquals(Long.MAX_VALUE, histogram.quantileNanos(1));
    assertThrows(IllegalArgumentException.class, () -> histogram.quantileNanos(0));
    assertThrows(IllegalArgumentException.class, () -> histogram.quantileNanos(Double.NaN));
  }

  @Test
  void withoutSamplesAQuantileIsZero() {
    assertEquals(0, new LatencyHistogram(List.of(10L), List.of(0L, 0L)).quantileNanos(0.5));
  }

  @Test
  void thereIsOneCountMoreThanBounds() {
    assertThrows(
        IllegalArgumentException.class, () -> new LatencyHistogram(List.of(10L), List.of(0L)));
  }
}
