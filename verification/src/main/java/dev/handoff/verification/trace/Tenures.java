package dev.handoff.verification.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Who owned each P, one after the other, and what they did with it. An M owns a P from the step by
 * which it got it to the one by which it gave it up, or, where it was retaken behind its back, to the
 * last one before it found out. Sysmon and who changes the number of Ps own it for a step.
 */
final class Tenures {
  private final List<Event> events;

  /** By P: the tenures by the count of changes of hands at their beginning. */
  private final List<NavigableMap<Long, Tenure>> tenures = new ArrayList<>();

  /** By P: when it was retaken, by the same count; and who was asked. */
  private final List<NavigableMap<Long, Integer>> retakes = new ArrayList<>();

  private final List<List<Integer>> asks = new ArrayList<>();

  Tenures(List<Event> events, int processors) {
    this.events = events;
    for (int p = 0; p < processors; p++) {
      tenures.add(new TreeMap<>());
      retakes.add(new TreeMap<>());
      asks.add(new ArrayList<>());
    }
  }

  /**
   * One owner's time with a P.
   *
   * @param steps what it did
   */
  static final class Tenure {
    private final List<Integer> steps = new ArrayList<>();
    private int foundOut = -1;
    private int retaken = -1;

    List<Integer> steps() {
      return steps;
    }

    /** The last step that the M took with the P. */
    int last() {
      return steps.isEmpty() ? -1 : steps.getLast();
    }

    /** The step by which the P was retaken, or -1. */
    int retaken() {
      return retaken;
    }

    /** The first step of the M that shows that it has lost the P, or -1. */
    int foundOut() {
      return foundOut;
    }
  }

  /** A request to yield, and the stretch of code in which it was made; -1 where unknown. */
  record Asked(int from, int step, int until, int retaken) {}

  /** Adds the steps of one M. */
  void addMachine(List<Integer> stream) {
    @Nullable Tenure now = null;
    for (int i : stream) {
      Event e = events.get(i);
      if (now != null && findsOut(e)) {
        now.foundOut = i;
        now = null;
      }
      switch (e.kind()) {
        case RESUME -> now = begin(e, e.x());
        case REACQUIRE, REJOIN -> now = begin(e, e.y());
        default -> {}
      }
      if (now != null) {
        now.steps.add(i);
      }
      switch (e.kind()) {
        case RELEASE, RETIRE, STOP_LOCKED, HAND_TO_LOCKED -> now = null;
        default -> {}
      }
    }
  }

  /** A step that an M takes only when it runs a goroutine without a P. */
  private static boolean findsOut(Event e) {
    return switch (e.kind()) {
      case PARK, PARK_OUTSIDE, PARK_IN_SYSCALL, EXIT -> e.q() < 0;
      case REQUEUE, REACQUIRE -> true;
      default -> false;
    };
  }

  private Tenure begin(Event e, long transfer) {
    Tenure tenure = new Tenure();
    if (isProcessor(e)) {
      tenures.get(e.q()).put(transfer, tenure);
    }
    return tenure;
  }

  private boolean isProcessor(Event e) {
    return e.q() >= 0 && e.q() < tenures.size();
  }

  /** Adds a step that somebody took who is no M. */
  void addOther(int i) {
    Event e = events.get(i);
    switch (e.kind()) {
      case HAND_OFF, HAND_OFF_IDLE -> begin(e, e.n()).steps.add(i);
      case DROP -> begin(e, e.x()).steps.add(i);
      case RETAKE_SYSCALL, RETAKE_RUNNING -> retakes.get(e.q()).put(e.x(), i);
      case ASK -> asks.get(e.q()).add(i);
      default -> {}
    }
  }

  /** The tenures of a P in their order; when all steps have been added. */
  Iterable<Tenure> of(int p) {
    retakes
        .get(p)
        .forEach(
            (transfer, step) -> {
              Map.Entry<Long, Tenure> taken = tenures.get(p).lowerEntry(transfer);
              if (taken != null) {
                taken.getValue().retaken = step;
              }
            });
    return tenures.get(p).values();
  }

  /** The requests that were made of a P's goroutines; after {@link #of}. */
  List<Asked> asked(int p) {
    Map<Long, int[]> stretches = new HashMap<>();
    long number = 0;
    for (Tenure tenure : tenures.get(p).values()) {
      int[] open = null;
      for (int i : tenure.steps) {
        Event e = events.get(i);
        switch (e.kind()) {
          case EXECUTE, ENTER_SYSCALL -> number = e.x();
          case REACQUIRE -> number++;
          default -> {}
        }
        switch (e.kind()) {
          case EXECUTE, EXIT_FAST, REACQUIRE -> {
            open = new int[] {i, -1, -1};
            stretches.put(number, open);
          }
          case ENTER_SYSCALL, PARK, PARK_OUTSIDE, YIELD, EXIT -> {
            if (open != null) {
              open[1] = i;
            }
            open = null;
          }
          default -> {}
        }
      }
      if (open != null) {
        open[1] = tenure.foundOut;
        open[2] = tenure.retaken;
      }
    }
    List<Asked> found = new ArrayList<>();
    for (int step : asks.get(p)) {
      int[] stretch = stretches.getOrDefault(events.get(step).n(), new int[] {-1, -1, -1});
      found.add(new Asked(stretch[0], step, stretch[1], stretch[2]));
    }
    return found;
  }
}
