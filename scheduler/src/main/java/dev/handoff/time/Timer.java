package dev.handoff.time;

import dev.handoff.Receiver;
import dev.handoff.runtime.ChannelTimer;
import dev.handoff.runtime.FunctionTimer;
import dev.handoff.runtime.UserTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that happens once, after a while: a value in a channel, or a call. Thread-safe; may be
 * set again. Go's {@code time.Timer}, as of Go 1.23.
 *
 * <p>Delays that are zero or negative are due at once; those beyond 2^63 - 1 nanoseconds are that
 * long. A timer never fires early, and as soon after its time as a thread is free to see to it.
 *
 * <p>A timer belongs to the scheduler of the goroutine that made it, and is dropped when that closes:
 * it never fires then. Timers made by other threads are served by one daemon thread of the library.
 *
 * <p><b>Nothing stale.</b> When {@link #stop} or {@link #reset} has returned, nothing can be received
 * of what the timer did before.
 *
 * <p>What precedes a {@code reset}, or the making of the timer, happens-before the call of its function
 * or the receive of its value.
 */
public final class Timer {
  private final UserTimer timer;

  private Timer(UserTimer timer) {
    this.timer = timer;
  }

  /** A timer that sends the time into its {@link #channel} when the delay is over. */
  public static Timer after(Duration delay) {
    return new Timer(ChannelTimer.once(Objects.requireNonNull(delay, "delay")));
  }

  /**
   * A timer that calls {@code run} when the delay is over: in a goroutine of its own, or, if the
   * caller is no goroutine, on a virtual thread of its own. What {@code run} throws is a panic of that
   * goroutine.
   */
  public static Timer afterFunc(Duration delay, Runnable run) {
    return new Timer(
        FunctionTimer.after(
            Objects.requireNonNull(delay, "delay"), Objects.requireNonNull(run, "run")));
  }

  /**
   * Where the time of firing can be received. It is never closed, and holds one value.
   *
   * @throws IllegalStateException if this timer calls a function
   */
  public Receiver<Instant> channel() {
    return timer.channel();
  }

  /**
   * Stops the timer, and empties its channel.
   *
   * @return true if it was pending or its value had not been received. For a timer that calls a
   *     function: true if the function will not be called; else it has been started, and may not have
   *     ended
   */
  public boolean stop() {
    return timer.stop();
  }

  /**
   * Sets the timer anew, whether it was pending, stopped, or has fired, and empties its channel.
   *
   * @return as {@link #stop} does
   */
  public boolean reset(Duration delay) {
    return timer.reset(Objects.requireNonNull(delay, "delay"));
  }

  @Override
  public String toString() {
    return "Timer[" + timer.description() + "]";
  }
}
