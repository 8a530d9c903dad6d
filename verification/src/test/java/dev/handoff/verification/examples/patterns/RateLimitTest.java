package dev.handoff.verification.examples.patterns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.verification.examples.Played;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final Pattern REQUEST = Pattern.compile("request \\d+ at (\\d+) ms");
  private static final int BURST = 2;
  private static final int PERIOD = 20;

  /** A tick at the edge, one that is in the ticker's channel at the time, and the rounding. */
  private static final int SLACK = 3;

  @Test
  void noTimeHasMoreRequestsThanTheBurstAndItsTicksAllow() {
    String output =
        Played.of(2, "ratelimit", "--requests", "10", "--burst", "2", "--every", "20").output();
    List<Integer> times =
        REQUEST.matcher(output).results().map(m -> Integer.parseInt(m.group(1))).toList();
    assertEquals(20, times.size(), output);
    assertTrue(isWithinTheLimit(times), output);
  }

  /** Permits that come too fast are noticed; what is slow, on a busy machine, is none of the limit's. */
  @Test
  void requestsTooFastAreNoticed() {
    assertTrue(isWithinTheLimit(List.of(900, 900, 920, 940, 2000, 2000, 2001, 2020)));
    assertTrue(isWithinTheLimit(List.of(0, 0, 0, 0, 0, 0)));
    assertFalse(isWithinTheLimit(List.of(0, 0, 0, 0, 0, 0, 19)));
    assertFalse(isWithinTheLimit(List.of(300, 700, 701, 702, 703, 704, 705, 706)));
  }

  /** Between any two requests, the others had the permits of the burst and of the ticks meanwhile. */
  private static boolean isWithinTheLimit(List<Integer> times) {
    return IntStream.range(0, times.size())
        .allMatch(
            i ->
                IntStream.range(i + 1, times.size())
                    .allMatch(
                        j -> j - i <= BURST + (times.get(j) - times.get(i)) / PERIOD + SLACK));
  }
}
