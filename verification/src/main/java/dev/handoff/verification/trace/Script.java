package dev.handoff.verification.trace;

import dev.handoff.runtime.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A run as TLC is told it: the steps in one order, and goroutines under small names that are used
 * again when a goroutine has ended. What TLC takes for each step grows with the number of names.
 *
 * @param goroutines how many names are needed; their names are 1 to this
 * @param machines how many Ms
 * @param processors how many Ps there ever were
 * @param online how many of them were in use at the beginning
 */
record Script(
    int goroutines,
    int machines,
    int processors,
    int online,
    int capacity,
    int globalTick,
    List<Line> lines) {

  /**
   * What TLC sees of a step. Numbers that do not apply are -1; {@code event} is null for a step that
   * is not the code's.
   */
  record Line(
      String action, int m, int q, int g, int kicked, int n, @Nullable Event event) {}

  static Script of(Trace trace) {
    return new Builder(trace).build();
  }

  /** How many of the lines before that one are steps of the code. */
  int eventsBefore(int line) {
    int count = 0;
    for (int i = 0; i < line; i++) {
      if (lines.get(i).event() != null) {
        count++;
      }
    }
    return count;
  }

  private static final class Builder {
    private final Trace trace;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Long, Integer> names = new HashMap<>();
    private final TreeSet<Integer> free = new TreeSet<>();
    private int highest;
    private int machines;

    Builder(Trace trace) {
      this.trace = trace;
    }

    Script build() {
      int processors = trace.everyProcessor();
      machines = processors; // the spec asks for as many Ms as Ps at least
      for (Event e : PartialOrder.linearExtension(trace)) {
        add(e);
      }
      return new Script(
          highest,
          machines,
          processors,
          trace.processors(),
          trace.capacity(),
          trace.globalTick(),
          lines);
    }

    private void add(Event e) {
      machines = Math.max(machines, e.stream() + 1);
      switch (e.kind()) {
        case SPAWN -> line(e, e.q(), bear(e.g()), name(e.x()), -1);
        case SUBMIT -> line(e, -1, bear(e.g()), -1, -1);
        case READY -> line(e, e.q(), name(e.g()), name(e.x()), -1);
        case EXIT -> {
          line(e, e.q(), name(e.g()), -1, -1);
          Integer name = names.remove(e.g());
          if (name != null) {
            free.add(name);
          }
        }
        case WAKE, OUTSIDE_WAKE, HAND_OFF, HAND_OFF_WORK, ASK, RETAKE_SYSCALL, RETAKE_RUNNING -> {
          machines = Math.max(machines, (int) e.g() + 1);
          line(e, e.q(), (int) e.g(), -1, -1);
        }
        case CHECK_EMPTY, CHECK_FOUND -> line(e, e.q() == Step.GLOBAL ? -1 : e.q(), -1, -1, -1);
        case FLUSH, GIVE_BACK -> line(e, e.q(), name(e.g()), -1, (int) e.y());
        case STEAL, SPILL, STOW, TAKE_OUT -> line(e, e.q(), name(e.g()), -1, (int) e.n());
        case HAND_TO_LOCKED -> line(e, e.q(), name(e.g()), -1, (int) e.n());
        case STOW_KICKED, PARK, PARK_OUTSIDE, PARK_IN_SYSCALL, YIELD, INJECT, POLL_GLOBAL,
            TAKE_NEXT, TAKE_NEXT_ANEW, TAKE_HEAD, TAKE_GLOBAL, STEAL_NEXT, EXECUTE, ENTER_SYSCALL,
            EXIT_FAST, REACQUIRE, REQUEUE, TAKE_OUT_NEXT, LOCK, UNLOCK ->
            line(e, e.q(), name(e.g()), -1, -1);
        case NO_WAKE, OUTSIDE_NO_WAKE, POLL_EMPTY, START_SPINNING, STOP_SPINNING, RELEASE, RESUME,
            REST, REPORT_DEADLOCK, REJOIN, HAND_OFF_IDLE, DROP, GROW, SHRINK, RETIRE, STOP_LOCKED ->
            line(e, e.q(), -1, -1, -1);
      }
    }

    private void line(Event e, int q, int g, int kicked, int n) {
      lines.add(new Line(e.kind().action(), e.stream(), q, g, kicked, n, e));
    }

    /** A name for a goroutine that is born. */
    private int bear(long id) {
      Integer again = free.pollFirst();
      int name = again == null ? ++highest : again;
      if (again != null) {
        lines.add(new Line("Forget", -1, -1, name, -1, -1, null));
      }
      names.put(id, name);
      return name;
    }

    /** The name of a goroutine that lives; one that no run can have for any other number. */
    private int name(long id) {
      if (id < 0) {
        return -1;
      }
      Integer known = names.get(id);
      if (known == null) {
        known = ++highest;
        names.put(id, known);
      }
      return known;
    }
  }
}
