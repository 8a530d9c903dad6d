package dev.handoff;

import dev.handoff.runtime.ChannelTimer;
import java.time.Duration;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A case that happens when a time is over: at once if there is none. A select that has to wait puts a
 * receive from a timer's channel in its place.
 */
final class AfterCase extends SelectCase<Object> {
  private final Duration delay;
  private final Runnable then;

  AfterCase(Duration delay, Runnable then) {
    this.delay = delay;
    this.then = then;
  }

  /** A timer whose time begins now. */
  ChannelTimer timer() {
    return ChannelTimer.once(delay);
  }

  /** What waits for that timer in place of this case. */
  SelectCase<?> waitingFor(ChannelTimer timer) {
    return new ReceiveCase<>(Chan.of(timer.channel()), time -> then.run());
  }

  @Override
  boolean isReady() {
    return !delay.isPositive();
  }

  @Override
  Object move(@Nullable Waiter<Object> nobody) {
    return isReady() ? Outcome.DONE : Outcome.WAITING;
  }

  @Override
  void finish(Object result) {
    then.run();
  }

  @Override
  public String toString() {
    return "after " + delay;
  }
}
