package dev.handoff.verification.lincheck;

import dev.handoff.sync.Mutex;
import dev.handoff.verification.lincheck.MutexOperations.Model.State;
import java.util.List;

/** A mutex, and a counter that it guards. */
public final class MutexOperations extends Operations {
  private final Mutex mutex = new Mutex();
  private int counter;

  @Override
  Semantics<?> semantics() {
    return new Model();
  }

  public Object lock(int thread) throws Exception {
    return interruptible(
        thread,
        () -> {
          mutex.lock();
          return DONE;
        });
  }

  public Object tryLock(int thread) {
    return mutex.tryLock() ? DONE : REFUSED;
  }

  /** Whoever has locked it. */
  public Object unlock(int thread) {
    try {
      mutex.unlock();
      return DONE;
    } catch (IllegalMonitorStateException e) {
      return REFUSED;
    }
  }

  /** Counts, with the mutex held. */
  public Object count(int thread) throws Exception {
    return interruptible(
        thread,
        () -> {
          mutex.lock();
          int counted = ++counter;
          mutex.unlock();
          return counted;
        });
  }

  /**
   * What they should do: who finds the mutex locked waits, and may take it whenever it is free. To
   * count is to take it, and then to count and give it back.
   */
  static final class Model implements Semantics<State> {
    /**
     * The mutex.
     *
     * @param counting who has it in order to count, or -1
     */
    record State(boolean locked, int counter, int counting) {}

    @Override
    public State initial() {
      return new State(false, 0, -1);
    }

    @Override
    public List<Step<State>> begin(State s, int thread, Call call) {
      return switch (call.operation()) {
        case "lock", "count" ->
            s.locked() ? List.of(new Step<>(s, WAITS)) : resume(s, thread, call);
        case "tryLock" ->
            List.of(s.locked() ? new Step<>(s, REFUSED) : new Step<>(taken(s), DONE));
        case "unlock" ->
            List.of(
                s.locked()
                    ? new Step<>(new State(false, s.counter(), s.counting()), DONE)
                    : new Step<>(s, REFUSED));
        default -> throw new IllegalArgumentException(call.toString());
      };
    }

    @Override
    public List<Step<State>> resume(State s, int thread, Call call) {
      if (s.counting() == thread) {
        return List.of(new Step<>(new State(false, s.counter() + 1, -1), s.counter() + 1));
      }
      if (s.locked()) {
        return List.of();
      }
      return List.of(
          call.operation().equals("count")
              ? new Step<>(new State(true, s.counter(), thread), WAITS)
              : new Step<>(taken(s), DONE));
    }

    @Override
    public List<State> leave(State s, int thread, Call call) {
      return s.counting() == thread ? List.of() : List.of(s);
    }

    private static State taken(State s) {
      return new State(true, s.counter(), s.counting());
    }
  }
}
