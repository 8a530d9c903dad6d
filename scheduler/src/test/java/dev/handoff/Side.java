package dev.handoff;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

/** A plain thread that does something in a test, and what came of it. */
final class Side {
  final AtomicReference<Throwable> thrown = new AtomicReference<>();
  final AtomicReference<Object> got = new AtomicReference<>("nothing");

  /** Its interrupt flag at the end. */
  final AtomicReference<Boolean> flag = new AtomicReference<>();

  final Thread thread;

  Side(Callable<Object> body) {
    thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    got.set(body.call());
                  } catch (Throwable t) {
                    thrown.set(t);
                  }
                  flag.set(Thread.currentThread().isInterrupted());
                });
  }

  Side asleep() {
    Await.waiting(thread);
    return this;
  }

  Side ended() throws InterruptedException {
    thread.join();
    return this;
  }
}
