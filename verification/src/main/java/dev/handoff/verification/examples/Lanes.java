package dev.handoff.verification.examples;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What several goroutines did when, drawn as one lane each, with time running to the right. */
final class Lanes {
  private static final int WIDTH = 60;
  private static final String WORKS = "█";
  private static final String PAUSES = "·";
  private static final String QUEUES = "░";

  private record Span(long start, long end, boolean works) {
    boolean covers(long moment) {
      return start <= moment && moment < end;
    }
  }

  /** One lane. Its spans are added by one goroutine. */
  final class Lane {
    private final String name;
    private final ConcurrentLinkedQueue<Span> spans = new ConcurrentLinkedQueue<>();

    private Lane(String name) {
      this.name = name;
    }

    /** The goroutine has its hands full. */
    void work(Runnable part) {
      span(part, true);
    }

    /** The goroutine waits, and holds no P. */
    void pause(Runnable part) {
      span(part, false);
    }

    private void span(Runnable part, boolean works) {
      long start = System.nanoTime();
      part.run();
      spans.add(new Span(start, System.nanoTime(), works));
    }

    private String at(long moment) {
      long last = spans.stream().mapToLong(Span::end).max().orElse(0);
      for (Span s : spans) {
        if (s.covers(moment)) {
          return s.works() ? WORKS : PAUSES;
        }
      }
      return moment < last ? QUEUES : " ";
    }

    private boolean worksAt(long moment) {
      return spans.stream().anyMatch(s -> s.works() && s.covers(moment));
    }
  }

  private final List<Lane> lanes = new ArrayList<>();

  Lane lane(String name) {
    Lane lane = new Lane(name);
    lanes.add(lane);
    return lane;
  }

  void draw(PrintStream out, String title) {
    long start = extreme(Comparator.naturalOrder());
    long end = extreme(Comparator.reverseOrder());
    long step = Math.max(1, (end - start) / WIDTH);
    out.println();
    out.println(title);
    for (Lane lane : lanes) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < WIDTH; i++) {
        line.append(lane.at(start + step * i + step / 2));
      }
      out.printf("  %-13s│%s│%n", lane.name, line);
    }
    StringBuilder atOnce = new StringBuilder();
    for (int i = 0; i < WIDTH; i++) {
      long moment = start + step * i + step / 2;
      atOnce.append(lanes.stream().filter(lane -> lane.worksAt(moment)).count());
    }
    out.printf("  %-13s│%s│ most: %d%n", "at work", atOnce, mostAtOnce());
    out.printf(
        "  %s works   %s waits its turn   %s waits for the water   %d ms in all%n",
        WORKS, QUEUES, PAUSES, (end - start) / 1_000_000);
  }

  /** How many goroutines worked at the same time at most: measured, not drawn. */
  private long mostAtOnce() {
    return lanes.stream()
        .flatMap(lane -> lane.spans.stream())
        .filter(Span::works)
        .mapToLong(s -> lanes.stream().filter(lane -> lane.worksAt(s.start())).count())
        .max()
        .orElse(0);
  }

  private long extreme(Comparator<Long> order) {
    return lanes.stream()
        .flatMap(lane -> lane.spans.stream())
        .flatMap(s -> java.util.stream.Stream.of(s.start(), s.end()))
        .min(order)
        .orElse(0L);
  }
}
