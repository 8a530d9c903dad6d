package dev.handoff.verification.lincheck;

import dev.handoff.verification.lincheck.Semantics.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a program may do, as a semantics has it: all runs, or those that return what was seen.
 *
 * @param <S> the state of the semantics
 */
final class Runs<S> {
  /** What a real run showed. */
  interface Seen {
    /** What that call of that thread returned. */
    Object result(int thread, int call);

    /** How many calls of the other thread had returned when that call began. */
    int returnedBefore(int thread, int call, int otherThread);
  }

  /**
   * Where a run is.
   *
   * @param returned how many calls of each thread have returned
   * @param waits for each thread whether it waits in the next one
   * @param interrupted the threads whose interrupt flag is set
   */
  private record Place<S>(
      S state, List<Integer> returned, List<Boolean> waits, Set<Integer> interrupted) {
    boolean waits(int thread) {
      return waits.get(thread);
    }

    Place<S> interrupt(int thread) {
      return new Place<>(state, returned, waits, Immutable.with(interrupted, thread));
    }

    Place<S> goOn(int thread, S next) {
      List<Boolean> waiting = new ArrayList<>(waits);
      waiting.set(thread, true);
      return new Place<>(next, returned, waiting, interrupted);
    }

    Place<S> goBack(int thread, S next) {
      List<Integer> counts = new ArrayList<>(returned);
      counts.set(thread, returned.get(thread) + 1);
      List<Boolean> waiting = new ArrayList<>(waits);
      waiting.set(thread, false);
      return new Place<>(next, counts, waiting, Immutable.without(interrupted, thread));
    }
  }

  /**
   * A step to there.
   *
   * @param result of the call that returns with it, or {@code WAITS}
   */
  private record Move<S>(Place<S> place, Object result) {}

  private final Semantics<S> semantics;
  private final Program program;
  private final List<List<Call>> threads;

  Runs(Semantics<S> semantics, Program program) {
    this.semantics = semantics;
    this.program = program;
    this.threads = program.threads();
  }

  /** Whether some run returns what was seen, and in an order that was seen. */
  boolean explain(Seen seen) {
    Set<Place<S>> known = new HashSet<>();
    Deque<Place<S>> open = new ArrayDeque<>(List.of(start()));
    while (!open.isEmpty()) {
      Place<S> place = open.pop();
      if (isOver(place)) {
        return true;
      }
      if (known.add(place)) {
        for (int thread = 0; thread < threads.size(); thread++) {
          for (Move<S> move : moves(place, thread)) {
            if (agrees(place, thread, move, seen)) {
              open.push(move.place());
            }
          }
        }
      }
    }
    return false;
  }

  private static boolean agrees(Place<?> place, int thread, Move<?> move, Seen seen) {
    int call = place.returned().get(thread);
    for (int other = 0; other < place.returned().size(); other++) {
      if (place.returned().get(other) < seen.returnedBefore(thread, call, other)) {
        return false;
      }
    }
    return move.result() == Semantics.WAITS || move.result().equals(seen.result(thread, call));
  }

  /**
   * What can be said of all runs.
   *
   * @param alwaysReturn whether all calls return in every run
   * @param mayWait whether some call has to wait in some run
   */
  record All(boolean alwaysReturn, boolean mayWait) {}

  All all() {
    boolean returns = true;
    boolean waits = false;
    Set<Place<S>> known = new HashSet<>();
    Deque<Place<S>> open = new ArrayDeque<>(List.of(start()));
    while (!open.isEmpty()) {
      Place<S> place = open.pop();
      if (isOver(place) || !known.add(place)) {
        continue;
      }
      boolean hangs = true;
      for (int thread = 0; thread < threads.size(); thread++) {
        List<Move<S>> moves = moves(place, thread);
        waits |= place.waits(thread) && moves.isEmpty();
        for (Move<S> move : moves) {
          hangs = false;
          open.push(move.place());
        }
      }
      returns &= !hangs;
    }
    return new All(returns, waits);
  }

  private Place<S> start() {
    return new Place<>(
        semantics.initial(),
        Collections.nCopies(threads.size(), 0),
        Collections.nCopies(threads.size(), false),
        Set.of());
  }

  private boolean isOver(Place<S> place) {
    for (int thread = 0; thread < threads.size(); thread++) {
      if (!isOver(place, thread)) {
        return false;
      }
    }
    return true;
  }

  private boolean isOver(Place<S> place, int thread) {
    return place.returned().get(thread) == threads.get(thread).size();
  }

  private List<Move<S>> moves(Place<S> place, int thread) {
    if (isOver(place, thread) || (thread > 0 && place.returned().get(0) < program.before())) {
      return List.of();
    }
    Call call = threads.get(thread).get(place.returned().get(thread));
    S state = place.state();
    if (call.operation().equals("interrupt")) {
      Place<S> after = place.goBack(thread, state);
      return List.of(
          new Move<>(after.interrupt(call.number(0)), true), new Move<>(after, false));
    }
    List<Move<S>> moves = new ArrayList<>();
    List<Step<S>> steps =
        place.waits(thread)
            ? semantics.resume(state, thread, call)
            : semantics.begin(state, thread, call);
    for (Step<S> step : steps) {
      moves.add(
          new Move<>(
              step.result() == Semantics.WAITS
                  ? place.goOn(thread, step.state())
                  : place.goBack(thread, step.state()),
              step.result()));
    }
    if (place.waits(thread) && place.interrupted().contains(thread)) {
      for (S left : semantics.leave(state, thread, call)) {
        moves.add(new Move<>(place.goBack(thread, left), Operations.INTERRUPTED));
      }
    }
    return moves;
  }
}
