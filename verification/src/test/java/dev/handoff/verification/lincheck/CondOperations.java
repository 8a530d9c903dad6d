package dev.handoff.verification.lincheck;

import dev.handoff.sync.Cond;
import dev.handoff.sync.Mutex;
import dev.handoff.verification.lincheck.CondOperations.Model.State;
import java.util.List;
import java.util.Set;

/** Tokens, guarded by a mutex; who finds none waits on a condition. */
public final class CondOperations extends Operations {
  private final Mutex mutex = new Mutex();
  private final Cond cond = new Cond(mutex);
  private int tokens;

  @Override
  Semantics<?> semantics() {
    return new Model();
  }

  public Object take(int thread) throws Exception {
    return interruptible(
        thread,
        () -> {
          mutex.lock();
          try {
            while (tokens == 0) {
              cond.await();
            }
            tokens--;
          } finally {
            mutex.unlock();
          }
          return DONE;
        });
  }

  /** Puts one there, and signals with the mutex held. */
  public Object put(int thread) throws Exception {
    mutex.lock();
    tokens++;
    cond.signal();
    mutex.unlock();
    return DONE;
  }

  /** Puts some there, and wakes all when it has given the mutex back. */
  public Object putMany(int thread, int count) {
    mutex.lock();
    tokens += count;
    mutex.unlock();
    cond.broadcast();
    return DONE;
  }

  /** What they should do: nobody waits while there are tokens. */
  static final class Model implements Semantics<State> {
    /** How many there are; and those who wait. */
    record State(int tokens, Set<Integer> waiting) {}

    @Override
    public State initial() {
      return new State(0, Set.of());
    }

    @Override
    public List<Step<State>> begin(State s, int thread, Call call) {
      return switch (call.operation()) {
        case "take" ->
            s.tokens() > 0
                ? resume(s, thread, call)
                : List.of(new Step<>(new State(0, Immutable.with(s.waiting(), thread)), WAITS));
        case "put" -> List.of(new Step<>(new State(s.tokens() + 1, s.waiting()), DONE));
        case "putMany" ->
            List.of(new Step<>(new State(s.tokens() + call.number(0), s.waiting()), DONE));
        default -> throw new IllegalArgumentException(call.toString());
      };
    }

    @Override
    public List<Step<State>> resume(State s, int thread, Call call) {
      return s.tokens() == 0
          ? List.of()
          : List.of(
              new Step<>(new State(s.tokens() - 1, Immutable.without(s.waiting(), thread)), DONE));
    }

    @Override
    public List<State> leave(State s, int thread, Call call) {
      return List.of(new State(s.tokens(), Immutable.without(s.waiting(), thread)));
    }
  }
}
