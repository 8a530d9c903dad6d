package dev.handoff;

/** What became of a send or a receive. */
enum Outcome {
  /** Nothing yet: it is not possible now, or it waits. */
  WAITING,
  /** It happened. */
  DONE,
  /** The channel is closed. */
  CLOSED
}
