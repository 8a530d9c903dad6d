package dev.handoff.verification.trace;

import dev.handoff.verification.tlc.Groups;
import dev.handoff.verification.tlc.Tlc;
import dev.handoff.verification.tlc.TlcException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets TLC decide whether a recorded run is a behaviour of Scheduler.tla: TraceScheduler.tla has one
 * behaviour, the run, and TLC gets to its end or not.
 */
public final class TraceValidator {
  /** Beyond this, the cost for TLC being about one unit a step and goroutine alive, it is refused. */
  private static final long MOST_WORK = 400_000_000;

  private static final int CONTEXT = 8;

  private final Path spec;

  /**
   * @param spec the folder of the spec
   */
  public TraceValidator(Path spec) {
    this.spec = spec;
  }

  /**
   * Judges the trace in that file.
   *
   * @param progress told from time to time how far TLC has come
   * @throws NotATraceException if the file is no whole trace
   * @throws TraceTooLargeException if it is more than TLC can do in some minutes
   * @throws TlcException if TLC could not run
   */
  public Verdict validate(Path trace, Consumer<String> progress)
      throws IOException, NotATraceException, TraceTooLargeException, TlcException {
    Script script = Script.of(Trace.read(trace));
    int steps = script.lines().size();
    long work = (long) steps * (20 + script.goroutines());
    if (work > MOST_WORK) {
      throw new TraceTooLargeException(
          trace
              + " has "
              + steps
              + " steps with up to "
              + script.goroutines()
              + " goroutines alive at once: TLC would need hours");
    }
    Tlc tlc = new Tlc(spec).property(TraceOperators.TRACE, trace.toAbsolutePath().toString());
    Tlc.Result result =
        tlc.run("TraceScheduler", "TraceScheduler", 1, p -> progress.accept(told(p, steps)));
    int events = script.eventsBefore(steps);
    return switch (result.verdict()) {
      case HOLDS -> {
        // A chain of states: the initial one and one after each step. Anything else is no proof.
        if (result.distinctStates() != steps + 1L) {
          throw new TlcException(
              "TLC saw " + result.distinctStates() + " states of a run with " + steps + " steps");
        }
        yield new Verdict.Accepted(events);
      }
      case DEADLOCK -> rejected(tlc, script, (int) result.distinctStates() - 1, events);
      case INVARIANT, PROPERTY, ERROR ->
          throw new TlcException("TLC could not judge the trace: " + result.message());
    };
  }

  private static String told(Tlc.Progress p, int steps) {
    return "TLC has accepted " + Math.max(0, p.distinctStates() - 1) + " of " + steps + " steps";
  }

  private Verdict rejected(Tlc tlc, Script script, int stuck, int events)
      throws IOException, TlcException {
    Tlc.Result report =
        tlc.property(TraceOperators.REPORT_AT, Integer.toString(stuck + 1))
            .run("TraceScheduler", "TraceScheduler", 1, p -> {});
    List<String> before = new ArrayList<>();
    for (int i = Math.max(0, stuck - CONTEXT); i < stuck; i++) {
      before.add(describe(script.lines().get(i)));
    }
    return new Verdict.Rejected(
        script.eventsBefore(stuck),
        events,
        describe(script.lines().get(stuck)),
        before,
        allowed(report.printed()));
  }

  private static String describe(Script.Line line) {
    Event event = line.event();
    return event == null ? "the reuse of the name of an ended goroutine" : event.toString();
  }

  private static final Pattern MACHINE = Pattern.compile("(\\d+) :> \\{([^}]*)\\}");
  private static final Pattern OUTSIDE = Pattern.compile("\\{([^{}]*)\\}\\s*>>\\s*>>\\s*$");

  /** What {@code ReportAllowed} printed, made readable: a line for each M, one for other threads. */
  private static List<String> allowed(List<String> printed) {
    String text = String.join(" ", printed);
    int from = text.indexOf("\"ALLOWED\"");
    if (from < 0) {
      return List.of();
    }
    String report = text.substring(from);
    List<String> lines = new ArrayList<>();
    Matcher machine = MACHINE.matcher(report);
    while (machine.find()) {
      lines.add("M" + Groups.text(machine, 1) + ": " + names(Groups.text(machine, 2)));
    }
    Matcher outside = OUTSIDE.matcher(report);
    if (outside.find()) {
      lines.add("other threads: " + names(Groups.text(outside, 1)));
    }
    return lines;
  }

  private static String names(String set) {
    String names = set.replace("\"", "").replaceAll("\\s+", " ").strip();
    return names.isEmpty() ? "nothing" : names;
  }
}
