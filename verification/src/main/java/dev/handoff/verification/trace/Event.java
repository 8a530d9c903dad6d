package dev.handoff.verification.trace;

import dev.handoff.runtime.Step;
import dev.handoff.runtime.trace.TraceFormat;

/**
 * One recorded step. The meaning of the fields is told in {@link Step}.
 *
 * @param stream the M that took it, or {@link TraceFormat#OUTSIDERS}
 */
public record Event(int stream, Step kind, int q, long g, long n, long x, long y) {
  /** Whether a thread that is no M took it. */
  public boolean isOutside() {
    return stream == TraceFormat.OUTSIDERS;
  }

  /** As a reader of a report sees it. */
  @Override
  public String toString() {
    String who = isOutside() ? "another thread" : "M" + stream;
    return switch (kind) {
      case SPAWN, READY ->
          kind.action() + " of G" + g + " by " + who + " on P" + q + kicked();
      case STOW_KICKED, TAKE_NEXT, TAKE_NEXT_ANEW, TAKE_HEAD, EXECUTE, PARK, PARK_OUTSIDE, YIELD,
          EXIT, POLL_GLOBAL, TAKE_GLOBAL, ENTER_SYSCALL, EXIT_FAST, PARK_IN_SYSCALL, REACQUIRE,
          TAKE_OUT_NEXT ->
          kind.action() + " of G" + g + " by " + who + where();
      case SPILL, FLUSH, STOW, POLL_EMPTY, START_SPINNING, STOP_SPINNING, RELEASE, RESUME, REJOIN,
          TAKE_OUT, GIVE_BACK, RETIRE, STOP_LOCKED ->
          kind.action() + " by " + who + where();
      case SUBMIT, INJECT, REQUEUE, LOCK, UNLOCK -> kind.action() + " of G" + g + " by " + who;
      case WAKE, OUTSIDE_WAKE, HAND_OFF, HAND_OFF_WORK ->
          kind.action() + " of M" + g + " by " + who + ", with P" + q;
      case NO_WAKE, OUTSIDE_NO_WAKE, REST, REPORT_DEADLOCK -> kind.action() + " by " + who;
      case ASK -> kind.action() + " of M" + g + where() + " by " + who;
      case RETAKE_SYSCALL, RETAKE_RUNNING ->
          kind.action() + " of P" + q + " from M" + g + " by " + who;
      case HAND_OFF_IDLE, DROP, GROW, SHRINK -> kind.action() + " of P" + q + " by " + who;
      case HAND_TO_LOCKED -> kind.action() + " of G" + g + " and P" + q + " to M" + n + " by " + who;
      case STEAL -> kind.action() + " of " + n + " from P" + q + " by " + who;
      case STEAL_NEXT -> kind.action() + " of G" + g + " from P" + q + " by " + who;
      case CHECK_EMPTY, CHECK_FOUND ->
          kind.action()
              + (q == Step.GLOBAL ? " of the global queue" : " of the queue of P" + q)
              + " by "
              + who;
    };
  }

  private String where() {
    return q < 0 ? " without a P" : " on P" + q;
  }

  private String kicked() {
    return x < 0 ? "" : ", kicking G" + x + " out of runnext";
  }
}
