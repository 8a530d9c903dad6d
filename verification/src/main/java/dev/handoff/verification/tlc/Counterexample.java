package dev.handoff.verification.tlc;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A counterexample, written for people: the action, and only what it changed. */
final class Counterexample {
  private Counterexample() {}

  /** A line a step. */
  static String steps(List<Tlc.State> behaviour) {
    StringBuilder text = new StringBuilder();
    Map<String, String> last = Map.of();
    for (Tlc.State state : behaviour) {
      Map<String, String> before = last;
      String changed =
          state.values().entrySet().stream()
              .filter(e -> !before.isEmpty() && !e.getValue().equals(before.get(e.getKey())))
              .map(e -> e.getKey() + " = " + e.getValue())
              .collect(Collectors.joining("  "));
      text.append(String.format("  %3d  %-20s %s%n", state.number(), state.action(), changed));
      last = state.values();
    }
    return text.toString().stripTrailing();
  }

  /** All variables of all states. */
  static String raw(List<Tlc.State> behaviour) {
    return behaviour.stream()
        .map(
            state ->
                "State "
                    + state.number()
                    + ": "
                    + state.action()
                    + "\n"
                    + state.values().entrySet().stream()
                        .map(e -> "/\\ " + e.getKey() + " = " + e.getValue() + "\n")
                        .collect(Collectors.joining()))
        .collect(Collectors.joining("\n"));
  }
}
