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
      case STOW_KICKED, TAKE_NEXT, TAKE_NEXT_ANEW, TAKE_HEAD, EXECUTE, PARK, YIELD, EXIT,
          POLL_GLOBAL, TAKE_GLOBAL ->
          kind.action() + " of G" + g + " by " + who + " on P" + q;
      case SPILL, FLUSH, STOW, POLL_EMPTY, START_SPINNING, STOP_SPINNING, RELEASE, RESUME ->
          kind.action() + " by " + who + " on P" + q;
      case SUBMIT, INJECT -> kind.action() + " of G" + g + " by " + who;
      case WAKE, OUTSIDE_WAKE -> kind.action() + " of M" + g + " by " + who + ", with P" + q;
      case NO_WAKE, OUTSIDE_NO_WAKE -> kind.action() + " by " + who;
      case STEAL -> kind.action() + " of " + n + " from P" + q + " by " + who;
      case STEAL_NEXT -> kind.action() + " of G" + g + " from P" + q + " by " + who;
      case CHECK_EMPTY, CHECK_FOUND -> kind.action() + " of queue " + q + " by " + who;
    };
  }

  private String kicked() {
    return x < 0 ? "" : ", kicking G" + x + " out of runnext";
  }
}
