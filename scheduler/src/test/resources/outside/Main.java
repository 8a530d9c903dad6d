package outside;

import dev.handoff.Scheduler;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Uses everything that the library makes public, once, and checks what comes of it. It is compiled
 * without the Checker Framework and without its annotations. Its argument is a file for a trace.
 */
public final class Main {
  private Main() {}

  public static void main(String... arguments) throws Exception {
    Schedulers.use(Path.of(arguments[0]));
    try (Scheduler scheduler = Scheduler.create()) {
      scheduler.run(Goroutines::use);
      scheduler.run(Channels::use);
      scheduler.run(Selects::use);
      scheduler.run(Synchronization::use);
      scheduler.run(Timers::use);
      scheduler.run(Contexts::use);
      Failures.use(scheduler);
    }
    IO.println("all of it was used");
  }

  static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("does not hold");
    }
  }

  static void same(Object expected, Object is) {
    if (!Objects.equals(expected, is)) {
      throw new AssertionError("not " + expected + " but " + is);
    }
  }
}
