package outside;

import static outside.Main.check;
import static outside.Main.same;

import dev.handoff.Receiver;
import dev.handoff.context.CanceledException;
import dev.handoff.context.Context;
import dev.handoff.context.DeadlineExceededException;
import java.time.Duration;
import java.time.Instant;

/** Contexts: cancelled, timed, and with values. */
final class Contexts {
  private Contexts() {}

  static void use() throws Exception {
    Context background = Context.background();
    Context.Key<String> key = Context.Key.named("user");
    same("user", key.toString());
    Context user = background.withValue(key, "gopher");
    String value = user.value(key);
    same("gopher", value);
    same(null, user.deadline());

    Exception because = new Exception("because");
    Context.Cancellable cancellable = user.withCancel();
    Receiver<Object> done = cancellable.done();
    same(null, cancellable.err());
    cancellable.cancel(because);
    same(null, done.receive());
    check(done.isDrained());
    Throwable err = cancellable.err();
    check(err instanceof CanceledException);
    Throwable cause = cancellable.cause();
    same(because, cause);

    Context.Cancellable timed = user.withTimeout(Duration.ofMillis(1));
    timed.done().receive();
    check(timed.err() instanceof DeadlineExceededException);
    Instant deadline = timed.deadline();
    check(!deadline.isAfter(Instant.now()));

    try (Context.Cancellable until = user.withDeadline(Instant.MAX)) {
      same("gopher", until.value(key));
      until.cancel();
    }
    AutoCloseable closeable = background.withCancel();
    closeable.close();
    Context any = (Context) closeable;
    check(any.err() != null);
    same("background.withCancel", any.toString());
  }
}
