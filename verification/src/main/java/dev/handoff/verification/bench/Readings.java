package dev.handoff.verification.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All that was read in the course of one benchmark. Not thread-safe. */
final class Readings {
  private record Key(Measurement.Figure figure, int processors, Contender contender) {}

  private final Map<Key, List<Double>> values = new HashMap<>();

  void add(Measurement.Figure figure, int processors, Contender contender, List<Double> read) {
    Key key = new Key(figure, processors, contender);
    values.computeIfAbsent(key, k -> new ArrayList<>()).addAll(read);
  }

  /** What all the readings of one quantity come to. */
  Summary summary(Measurement.Figure figure, int processors, Contender contender) {
    return Summary.of(values.getOrDefault(new Key(figure, processors, contender), List.of()));
  }

  /** How Handoff compares with the better of the others: medians, 1 is equal, less is better. */
  double ratio(Measurement.Figure figure, int processors) {
    double better = Double.POSITIVE_INFINITY;
    for (Contender contender : Contender.values()) {
      if (contender != Contender.HANDOFF) {
        better = Math.min(better, summary(figure, processors, contender).median());
      }
    }
    return summary(figure, processors, Contender.HANDOFF).median() / better;
  }

  /**
   * Readings in short.
   *
   * @param count how many there are
   */
  record Summary(int count, double lowest, double median, double highest) {
    static Summary of(List<Double> readings) {
      if (readings.isEmpty()) {
        throw new IllegalArgumentException("nothing was read");
      }
      List<Double> sorted = readings.stream().sorted().toList();
      int n = sorted.size();
      double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
      return new Summary(n, sorted.getFirst(), median, sorted.getLast());
    }
  }
}
