package dev.handoff.verification.examples.patterns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.verification.examples.Played;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final Pattern REQUEST = Pattern.compile("request +(\\d+) at +(\\d+) ms");
  private static final int BURST = 2;
  private static final int PERIOD = 10;

  @Test
  void thereAreNeverMoreRequestsThanTheBurstAndTheTicksAllow() {
    String output = Played.of(2, "ratelimit", "--requests", "5", "--burst", "2", "--every", "10").output();
    assertEquals(10, REQUEST.matcher(output).results().count(), output);
    assertTrue(isWithinTheLimit(output), output);
  }

  /** A permit too early is noticed; one that comes late, on a busy machine, is none of the limit's. */
  @Test
  void aRequestTooEarlyIsNoticed() {
    assertTrue(isWithinTheLimit("request 1 at 0 ms\nrequest 2 at 0 ms\nrequest 3 at 10 ms\n"));
    assertTrue(isWithinTheLimit("request 1 at 500 ms\nrequest 2 at 700 ms\n"));
    assertFalse(isWithinTheLimit("request 1 at 0 ms\nrequest 2 at 0 ms\nrequest 3 at 9 ms\n"));
  }

  private static boolean isWithinTheLimit(String output) {
    return REQUEST
        .matcher(output)
        .results()
        .allMatch(request -> number(request, 1) <= BURST + number(request, 2) / PERIOD);
  }

  private static int number(MatchResult request, int group) {
    return Integer.parseInt(request.group(group));
  }
}
