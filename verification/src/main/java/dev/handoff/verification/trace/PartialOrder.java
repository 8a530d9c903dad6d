package dev.handoff.verification.trace;

import dev.handoff.runtime.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The order in which the steps of a run took place, as far as it can be known and has to be: which
 * step came before which. It is put together from the numbers that the steps carry:
 *
 * <ol>
 *   <li>the steps of an M, in its program order;
 *   <li>the transitions of a goroutine, by their numbers;
 *   <li>the decisions about idle Ms and Ps, by the version of the idle state; one that only looked
 *       lies between the version it saw and the next;
 *   <li>the puts into and takes from the global queue, by position; a look that found it empty lies
 *       between the take before that position and the put at it;
 *   <li>a submission from outside and the look that follows it, by ticket;
 *   <li>the changes of hands of a P, by their count: a gift and the moment the M notices among them;
 *   <li>the puts into and takes from each ring, by position: a take follows its put, a put follows
 *       the take that made room for it;
 *   <li>what a theft from runnext or from the ring let the owner see afterwards;
 *   <li>a sleeper's look into a P's queue lies between two of the owner's puts, by their count, and
 *       before or after the last goroutine left;
 *   <li>a P is retaken after all that its M did with it, and before the M found out; its goroutine
 *       was asked in the stretch of code that the P's word named ({@link Tenures});
 *   <li>what relied on a P's being in use, or on its being about to go, lies before or after the
 *       change of the number of Ps, by the version of the idle state that was seen.
 * </ol>
 *
 * <p>Each of these is a fact about the run. So every order of the steps that respects them is a way
 * in which the run may be told, and TLC is given one.
 *
 * <p>In a trace that has been tampered with they may contradict each other. Then as many as possible
 * are respected, and TLC will find what is wrong.
 */
final class PartialOrder {
  private final Trace trace;
  private final List<Event> events;
  private final int everyProcessor;
  private final List<int[]> edges = new ArrayList<>();

  /** By goroutine: its transitions. */
  private final Map<Long, Numbered> transitions = new HashMap<>();

  private PartialOrder(Trace trace) {
    this.trace = trace;
    this.events = trace.events();
    this.everyProcessor = trace.everyProcessor();
  }

  /** The steps in one order that respects all that is known. */
  static List<Event> linearExtension(Trace trace) {
    PartialOrder order = new PartialOrder(trace);
    order.collect();
    return order.sort();
  }

  // --------------------------------------------------------------------------------- the facts

  /** Steps by a number that orders them. */
  private static final class Numbered {
    private final NavigableMap<Long, Integer> steps = new TreeMap<>();

    void add(long number, int step) {
      steps.putIfAbsent(number, step);
    }

    int at(long number) {
      return steps.getOrDefault(number, -1);
    }

    int atOrBelow(long number) {
      Map.Entry<Long, Integer> e = steps.floorEntry(number);
      return e == null ? -1 : e.getValue();
    }

    int below(long number) {
      Map.Entry<Long, Integer> e = steps.lowerEntry(number);
      return e == null ? -1 : e.getValue();
    }

    int above(long number) {
      Map.Entry<Long, Integer> e = steps.higherEntry(number);
      return e == null ? -1 : e.getValue();
    }

    Iterable<Integer> inOrder() {
      return steps.values();
    }
  }

  /** The owner's puts into one P's queue, and what went out of it. */
  private static final class Local {
    final Numbered ringPuts = new Numbered();
    final Numbered ringTakes = new Numbered();
    final Numbered putsByCount = new Numbered();

    /** Changes of hands, by count; the growths among them; shrinks, by version. */
    final Numbered transfers = new Numbered();

    final Numbered growths = new Numbered();
    final Numbered shrinks = new Numbered();

    /** For each owner's put, by count: the ring's tail and runnext's occupant after it. */
    final NavigableMap<Long, long[]> afterPut = new TreeMap<>();
  }

  private record Placement(long g, long n) {}

  private void collect() {
    Map<Integer, List<Integer>> streams = new HashMap<>();
    Numbered decisions = new Numbered();
    Numbered globalPuts = new Numbered();
    Numbered globalTakes = new Numbered();
    Map<Long, Integer> tickets = new HashMap<>();
    Map<Placement, Integer> thefts = new HashMap<>();
    Local[] locals = new Local[everyProcessor];
    for (int p = 0; p < locals.length; p++) {
      locals[p] = new Local();
    }

    for (int i = 0; i < events.size(); i++) {
      Event e = events.get(i);
      if (!e.isOutside()) {
        streams.computeIfAbsent(e.stream(), s -> new ArrayList<>()).add(i);
      }
      switch (e.kind()) {
        case SPAWN, READY, EXECUTE, PARK, PARK_OUTSIDE, PARK_IN_SYSCALL, EXIT, ENTER_SYSCALL,
            EXIT_FAST ->
            numbered(transitions, e.g()).add(e.n(), i);
        case YIELD, REQUEUE -> {
          numbered(transitions, e.g()).add(e.n(), i);
          globalPuts.add(e.x(), i);
        }
        case SUBMIT, INJECT -> {
          numbered(transitions, e.g()).add(e.n(), i);
          globalPuts.add(e.x(), i);
          tickets.put(e.y(), i);
        }
        case FLUSH, GIVE_BACK -> {
          for (long at = e.x(); at < e.x() + e.y(); at++) {
            globalPuts.add(at, i);
          }
        }
        case POLL_GLOBAL, TAKE_GLOBAL -> globalTakes.add(e.x(), i);
        case WAKE, OUTSIDE_WAKE, HAND_OFF, HAND_OFF_WORK, HAND_OFF_IDLE -> {
          decisions.add(e.x(), i);
          local(locals, e).transfers.add(e.n(), i);
        }
        case GROW -> {
          decisions.add(e.x(), i);
          local(locals, e).transfers.add(e.n(), i);
          local(locals, e).growths.add(e.n(), i);
        }
        case SHRINK -> {
          decisions.add(e.x(), i);
          local(locals, e).shrinks.add(e.x(), i);
          if (e.n() >= 0) {
            local(locals, e).transfers.add(e.n(), i);
          }
        }
        case REACQUIRE -> {
          decisions.add(e.x(), i);
          local(locals, e).transfers.add(e.y(), i);
          if (e.n() >= 0) {
            numbered(transitions, e.g()).add(e.n(), i);
          }
        }
        case RELEASE, REJOIN -> {
          decisions.add(e.x(), i);
          local(locals, e).transfers.add(e.y(), i);
        }
        case RETIRE -> {
          if (e.x() >= 0) {
            decisions.add(e.x(), i);
          }
          local(locals, e).transfers.add(e.y(), i);
        }
        case RESUME, RETAKE_SYSCALL, RETAKE_RUNNING, STOP_LOCKED, DROP, HAND_TO_LOCKED ->
            local(locals, e).transfers.add(e.x(), i);
        case START_SPINNING, STOP_SPINNING, REST -> decisions.add(e.x(), i);
        case STEAL_NEXT -> thefts.put(new Placement(e.g(), e.n()), i);
        case TAKE_HEAD -> local(locals, e).ringTakes.add(e.x(), i);
        case STEAL, SPILL, TAKE_OUT -> {
          for (long at = e.x(); at < e.x() + e.n(); at++) {
            local(locals, e).ringTakes.add(at, i);
          }
        }
        case STOW_KICKED -> local(locals, e).ringPuts.add(e.x(), i);
        case STOW -> {
          for (long at = e.x(); at < e.x() + e.n(); at++) {
            local(locals, e).ringPuts.add(at, i);
          }
        }
        case NO_WAKE, OUTSIDE_NO_WAKE, POLL_EMPTY, TAKE_NEXT, TAKE_NEXT_ANEW, CHECK_EMPTY,
            CHECK_FOUND, TAKE_OUT_NEXT, ASK, LOCK, UNLOCK, REPORT_DEADLOCK -> {}
      }
    }

    streams.values().forEach(this::chain);
    transitions.values().forEach(g -> chain(g.inOrder()));
    chain(decisions.inOrder());
    chain(globalPuts.inOrder());
    chain(globalTakes.inOrder());
    for (Local local : locals) {
      chain(local.transfers.inOrder());
      chain(local.ringPuts.inOrder());
      chain(local.ringTakes.inOrder());
      for (long position : local.ringTakes.steps.keySet()) {
        before(local.ringPuts.at(position), local.ringTakes.at(position));
        before(local.ringTakes.at(position), local.ringPuts.at(position + trace.capacity()));
      }
    }
    for (long position : globalTakes.steps.keySet()) {
      before(globalPuts.at(position), globalTakes.at(position));
    }
    followOwners(streams, locals, thefts);
    giftsToLocked(streams, locals);
    for (int i = 0; i < events.size(); i++) {
      look(i, decisions, globalPuts, globalTakes, tickets, locals, thefts);
    }
  }

  /** Each P is owned by one after the other: what each did with it, in that order. */
  private void followOwners(
      Map<Integer, List<Integer>> streams, Local[] locals, Map<Placement, Integer> thefts) {
    Tenures tenures = new Tenures(events, locals.length);
    streams.values().forEach(tenures::addMachine);
    for (int i = 0; i < events.size(); i++) {
      Event e = events.get(i);
      if (e.isOutside() && isProcessor(e.q())) {
        tenures.addOther(i);
      }
    }
    for (int p = 0; p < locals.length; p++) {
      Owner owner = new Owner(locals[p], thefts);
      for (Tenures.Tenure tenure : tenures.of(p)) {
        tenure.steps().forEach(owner::step);
        if (tenure.retaken() >= 0) {
          between(tenure.last(), tenure.retaken(), tenure.foundOut());
        }
      }
      for (Tenures.Asked asked : tenures.asked(p)) {
        between(asked.from(), asked.step(), asked.until());
        before(asked.step(), asked.retaken());
      }
    }
  }

  /** An M that is handed its locked goroutine was waiting for it: all that it did comes before. */
  private void giftsToLocked(Map<Integer, List<Integer>> streams, Local[] locals) {
    for (List<Integer> steps : streams.values()) {
      for (int k = 1; k < steps.size(); k++) {
        Event e = events.get(steps.get(k));
        if (e.kind() == Step.RESUME) {
          int giver = local(locals, e).transfers.below(e.x());
          if (giver >= 0 && events.get(giver).kind() == Step.HAND_TO_LOCKED) {
            before(steps.get(k - 1), giver);
          }
        }
      }
    }
  }

  /** Follows what the owner of one P knows about its own queue. */
  private final class Owner {
    private final Local local;
    private final Map<Placement, Integer> thefts;
    private long tail;
    private int occupant = -1;

    Owner(Local local, Map<Placement, Integer> thefts) {
      this.local = local;
      this.thefts = thefts;
    }

    void step(int i) {
      Event e = events.get(i);
      switch (e.kind()) {
        case SPAWN, READY -> {
          if (e.x() < 0) {
            runnextIsEmptyAt(i);
          }
          occupant = i;
          put(e, i);
        }
        case STOW_KICKED -> {
          tail = e.x() + 1;
          put(e, i);
        }
        case STOW -> {
          tail = e.x() + e.n();
          put(e, i);
        }
        case TAKE_NEXT, TAKE_NEXT_ANEW, TAKE_OUT_NEXT -> {
          if (e.kind() == Step.TAKE_NEXT_ANEW) {
            before(local.ringTakes.at(tail - 1), i); // the ring was empty
          }
          if (occupant >= 0) {
            Event placed = events.get(occupant);
            thefts.putIfAbsent(new Placement(placed.g(), placed.n()), i);
          }
          occupant = -1;
        }
        case TAKE_GLOBAL, START_SPINNING, STEAL, STEAL_NEXT, RELEASE, RETIRE, HAND_OFF,
            HAND_OFF_IDLE, DROP -> {
          runnextIsEmptyAt(i);
          before(local.ringTakes.at(tail - 1), i);
        }
        default -> {}
      }
    }

    private void runnextIsEmptyAt(int i) {
      if (occupant >= 0) {
        Event placed = events.get(occupant);
        before(departure(thefts, placed.g(), placed.n()), i);
        occupant = -1;
      }
    }

    private void put(Event e, int i) {
      local.putsByCount.add(e.y(), i);
      local.afterPut.put(e.y(), new long[] {tail, occupant});
    }
  }

  /** Steps that looked at something, or took part of something, without changing it. */
  private void look(
      int i,
      Numbered decisions,
      Numbered globalPuts,
      Numbered globalTakes,
      Map<Long, Integer> tickets,
      Local[] locals,
      Map<Placement, Integer> thefts) {
    Event e = events.get(i);
    boolean ofGlobal = e.q() == Step.GLOBAL;
    switch (e.kind()) {
      case NO_WAKE -> between(decisions.at(e.x()), i, decisions.above(e.x()));
      case OUTSIDE_NO_WAKE -> {
        between(decisions.at(e.x()), i, decisions.above(e.x()));
        before(tickets.getOrDefault(e.y(), -1), i);
      }
      case REPORT_DEADLOCK -> {
        between(decisions.at(e.x()), i, decisions.above(e.x()));
        before(i, globalPuts.at(e.y()));
      }
      case OUTSIDE_WAKE -> before(tickets.getOrDefault(e.y(), -1), i);
      case EXECUTE -> before(i, local(locals, e).shrinks.above(e.y()));
      case EXIT_FAST -> before(i, local(locals, e).shrinks.above(e.x()));
      case RETAKE_SYSCALL, RETAKE_RUNNING, TAKE_OUT, TAKE_OUT_NEXT ->
          before(local(locals, e).shrinks.atOrBelow(e.y()), i);
      case GIVE_BACK -> before(local(locals, e).shrinks.atOrBelow(e.n()), i);
      case RETIRE -> before(lastShrink(local(locals, e), e.y()), i);
      case DROP -> before(lastShrink(local(locals, e), e.x()), i);
      case POLL_EMPTY -> between(globalTakes.at(e.x() - 1), i, globalPuts.at(e.x()));
      case STEAL -> {
        // The thief saw the tail when it decided how much is half; that is when the theft took place.
        Numbered puts = local(locals, e).ringPuts;
        between(puts.at(e.y() - 1), i, puts.at(e.y()));
      }
      case STEAL_NEXT -> before(placement(e), i);
      case CHECK_EMPTY -> {
        if (ofGlobal) {
          between(globalTakes.at(e.x() - 1), i, globalPuts.at(e.x()));
        } else {
          lookAtLocal(i, e, local(locals, e), thefts, false);
        }
      }
      case CHECK_FOUND -> {
        if (ofGlobal) {
          between(globalPuts.at(e.x()), i, globalTakes.at(e.x()));
        } else {
          lookAtLocal(i, e, local(locals, e), thefts, true);
        }
      }
      default -> {}
    }
  }

  /** The decision by which a P went that was let go at that change of hands. */
  private int lastShrink(Local local, long transfer) {
    int grown = local.growths.above(transfer);
    return local.shrinks.below(grown < 0 ? Long.MAX_VALUE : events.get(grown).x());
  }

  private void lookAtLocal(
      int i, Event e, Local local, Map<Placement, Integer> thefts, boolean found) {
    between(local.putsByCount.atOrBelow(e.x()), i, local.putsByCount.above(e.x()));
    Map.Entry<Long, long[]> seen = local.afterPut.floorEntry(e.x());
    if (seen == null) {
      return;
    }
    int lastOfRing = local.ringTakes.at(seen.getValue()[0] - 1);
    int occupant = (int) seen.getValue()[1];
    Event placed = occupant < 0 ? null : events.get(occupant);
    int ofNext = placed == null ? -1 : departure(thefts, placed.g(), placed.n());
    if (!found) {
      before(lastOfRing, i);
      before(ofNext, i);
    } else {
      before(i, e.y() == 1 ? lastOfRing : ofNext);
    }
  }

  private int placement(Event theft) {
    return numbered(transitions, theft.g()).at(theft.n());
  }

  private static int departure(Map<Placement, Integer> departures, long g, long n) {
    return departures.getOrDefault(new Placement(g, n), -1);
  }

  private Numbered numbered(Map<Long, Numbered> all, long key) {
    return all.computeIfAbsent(key, k -> new Numbered());
  }

  private Local local(Local[] locals, Event e) {
    return isProcessor(e.q()) ? locals[e.q()] : new Local();
  }

  private boolean isProcessor(int q) {
    return q >= 0 && q < everyProcessor;
  }

  private void chain(Iterable<Integer> steps) {
    int last = -1;
    for (int step : steps) {
      before(last, step);
      last = step;
    }
  }

  private void between(int earlier, int step, int later) {
    before(earlier, step);
    before(step, later);
  }

  private void before(int earlier, int later) {
    if (earlier >= 0 && later >= 0 && earlier != later) {
      edges.add(new int[] {earlier, later});
    }
  }

  // ------------------------------------------------------------------------------------- sorting

  private List<Event> sort() {
    int n = events.size();
    int[] waiting = new int[n];
    int[][] successors = successors(n, waiting);
    PriorityQueue<Integer> ready = new PriorityQueue<>(Comparator.naturalOrder());
    for (int i = 0; i < n; i++) {
      if (waiting[i] == 0) {
        ready.add(i);
      }
    }
    BitSet told = new BitSet(n);
    List<Event> order = new ArrayList<>(n);
    while (order.size() < n) {
      Integer next = ready.poll();
      int step = next == null ? told.nextClearBit(0) : next; // null: the facts contradict each other
      if (told.get(step)) {
        continue;
      }
      told.set(step);
      order.add(events.get(step));
      for (int later : successors[step]) {
        if (--waiting[later] == 0) {
          ready.add(later);
        }
      }
    }
    return order;
  }

  private int[][] successors(int n, int[] waiting) {
    int[] count = new int[n];
    for (int[] edge : edges) {
      count[edge[0]]++;
      waiting[edge[1]]++;
    }
    int[][] successors = new int[n][];
    Arrays.setAll(successors, i -> new int[count[i]]);
    for (int[] edge : edges) {
      successors[edge[0]][--count[edge[0]]] = edge[1];
    }
    return successors;
  }
}
