package dev.handoff.verification.bench;

import java.util.List;

/** One benchmark, as something that can be measured again and again. */
interface Measurement {
  /** How the command line calls it. */
  String name();

  /** How often each contender gets its turn. */
  int rounds();

  /** What one turn yields. */
  List<Figure> figures();

  /**
   * One turn, in a JVM of its own.
   *
   * @return for each of {@link #figures}, in that order, what was read, at least one value each
   * @throws IllegalStateException if that JVM failed or computed something wrong
   */
  List<List<Double>> measure(Contender contender, int processors);

  /**
   * A quantity that a benchmark reads.
   *
   * @param title what it is, with its unit
   * @param decimals how many of them a table shows
   */
  record Figure(String title, int decimals) {}
}
