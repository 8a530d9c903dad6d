package dev.handoff;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.BooleanSupplier;

/** Waits in tests for what must come, with a bound that only a broken program reaches. */
public final class Await {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private Await() {}

  /** Until it holds. */
  public static void until(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("still not: " + what);
      }
      Thread.yield();
    }
  }

  /** Until the thread waits. */
  public static void waiting(Thread thread) {
    until(thread + " waits", () -> thread.getState() == Thread.State.WAITING);
  }
}
