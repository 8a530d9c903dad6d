package dev.handoff.runtime.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Await;
import dev.handoff.LatencyHistogram;
import dev.handoff.Scheduler;
import dev.handoff.SchedulerStats;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SchedTraceTest {
  private static final SchedulerStats STATS =
      new SchedulerStats(
          9, 1, 2, 3, 3, 2, 1, 4, 2, 0, 1, 7, 5, List.of(5, 0), 0, List.of(40L, 2L), 50, 11, 12, 13, 14,
          15, 16, 17, 18, 19, 20, new LatencyHistogram(List.of(), List.of(0L)));

  @Test
  void theTextIsAsGoPrintsIt() {
    assertEquals(
        "SCHED 1004ms: gomaxprocs=2 idleprocs=1 threads=4 spinningthreads=1 needspinning=0"
            + " idlethreads=2 runqueue=7 [ 5 0 ] schedticks=[ 40 2 ]",
        SchedTrace.text("s", 1004, STATS));
  }

  @Test
  void theSameAsJson() {
    assertEquals(
        "{\"scheduler\":\"a\\\"b\\\\\\u000a\",\"ms\":1004,\"gomaxprocs\":2,\"idleprocs\":1,\"threads\":4,"
            + "\"spinningthreads\":1,\"needspinning\":0,\"idlethreads\":2,\"runqueue\":7,"
            + "\"runqueues\":[5,0],\"schedticks\":[40,2],\"steals\":11,\"handoffs\":13,"
            + "\"retakes\":14,\"preemptions\":15,\"wakes\":18}",
        SchedTrace.json("a\"b\\\n", 1004, STATS));
  }

  @Test
  void aSchedulerPrintsLinesWhileItLives() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setProperty("handoff.schedtrace", "1");
    try (Scheduler scheduler = Scheduler.builder().name("traced").processors(2).build()) {
      Await.until("three lines", () -> printed.toString(StandardCharsets.UTF_8).lines().count() > 3);
      assertEquals(2, scheduler.processors());
    } finally {
      System.clearProperty("handoff.schedtrace");
      System.setErr(before);
    }
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(t -> t.getName().equals("traced/schedtrace")));
    Pattern form =
        Pattern.compile(
            "SCHED (\\d+)ms: gomaxprocs=2 idleprocs=[0-2] threads=\\d+ spinningthreads=[0-2]"
                + " needspinning=0 idlethreads=\\d+ runqueue=0 \\[ 0 0 ] schedticks=\\[ \\d+ \\d+ ]");
    long last = -1;
    for (String line : printed.toString(StandardCharsets.UTF_8).lines().toList()) {
      Matcher parts = form.matcher(line);
      assertTrue(parts.matches(), line);
      long millis = Long.parseLong(parts.group(1));
      assertTrue(millis >= last, line);
      last = millis;
    }
  }

  @Test
  void aTraceThatIsStoppedInALongPeriodEndsAtOnce() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    SchedTrace trace =
        new SchedTrace(
            "s", Long.MAX_VALUE, SchedTrace::text, () -> STATS, new PrintStream(printed, true));
    Thread thread = Thread.ofPlatform().start(trace);
    Await.until("a line", () -> printed.size() > 0);
    trace.stop(thread);
    assertFalse(thread.isAlive());
    assertEquals(1, printed.toString(StandardCharsets.UTF_8).lines().count());
  }
}
