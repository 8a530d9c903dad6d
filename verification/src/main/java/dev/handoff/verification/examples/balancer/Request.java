package dev.handoff.verification.examples.balancer;

import dev.handoff.Chan;
import java.time.Duration;

/**
 * Some work.
 *
 * @param effort how long it takes
 * @param reply where the number of the worker goes that did it; has room for it
 */
record Request(Duration effort, Chan<Integer> reply) {
  Request(Duration effort) {
    this(effort, Chan.buffered(1));
  }
}
