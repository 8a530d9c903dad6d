package dev.handoff.runtime;

import dev.handoff.Receiver;
import java.time.Instant;

/** What a timer needs of its channel, which has room for one value. */
public interface TimedChannel {
  /** The channel as the user sees it. */
  Receiver<Instant> receiver();

  /** Takes the channel's lock, which is the timer's own lock too. */
  void acquire();

  /** Gives the lock back. */
  void release();

  /** Takes out what was sent and not received; whether there was anything. With the lock held. */
  boolean clear();

  /** Whether somebody waits to receive. With the lock held. */
  boolean hasReceiver();

  /** Sends if somebody waits or there is room, and gives the lock back. */
  void sendAndRelease(Instant value);
}
