package dev.handoff.verification.tlc;

import dev.handoff.verification.tlc.Behaviour.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tlc2.output.EC;

/** Puts together from TLC's messages what came out of a run. */
final class TlcReport {
  private static final Pattern COUNTS =
      Pattern.compile(
          "([\\d,]+) states generated(?: \\([^)]*\\))?, ([\\d,]+) distinct states found"
              + "(?: \\([^)]*\\))?, ([\\d,]+) states left");
  private static final Pattern DEPTH = Pattern.compile("search is (\\d+)");
  private static final Pattern STATE =
      Pattern.compile("(\\d+): <(.*?)(?: line \\d+.*)?>\\n(.*)", Pattern.DOTALL);
  private static final Pattern STATE_NUMBER = Pattern.compile("(\\d+): ");

  private final SpecFolder spec;
  private final Consumer<Tlc.Progress> progress;
  private final List<State> states = new ArrayList<>();
  private final StringBuilder errors = new StringBuilder();
  private String violated = "";
  private boolean succeeded;
  private int backTo;
  private long distinct;
  private long depth;

  TlcReport(SpecFolder spec, Consumer<Tlc.Progress> progress) {
    this.spec = spec;
    this.progress = progress;
  }

  void message(TlcMessages.Message m) {
    switch (m.code()) {
      case EC.TLC_PROGRESS_STATS, EC.TLC_STATS, EC.TLC_STATS_DFID -> counts(m.text());
      case EC.TLC_SEARCH_DEPTH -> {
        Matcher found = DEPTH.matcher(m.text());
        if (found.find()) {
          depth = Long.parseLong(Groups.text(found, 1));
        }
      }
      case EC.TLC_SUCCESS -> succeeded = true;
      case EC.TLC_STATE_PRINT2 -> state(m.text());
      case EC.TLC_STATE_PRINT3 -> backTo = states.size(); // "Stuttering"
      case EC.TLC_BACK_TO_STATE -> {
        Matcher found = STATE_NUMBER.matcher(m.text());
        backTo = found.find() ? Integer.parseInt(Groups.text(found, 1)) : 0;
      }
      case EC.TLC_INVARIANT_VIOLATED_INITIAL,
          EC.TLC_INVARIANT_VIOLATED_BEHAVIOR,
          EC.TLC_PROPERTY_VIOLATED_INITIAL,
          EC.TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR ->
          violated = Violated.in(spec, m.text());
      case EC.TLC_TEMPORAL_PROPERTY_VIOLATED -> violated = "a temporal property";
      case EC.TLC_DEADLOCK_REACHED -> violated = "deadlock";
      default -> {
        if (isError(m.code())) {
          errors.append(m.text()).append('\n');
        }
      }
    }
  }

  /** TLC and SANY number their complaints from 1000 to 2099 and from 3000 to 5999. */
  private static boolean isError(int code) {
    return code >= 1000 && code < 2100 || code >= 3000 && code < 6000 || code == 2102;
  }

  private void counts(String text) {
    Matcher found = COUNTS.matcher(text);
    if (found.find()) {
      distinct = number(Groups.text(found, 2));
      progress.accept(
          new Tlc.Progress(
              number(Groups.text(found, 1)), distinct, number(Groups.text(found, 3))));
    }
  }

  private void state(String text) {
    Matcher found = STATE.matcher(text);
    if (!found.matches()) {
      return;
    }
    Map<String, String> values = new TreeMap<>();
    for (String conjunct : Groups.text(found, 3).split("(?m)^/\\\\ ")) {
      int equals = conjunct.indexOf(" = ");
      if (equals > 0) {
        values.put(
            conjunct.substring(0, equals).strip(),
            conjunct.substring(equals + 3).strip().replaceAll("\\s+", " "));
      }
    }
    states.add(new State(Integer.parseInt(Groups.text(found, 1)), Groups.text(found, 2), values));
  }

  private static long number(String text) {
    return Long.parseLong(text.replace(",", ""));
  }

  /** Whether TLC says that it looked everywhere and found no error. */
  boolean succeeded() {
    return succeeded;
  }

  /** What TLC complained of, other than the violation of a property. */
  String errors() {
    return errors.toString().strip();
  }

  /** The name of what was violated, if it said so. */
  String violated() {
    return violated;
  }

  Behaviour behaviour() {
    return new Behaviour(List.copyOf(states), backTo);
  }

  Tlc.Result result(
      Tlc.Verdict verdict,
      String message,
      Behaviour shown,
      List<String> printed,
      double seconds) {
    return new Tlc.Result(verdict, message, distinct, depth, shown, printed, seconds);
  }
}
