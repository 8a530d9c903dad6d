package dev.handoff.time;

import dev.handoff.Receiver;
import dev.handoff.runtime.ChannelTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Sends the time into its channel again and again. The channel holds one value: ticks for which there
 * is no room are dropped, as are those that a busy scheduler has missed. Thread-safe. Go's {@code
 * time.Ticker}.
 *
 * <p>Whose it is, that nothing stale can be received, and what its making and each reset order: as for
 * {@link Timer}.
 */
public final class Ticker implements AutoCloseable {
  private final ChannelTimer timer;

  private Ticker(ChannelTimer timer) {
    this.timer = timer;
  }

  /**
   * A ticker, whose first tick comes after one period.
   *
   * @throws IllegalArgumentException if the period is not positive
   */
  public static Ticker every(Duration period) {
    return new Ticker(ChannelTimer.ticking(positive(period)));
  }

  /** Where the time of each tick can be received. It is never closed, also not by {@link #stop}. */
  public Receiver<Instant> channel() {
    return timer.channel();
  }

  /** Ends the ticking, and empties the channel. */
  public void stop() {
    timer.stop();
  }

  /**
   * Begins anew with that period, also after a stop, and empties the channel.
   *
   * @throws IllegalArgumentException if the period is not positive
   */
  public void reset(Duration period) {
    timer.reset(positive(period));
  }

  /** {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  @Override
  public String toString() {
    return "Ticker[" + timer.description() + "]";
  }

  private static Duration positive(Duration period) {
    if (!Objects.requireNonNull(period, "period").isPositive()) {
      throw new IllegalArgumentException("period " + period + " is not positive");
    }
    return period;
  }
}
