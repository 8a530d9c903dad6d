package dev.handoff.verification.lincheck;

import dev.handoff.sync.WaitGroup;
import dev.handoff.verification.lincheck.WaitGroupOperations.Model.State;
import java.util.List;
import java.util.Set;

/** A wait group. */
public final class WaitGroupOperations extends Operations {
  private final WaitGroup group = new WaitGroup();

  @Override
  Semantics<?> semantics() {
    return new Model();
  }

  public Object add(int thread, int count) {
    return unlessRefused(() -> group.add(count));
  }

  public Object done(int thread) {
    return unlessRefused(group::done);
  }

  private static Object unlessRefused(Runnable call) {
    try {
      call.run();
      return DONE;
    } catch (IllegalStateException e) {
      return REFUSED;
    }
  }

  public Object await(int thread) throws Exception {
    return interruptible(
        thread,
        () -> {
          group.await();
          return DONE;
        });
  }

  /** What they should do: a zero lets go all that wait. */
  static final class Model implements Semantics<State> {
    /**
     * The wait group.
     *
     * @param let those who waited and may return
     */
    record State(int counter, Set<Integer> waiting, Set<Integer> let) {}

    @Override
    public State initial() {
      return new State(0, Set.of(), Set.of());
    }

    @Override
    public List<Step<State>> begin(State s, int thread, Call call) {
      return List.of(
          switch (call.operation()) {
            case "add" -> add(s, call.number(0));
            case "done" -> add(s, -1);
            case "await" ->
                s.counter() == 0
                    ? new Step<>(s, DONE)
                    : new Step<>(
                        new State(s.counter(), Immutable.with(s.waiting(), thread), s.let()), WAITS);
            default -> throw new IllegalArgumentException(call.toString());
          });
    }

    private static Step<State> add(State s, int count) {
      int next = s.counter() + count;
      if (next < 0) {
        return new Step<>(s, REFUSED);
      }
      return new Step<>(
          next > 0
              ? new State(next, s.waiting(), s.let())
              : new State(0, Set.of(), Immutable.union(s.waiting(), s.let())),
          DONE);
    }

    @Override
    public List<Step<State>> resume(State s, int thread, Call call) {
      return s.let().contains(thread)
          ? List.of(
              new Step<>(
                  new State(s.counter(), s.waiting(), Immutable.without(s.let(), thread)), DONE))
          : List.of();
    }

    @Override
    public List<State> leave(State s, int thread, Call call) {
      return s.let().contains(thread)
          ? List.of()
          : List.of(new State(s.counter(), Immutable.without(s.waiting(), thread), s.let()));
    }
  }
}
