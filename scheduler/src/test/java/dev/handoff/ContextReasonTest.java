package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.handoff.context.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Here, because it holds the lock of a context's channel. */
@Timeout(60)
class ContextReasonTest {
  /** The closing is held up by the lock; nobody sees a reason meanwhile. */
  @Test
  void thereIsNoReasonBeforeTheChannelIsClosed() throws Exception {
    Context.Cancellable context = Context.background().withCancel();
    Chan<Object> done = (Chan<Object>) context.done();
    done.lock().acquire();
    CompletableFuture<String> early;
    try {
      Thread.ofPlatform().start(context::cancel);
      early = new CompletableFuture<>();
      Thread.ofPlatform()
          .start(
              () -> {
                Throwable err = context.err();
                while (err == null) {
                  err = context.err();
                }
                early.complete(done.isClosed() ? null : "open, and yet " + err);
              });
      assertNull(inTime(early));
    } finally {
      done.lock().release();
    }
    assertNull(early.get());
  }

  /** What it is if it comes soon. It should not come: a slow machine makes the test weaker, not red. */
  private static String inTime(CompletableFuture<String> early)
      throws InterruptedException, ExecutionException {
    try {
      return early.get(300, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    }
  }
}
