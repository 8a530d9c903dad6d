package dev.handoff.runtime;

import java.util.concurrent.atomic.AtomicLong;

/** Hands out goroutine ids, from 1 on. Ps take them in blocks, so that a spawn shares no counter. */
final class GoroutineIds {
  static final int BLOCK = 16;

  private final AtomicLong next = new AtomicLong(1);

  /** Reserves {@code count} ids; the first of them. */
  long reserve(int count) {
    return next.getAndAdd(count);
  }
}
