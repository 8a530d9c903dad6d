package dev.handoff.sync;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Await;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.Scheduler;

/** A call that a goroutine or another thread makes, and how it ended. */
final class Call {
  /** Who makes it. */
  enum By {
    THREAD,
    GOROUTINE
  }

  private final Thread thread;
  private volatile Throwable thrown;
  private volatile boolean flagged;
  private volatile boolean over;

  private Call(By by, Scheduler scheduler, Goroutine.Body body) {
    thread =
        switch (by) {
          case THREAD -> Thread.ofPlatform().start(() -> make(body));
          case GOROUTINE -> scheduler.go(() -> make(body)).thread();
        };
  }

  static Call by(By by, Scheduler scheduler, Goroutine.Body body) {
    return new Call(by, scheduler, body);
  }

  /** For programs in which the order of steps follows from there being one P. */
  static Call by(Scheduler scheduler, Goroutine.Body body) {
    return new Call(By.GOROUTINE, scheduler, body);
  }

  private void make(Goroutine.Body body) {
    try {
      body.run();
    } catch (Throwable t) {
      thrown = t;
    }
    flagged = Thread.currentThread().isInterrupted();
    over = true;
  }

  /** It has come to where it waits. */
  Call asleep() {
    Await.waiting(thread);
    return this;
  }

  Call interrupt() {
    thread.interrupt();
    return this;
  }

  boolean isOver() {
    return over;
  }

  Throwable thrown() {
    return thrown;
  }

  boolean isFlagged() {
    return flagged;
  }

  /** It returns. */
  Call returns() {
    Await.until(thread + " is back", () -> over);
    assertNull(thrown, () -> "it threw " + thrown);
    return this;
  }

  /** It throws that. */
  <T extends Throwable> T fails(Class<T> type) {
    Await.until(thread + " is back", () -> over);
    return assertInstanceOf(type, thrown);
  }

  /** It throws since it was interrupted, and the flag is still set. */
  void failsInterrupted() {
    fails(GoroutineInterruptedException.class);
    assertTrue(flagged, "the interrupt flag stays set");
  }

  /** It throws since it was interrupted, as the JDK's calls do. */
  void failsInterruptedAndCleared() {
    fails(InterruptedException.class);
    assertFalse(flagged, "the interrupt flag is cleared");
  }
}
