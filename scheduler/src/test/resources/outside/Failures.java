package outside;

import static outside.Main.check;
import static outside.Main.same;

import dev.handoff.Chan;
import dev.handoff.ChannelClosedException;
import dev.handoff.DeadlockException;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.GoroutinePanicException;
import dev.handoff.Scheduler;
import dev.handoff.context.CanceledException;
import dev.handoff.context.DeadlineExceededException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What may be thrown. */
final class Failures {
  private Failures() {}

  static void use(Scheduler scheduler) {
    Chan<String> closed = Chan.unbuffered();
    closed.close();
    expect(ChannelClosedException.class, () -> closed.send("x"));
    expect(ChannelClosedException.class, closed::close);
    expect(
        GoroutineInterruptedException.class,
        () -> {
          Thread.currentThread().interrupt();
          Go.sleep(Duration.ofHours(1));
        });
    check(Thread.interrupted());

    IOException cause = new IOException("broken");
    Goroutine.Body broken =
        () -> {
          throw cause;
        };
    GoroutinePanicException panic =
        expect(
            GoroutinePanicException.class,
            () ->
                scheduler.run(
                    () -> {
                      Go.go("bad", broken);
                      Go.sleep(Duration.ofHours(1));
                    }));
    same(cause, panic.getCause());
    try (Scheduler alone = Scheduler.create()) {
      DeadlockException deadlock =
          expect(
              DeadlockException.class, () -> alone.run(() -> Chan.<String>unbuffered().receive()));
      check(deadlock.getMessage().contains("(main) [chan receive"));
    }

    List<RuntimeException> own =
        List.of(
            new ChannelClosedException("said"),
            new DeadlockException("said"),
            new GoroutineInterruptedException(),
            new GoroutinePanicException("said", cause),
            new CanceledException(cause),
            new CanceledException(null),
            new DeadlineExceededException(Instant.EPOCH));
    for (RuntimeException e : own) {
      check(e.getMessage() != null);
    }
  }

  private static <E extends Exception> E expect(Class<E> type, Goroutine.Body body) {
    try {
      body.run();
    } catch (Exception e) {
      check(type.isInstance(e));
      return type.cast(e);
    }
    throw new AssertionError("nothing was thrown, but " + type + " expected");
  }
}
