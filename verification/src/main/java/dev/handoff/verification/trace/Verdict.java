package dev.handoff.verification.trace;

import java.util.List;

/** What TLC says of a recorded run. */
public sealed interface Verdict {
  /**
   * The run is a behaviour of the spec.
   *
   * @param events how many steps of the code it has
   */
  record Accepted(int events) implements Verdict {}

  /**
   * The run is none.
   *
   * @param accepted how many steps, from the first on, are the beginning of a behaviour
   * @param events how many steps of the code there are in all
   * @param offender the step after them, which the spec did not allow there
   * @param before the last few accepted steps
   * @param allowed what the spec allowed instead, a line for each thread
   */
  record Rejected(
      int accepted, int events, String offender, List<String> before, List<String> allowed)
      implements Verdict {}
}
