package dev.handoff.verification.lincheck;

import dev.handoff.sync.Semaphore;
import dev.handoff.verification.lincheck.SemaphoreOperations.Model.State;
import java.util.List;
import java.util.Set;

/** A semaphore with two permits. */
public final class SemaphoreOperations extends Operations {
  private static final int PERMITS = 2;

  private final Semaphore semaphore = new Semaphore(PERMITS);

  @Override
  Semantics<?> semantics() {
    return new Model();
  }

  public Object acquire(int thread, int permits) throws Exception {
    return interruptible(
        thread,
        () -> {
          semaphore.acquire(permits);
          return DONE;
        });
  }

  public Object tryAcquire(int thread, int permits) {
    return semaphore.tryAcquire(permits) ? DONE : REFUSED;
  }

  public Object release(int thread, int permits) {
    try {
      semaphore.release(permits);
      return DONE;
    } catch (IllegalStateException e) {
      return REFUSED;
    }
  }

  /** What they should do: first come, first served. */
  static final class Model implements Semantics<State> {
    /** A thread that waits for so many permits. */
    record Claim(int thread, int permits) {}

    /**
     * The semaphore.
     *
     * @param given the waiters that have their permits, and have not returned
     */
    record State(int held, List<Claim> line, Set<Integer> given) {
      boolean has(int permits) {
        return line.isEmpty() && held + permits <= PERMITS;
      }

      State held(int count) {
        return new State(count, line, given);
      }

      /** Gives the first in line their permits, as many as fit. */
      State serve() {
        if (line.isEmpty() || held + line.get(0).permits() > PERMITS) {
          return this;
        }
        Claim first = line.get(0);
        return new State(
                held + first.permits(),
                line.subList(1, line.size()),
                Immutable.with(given, first.thread()))
            .serve();
      }
    }

    @Override
    public State initial() {
      return new State(0, List.of(), Set.of());
    }

    @Override
    public List<Step<State>> begin(State s, int thread, Call call) {
      int n = call.number(0);
      return List.of(
          switch (call.operation()) {
            case "acquire" ->
                s.has(n)
                    ? new Step<>(s.held(s.held() + n), DONE)
                    : new Step<>(
                        new State(
                            s.held(), Immutable.append(s.line(), new Claim(thread, n)), s.given()),
                        WAITS);
            case "tryAcquire" ->
                s.has(n) ? new Step<>(s.held(s.held() + n), DONE) : new Step<>(s, REFUSED);
            case "release" ->
                n <= s.held()
                    ? new Step<>(s.held(s.held() - n).serve(), DONE)
                    : new Step<>(s, REFUSED);
            default -> throw new IllegalArgumentException(call.toString());
          });
    }

    @Override
    public List<Step<State>> resume(State s, int thread, Call call) {
      return s.given().contains(thread)
          ? List.of(
              new Step<>(
                  new State(s.held(), s.line(), Immutable.without(s.given(), thread)), DONE))
          : List.of();
    }

    @Override
    public List<State> leave(State s, int thread, Call call) {
      if (s.given().contains(thread)) {
        return List.of();
      }
      List<Claim> others = Immutable.without(s.line(), new Claim(thread, call.number(0)));
      return List.of(new State(s.held(), others, s.given()).serve());
    }
  }
}
