package dev.handoff.verification.bench;

import dev.handoff.verification.bench.Readings.Summary;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Readings as a table: a row for each number of Ps, a column for each contender. */
final class Table {
  /** Handoff aims to take at most this many times as long as the better of the others. */
  static final double AIM = 1.2;

  private static final String COLUMN = "%-24s";

  private Table() {}

  static void print(
      String benchmark,
      Measurement.Figure figure,
      List<Integer> processors,
      Readings readings,
      PrintStream out) {
    int count = readings.summary(figure, processors.getFirst(), Contender.HANDOFF).count();
    out.println(benchmark + ": " + figure.title());
    out.println("median (lowest to highest) of " + count);
    StringBuilder header = new StringBuilder(" Ps  ");
    for (Contender contender : Contender.values()) {
      header.append(COLUMN.formatted(contender.title()));
    }
    out.println(header + "ratio to the better");
    for (int p : processors) {
      out.println(row(figure, p, readings));
    }
    out.println();
  }

  private static String row(Measurement.Figure figure, int processors, Readings readings) {
    StringBuilder row = new StringBuilder("%3d  ".formatted(processors));
    for (Contender contender : Contender.values()) {
      Summary summary = readings.summary(figure, processors, contender);
      row.append(COLUMN.formatted(cell(summary, figure.decimals())));
    }
    double ratio = readings.ratio(figure, processors);
    row.append(String.format(Locale.ROOT, "%.2f", ratio));
    return ratio > AIM ? row + "  (above the aim of " + AIM + ")" : row.toString();
  }

  private static String cell(Summary summary, int decimals) {
    String number = "%." + decimals + "f";
    return String.format(
        Locale.ROOT,
        number + " (" + number + " to " + number + ")",
        summary.median(),
        summary.lowest(),
        summary.highest());
  }
}
