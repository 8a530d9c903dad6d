package dev.handoff.runtime;

/** The states of a goroutine, as {@code gstatus} of Scheduler.tla names them. */
public enum GStatus {
  UNBORN,
  RUNNABLE,
  RUNNING,
  WAITING,
  DEAD;

  private static final GStatus[] VALUES = values();

  static GStatus of(int ordinal) {
    return VALUES[ordinal];
  }
}
