package dev.handoff.verification.bench;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchmarksTest {
  private static final Measurement.Figure FIGURE = new Measurement.Figure("ns for one", 1);

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

  @Test
  void anUnknownNameIsRefusedBeforeAnythingIsMeasured() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Benchmarks.run(List.of("skynet", "pingpogn"), out));
    assertEquals(
        "there is no benchmark pingpogn; there are pingpong, spawn, skynet, yield, sleepers, latency,"
            + " sieve, producers, select, mutex",
        refusal.getMessage());
    assertEquals(0, said.size());
  }

  @Test
  void theRatioIsOfMediansToTheBetterOfTheOthers() {
    Readings readings = readings();
    assertAll(
        () -> assertEquals(1.5, readings.ratio(FIGURE, 1)),
        () -> assertEquals(
            new Readings.Summary(4, 10, 15, 90), readings.summary(FIGURE, 1, Contender.HANDOFF)));
  }

  @Test
  void theTableShowsMediansSpreadAndWhatMissesTheAim() {
    Table.print("example", FIGURE, List.of(1), readings(), out);
    String table = said.toString(StandardCharsets.UTF_8);
    assertAll(
        () -> assertTrue(table.contains("example: ns for one"), table),
        () -> assertTrue(table.contains("15.0 (10.0 to 90.0)"), table),
        () -> assertTrue(table.contains("1.50  (above the aim of 1.2)"), table));
  }

  private static Readings readings() {
    Readings readings = new Readings();
    readings.add(FIGURE, 1, Contender.HANDOFF, List.of(10.0, 90.0));
    readings.add(FIGURE, 1, Contender.HANDOFF, List.of(20.0, 10.0));
    readings.add(FIGURE, 1, Contender.VIRTUAL_THREADS, List.of(30.0));
    readings.add(FIGURE, 1, Contender.KOTLIN, List.of(10.0));
    return readings;
  }
}
