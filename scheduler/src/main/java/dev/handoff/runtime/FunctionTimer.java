package dev.handoff.runtime;

import dev.handoff.Receiver;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A timer that calls a function: in a goroutine of its own, or on a virtual thread of its own if it
 * was not made by a goroutine.
 */
public final class FunctionTimer extends HeapTimer implements UserTimer {
  private final TimerHome home;
  private final Runnable start;
  private final SpinLock lock = new SpinLock();

  FunctionTimer(TimerHome home, Runnable start) {
    this.home = home;
    this.start = start;
  }

  /** A timer that calls {@code run} once, after the delay. */
  public static FunctionTimer after(Duration delay, Runnable run) {
    Objects.requireNonNull(run, "run");
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    GoroutineThread g = GoroutineThread.currentOrNull();
    Runnable start;
    if (g == null) {
      start = () -> startThread(run, loader);
    } else {
      GoroutineThread.Host host = g.host();
      start = () -> host.startFromTimer(run::run, loader);
    }
    FunctionTimer t = new FunctionTimer(TimerHome.ofCaller(), start);
    t.reset(delay);
    return t;
  }

  private static void startThread(Runnable run, @Nullable ClassLoader loader) {
    Thread thread = Thread.ofVirtual().inheritInheritableThreadLocals(false).unstarted(run);
    thread.setContextClassLoader(loader);
    thread.start();
  }

  @Override
  public Receiver<Instant> channel() {
    throw new IllegalStateException(
        "an afterFunc timer has no channel: it calls its function instead");
  }

  @Override
  public boolean stop() {
    lock.acquire();
    Was was = cancel();
    lock.release();
    home.stopped();
    return was == Was.IN_HEAP;
  }

  @Override
  public boolean reset(Duration delay) {
    long nanos = Deadlines.nanos(delay);
    lock.acquire();
    long when = Deadlines.after(home.clock().now(), nanos);
    Was was = set(home, when, 0);
    lock.release();
    home.look(when);
    return was == Was.IN_HEAP;
  }

  @Override
  public String description() {
    lock.acquire();
    boolean pending = isPending();
    lock.release();
    return pending ? "function, pending" : "function";
  }

  @Override
  boolean startsGoroutine() {
    return true;
  }

  /** Once off its heap its function is called, whatever happened since. */
  @Override
  @SpecAction("Timers!Deliver")
  void fire(long sequence) {
    start.run();
  }
}
