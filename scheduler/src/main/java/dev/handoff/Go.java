package dev.handoff;

import dev.handoff.runtime.GoroutineThread;
import dev.handoff.runtime.Statements;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The statements of the language, for code that runs inside a goroutine. */
public final class Go {
  private Go() {}

  /**
   * The {@code go} statement: starts a goroutine in the scheduler of the calling goroutine. What the
   * caller did before happens-before the body.
   *
   * @throws IllegalStateException if the caller is no goroutine ({@link Scheduler#go} is for other
   *     threads), or the scheduler is being closed
   */
  public static Goroutine go(Goroutine.Body body) {
    return Scheduler.current("Go.go").spawn(null, Objects.requireNonNull(body, "body"));
  }

  /** {@link #go(Goroutine.Body)} with a name, for dumps. */
  public static Goroutine go(String name, Goroutine.Body body) {
    return Scheduler.current("Go.go")
        .spawn(Objects.requireNonNull(name, "name"), Objects.requireNonNull(body, "body"));
  }

  /**
   * Lets others run: the calling goroutine goes to the tail of the global queue (Go's {@code
   * runtime.Gosched}).
   *
   * @throws IllegalStateException if the caller is no goroutine
   */
  public static void yield() {
    Scheduler.current("Go.yield");
    Thread.yield();
  }

  /**
   * Waits for at least that long; not at all if it is zero or negative. Beyond 2^63 - 1 nanoseconds
   * it waits for so long. On a thread that is no goroutine it simply sleeps.
   *
   * @throws GoroutineInterruptedException if the thread is interrupted; its interrupt flag stays set
   */
  public static void sleep(Duration duration) {
    if (Objects.requireNonNull(duration, "duration").isPositive()) {
      Statements.sleep(duration);
    }
  }

  /**
   * Ends the calling goroutine (Go's {@code runtime.Goexit}): its finally blocks run, and it is no
   * panic. It is carried out by an {@link Error}; code that catches {@code Throwable} and does not
   * rethrow keeps the goroutine alive.
   *
   * @throws IllegalStateException if the caller is no goroutine
   */
  public static void exit() {
    Scheduler.current("Go.exit");
    throw new GoroutineThread.Exit();
  }

  /**
   * Makes a call that may block, as a system call of the calling goroutine: while it lasts the
   * goroutine's state is SYSCALL, and it is no part of a deadlock. Where the call parks the virtual
   * thread, as nearly all blocking calls of the JDK do, the thread is free at once for other
   * goroutines. A call that blocks its thread instead (native code, some file operations) soon loses
   * its P to another thread; when it returns the goroutine takes its old P, if nobody has it, or an
   * idle one, or queues up. On a thread that is no goroutine it simply makes the call.
   *
   * @throws Exception what the call throws, unchanged
   */
  public static <T extends @Nullable Object> T blocking(Callable<T> call) throws Exception {
    return Statements.blocking(Objects.requireNonNull(call, "call"));
  }

  /**
   * A preemption point for long loops: yields if the time slice has ended, and is nearly free
   * otherwise. Does nothing on a thread that is no goroutine.
   */
  public static void checkpoint() {
    Statements.checkpoint();
  }

  /**
   * Locks the calling goroutine to its M: until it has called {@link #unlockOsThread} as often, no
   * other M runs it, and that M runs no other goroutine. For code that depends on the identity of the
   * platform thread. While the goroutine waits the thread waits with it; its P goes to others. When
   * the goroutine ends the lock ends too.
   *
   * @throws IllegalStateException if the caller is no goroutine
   */
  public static void lockOsThread() {
    Scheduler.current("Go.lockOsThread");
    Statements.lockOsThread(true);
  }

  /**
   * Undoes one {@link #lockOsThread}; does nothing if there is none to undo.
   *
   * @throws IllegalStateException if the caller is no goroutine
   */
  public static void unlockOsThread() {
    Scheduler.current("Go.unlockOsThread");
    Statements.lockOsThread(false);
  }
}
