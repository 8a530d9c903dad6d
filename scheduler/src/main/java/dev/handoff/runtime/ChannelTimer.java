package dev.handoff.runtime;

import dev.handoff.Receiver;
import java.time.Duration;
import java.time.Instant;

/**
 * A timer or a ticker that sends the time of firing into its channel. The channel's lock is the
 * timer's own lock: so nothing stale is ever in the channel, see {@link HeapTimer}.
 */
public final class ChannelTimer extends HeapTimer implements UserTimer {
  private final TimerHome home;
  private final boolean ticks;
  private final TimedChannel channel;

  @SuppressWarnings({"this-escape", "nullness"}) // the channel only keeps the reference
  ChannelTimer(TimerHome home, boolean ticks) {
    this.home = home;
    this.ticks = ticks;
    this.channel = ChannelAccess.get().create(this);
  }

  /** A timer that fires once. */
  public static ChannelTimer once(Duration delay) {
    return set(new ChannelTimer(TimerHome.ofCaller(), false), delay);
  }

  /** A timer that fires again and again. */
  public static ChannelTimer ticking(Duration period) {
    return set(new ChannelTimer(TimerHome.ofCaller(), true), period);
  }

  private static ChannelTimer set(ChannelTimer t, Duration delay) {
    t.reset(delay);
    return t;
  }

  @Override
  public Receiver<Instant> channel() {
    return channel.receiver();
  }

  @Override
  public boolean stop() {
    channel.acquire();
    Was was = cancel();
    boolean unreceived = channel.clear();
    channel.release();
    home.stopped();
    return was != Was.NOWHERE || unreceived;
  }

  @Override
  public boolean reset(Duration delay) {
    long nanos = Deadlines.nanos(delay);
    channel.acquire();
    long when = Deadlines.after(home.clock().now(), nanos);
    Was was = set(home, when, ticks ? nanos : 0);
    boolean unreceived = channel.clear();
    channel.release();
    home.look(when);
    return was != Was.NOWHERE || unreceived;
  }

  @Override
  @SpecAction("Timers!Deliver")
  @SpecAction("Timers!DeliverStale")
  void fire(long sequence) {
    Instant now = Instant.now();
    channel.acquire();
    if (isStill(sequence)) {
      arrived();
      channel.sendAndRelease(now);
    } else {
      channel.release();
    }
  }

  /** Whether it will yet wake somebody who waits for it. Any thread. */
  public boolean isAwaited() {
    channel.acquire();
    boolean awaited = channel.hasReceiver() && isPending();
    channel.release();
    return awaited;
  }

  @Override
  public String description() {
    channel.acquire();
    boolean pending = isPending();
    channel.release();
    return channel.receiver() + (pending ? ", pending" : "");
  }

  @Override
  public String toString() {
    return ticks ? "Ticker" : "Timer";
  }
}
