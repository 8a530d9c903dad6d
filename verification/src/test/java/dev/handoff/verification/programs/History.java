package dev.handoff.verification.programs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What was seen of a run.
 *
 * @param logs for each routine the statements that it began, in order; only the last can be unfinished
 * @param deadlock the message, if the run ended with a deadlock; else null
 */
record History(List<List<Step>> logs, String deadlock) {
  /**
   * A statement.
   *
   * @param began when, on a clock that counts all beginnings and ends
   * @param ended when, on the same clock; {@link #NEVER} if it did not
   * @param result what came of it; null if it did not end
   */
  record Step(int began, int ended, String result) {
    static final int NEVER = Integer.MAX_VALUE;

    boolean hasEnded() {
      return result != null;
    }
  }

  /** How many statements of that routine ended before that moment. */
  int endedBefore(int routine, int moment) {
    List<Step> log = logs.get(routine);
    int count = 0;
    while (count < log.size() && log.get(count).ended() < moment) {
      count++;
    }
    return count;
  }

  /** How many statements of that routine ended. */
  int ended(int routine) {
    return endedBefore(routine, Step.NEVER);
  }

  @Override
  public String toString() {
    return (deadlock == null ? "it ended" : deadlock)
        + IntStream.range(0, logs.size())
            .filter(r -> !logs.get(r).isEmpty())
            .mapToObj(
                r ->
                    "\n  "
                        + Program.name(r)
                        + ": "
                        + logs.get(r).stream().map(History::text).collect(Collectors.joining(", ")))
            .collect(Collectors.joining())
        + "\n";
  }

  private static String text(Step step) {
    return step.began()
        + (step.hasEnded() ? "-" + step.ended() + " " + step.result() : "- unfinished");
  }
}
