package dev.handoff.runtime;

/**
 * The states of a goroutine, as {@code gstatus} of Scheduler.tla names them, with two differences.
 * Whether a wait is for another goroutine ({@code waiting}) or for the world ({@code outside}) is
 * told by the step that begins it. And a goroutine in a system call that is on no M, as the call
 * waits in the JDK, has a status of its own.
 */
public enum GStatus {
  UNBORN,
  RUNNABLE,
  RUNNING,
  WAITING,
  DEAD,
  SYSCALL,
  SYSCALL_ON_NONE;

  private static final GStatus[] VALUES = values();

  static GStatus of(int ordinal) {
    return VALUES[ordinal];
  }

  /** Whether it is on no M and in no queue: somebody has to ready it. */
  boolean isWaiting() {
    return this == WAITING || this == SYSCALL_ON_NONE;
  }
}
