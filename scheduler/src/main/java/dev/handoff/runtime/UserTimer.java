package dev.handoff.runtime;

import dev.handoff.Receiver;
import java.time.Duration;
import java.time.Instant;

/** What {@code dev.handoff.time} is made of. Thread-safe. */
public sealed interface UserTimer permits ChannelTimer, FunctionTimer {
  /** Where it sends the time of firing; {@link IllegalStateException} if it calls a function. */
  Receiver<Instant> channel();

  /** Stops it; whether it was pending, or its value had not been received. */
  boolean stop();

  /** Sets it anew, whether or not it was stopped or has fired; the answer is that of {@link #stop}. */
  boolean reset(Duration delay);

  /** What there is to say of it, for its user's {@code toString}. Any thread. */
  String description();
}
