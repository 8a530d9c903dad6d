package dev.handoff.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.LatencyHistogram;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunLatencyTest {
  /** Between two times that it becomes runnable a goroutine makes 2 (yield) or 3 (wait) transitions. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void oneTransitionInEightIsSampledWhateverTheStep(int step) {
    long chosen =
        LongStream.range(0, 80_000).filter(i -> RunLatency.samples(17, 1 + i * step)).count();
    assertTrue(chosen > 9_000 && chosen < 11_000, chosen + " of 80000");
  }

  @Test
  void oneInEightShortLivedGoroutinesIsSampled() {
    long chosen = LongStream.range(0, 80_000).filter(id -> RunLatency.samples(id, 1)).count();
    assertTrue(chosen > 9_000 && chosen < 11_000, chosen + " of 80000");
  }

  @Test
  void aSampleIsCountedBelowTheFirstBoundThatExceedsIt() {
    RunLatency latency = new RunLatency();
    for (long nanos : new long[] {-1, 0, 255, 256, 511, 512, Long.MAX_VALUE}) {
      latency.add(nanos);
    }
    LatencyHistogram histogram = RunLatency.histogram(List.of(latency, new RunLatency()));
    assertEquals(List.of(256L, 512L, 1024L), histogram.boundsNanos().subList(0, 3));
    assertEquals(List.of(3L, 2L, 1L), histogram.counts().subList(0, 3));
    assertEquals(1, histogram.counts().getLast());
    assertEquals(7, histogram.samples());
  }

  @Test
  void theLastBoundIsPreciselyMet() {
    RunLatency latency = new RunLatency();
    long last = RunLatency.histogram(List.of()).boundsNanos().getLast();
    latency.add(last - 1);
    latency.add(last);
    List<Long> counts = RunLatency.histogram(List.of(latency)).counts();
    assertEquals(List.of(1L, 1L), counts.subList(counts.size() - 2, counts.size()));
  }
}
