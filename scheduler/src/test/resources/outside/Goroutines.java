package outside;

import static outside.Main.check;
import static outside.Main.same;

import dev.handoff.Go;
import dev.handoff.Goroutine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** The statements of the language, and goroutines. */
final class Goroutines {
  private Goroutines() {}

  static void use() throws Exception {
    AtomicInteger ended = new AtomicInteger();
    Goroutine.Body body = ended::incrementAndGet;
    body.run();
    Goroutine unnamed = Go.go(body);
    Goroutine named = Go.go("named", body);
    Goroutine exiting =
        Go.go(
            () -> {
              try {
                Go.exit();
              } finally {
                ended.incrementAndGet();
              }
            });
    for (Goroutine g : List.of(unnamed, named, exiting)) {
      g.join();
      boolean done = g.isDone();
      check(done);
      same(Goroutine.State.DEAD, g.state());
    }
    same(4, ended.get());
    String name = named.name();
    same("named", name);
    long id = named.id();
    check(id > 0 && id != unnamed.id());

    Goroutine self = Goroutine.current();
    Goroutine.State state = self.state();
    same(Goroutine.State.RUNNING, state);
    Thread thread = self.thread();
    same(Thread.currentThread(), thread);
    same(
        List.of(
            Goroutine.State.RUNNABLE,
            Goroutine.State.RUNNING,
            Goroutine.State.SYSCALL,
            Goroutine.State.WAITING,
            Goroutine.State.DEAD),
        List.of(Goroutine.State.values()));

    Go.yield();
    Go.sleep(Duration.ofMillis(1));
    Go.checkpoint();
    Callable<Goroutine.State> call = self::state;
    Goroutine.State inCall = Go.blocking(call);
    same(Goroutine.State.SYSCALL, inCall);
    Go.lockOsThread();
    Go.unlockOsThread();
  }
}
