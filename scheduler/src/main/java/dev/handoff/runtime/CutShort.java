package dev.handoff.runtime;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether a step of some scheduler was cut short by a lack of stack or of memory, so that each has to
 * look for what it left undone ({@link Host}): a goroutine whose thread is runnable and that nobody has
 * readied, an M whose thread could not be started, work that nobody was woken for.
 *
 * <p>Where the calling goroutine's own M can make it good when that comes back ({@link Running}), this
 * is not needed.
 */
final class CutShort {
  private static final AtomicLong EPOCH = new AtomicLong();

  /** Set to true, by a plain assignment, where there may be no stack for a call. */
  static volatile boolean happened;

  private CutShort() {}

  /** Changes after each time that it happened. Called now and then, by every scheduler. */
  static long epoch() {
    if (happened) {
      happened = false; // before the count: what comes later is seen later
      EPOCH.incrementAndGet();
    }
    return EPOCH.get();
  }
}
