package dev.handoff.verification.lincheck;

import dev.handoff.sync.Once;
import java.util.List;

/** A once; what it runs counts how often it ran. */
public final class OnceOperations extends Operations {
  private final Once once = new Once();
  private int counter;

  @Override
  Semantics<?> semantics() {
    return new Model();
  }

  public Object run(int thread) throws Exception {
    return interruptible(
        thread,
        () -> {
          once.run(() -> counter++);
          return counter;
        });
  }

  /** What they should do: the first runs it, and the others come back when that is over. */
  static final class Model implements Semantics<Model.State> {
    /** What has become of it, and who runs it. */
    record State(boolean done, int runner) {}

    @Override
    public State initial() {
      return new State(false, -1);
    }

    @Override
    public List<Step<State>> begin(State s, int thread, Call call) {
      if (s.done()) {
        return List.of(new Step<>(s, 1));
      }
      return List.of(new Step<>(s.runner() < 0 ? new State(false, thread) : s, WAITS));
    }

    @Override
    public List<Step<State>> resume(State s, int thread, Call call) {
      return s.done() || s.runner() == thread
          ? List.of(new Step<>(new State(true, -1), 1))
          : List.of();
    }

    @Override
    public List<State> leave(State s, int thread, Call call) {
      return s.runner() == thread ? List.of() : List.of(s);
    }
  }
}
