package dev.handoff.verification.tlc;

import java.util.List;
import java.util.Map;

/**
 * A counterexample: how the spec gets to where a property is violated.
 *
 * @param states from the initial one on; none if TLC showed none
 * @param backTo for a violation that takes for ever, the number of the state to which it comes back
 *     after the last one, which is the last one's own if nothing happens any more; else 0
 */
public record Behaviour(List<State> states, int backTo) {
  /** A state: the action that led to it and the values of all variables. */
  public record State(int number, String action, Map<String, String> values) {}

  static final Behaviour NONE = new Behaviour(List.of(), 0);

  /** Whether TLC showed none. */
  public boolean isEmpty() {
    return states.isEmpty();
  }

  /** How it ends, in words; empty if with its last state. */
  String ending() {
    if (backTo == 0) {
      return "";
    }
    return backTo == states.size() ? "and then nothing for ever" : "and back to step " + backTo;
  }

  /** All variables of all states. */
  String raw() {
    StringBuilder text = new StringBuilder();
    for (State state : states) {
      text.append("State ").append(state.number()).append(": ").append(state.action()).append('\n');
      state
          .values()
          .forEach((name, value) -> text.append("/\\ " + name + " = " + value + "\n"));
      text.append('\n');
    }
    return text.append(ending()).append(backTo == 0 ? "" : "\n").toString();
  }
}
