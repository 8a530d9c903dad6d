package dev.handoff.runtime;

/** The time that timers go by. An interface, so that tests can set it. */
@FunctionalInterface
interface Clock {
  /** The real one: monotonic, and so far from overflow that deadlines can be compared plainly. */
  Clock MONOTONIC =
      new Clock() {
        private final long origin = System.nanoTime();

        @Override
        public long now() {
          return System.nanoTime() - origin;
        }
      };

  /** Nanoseconds since a fixed moment; never negative, never less than before. */
  long now();
}
