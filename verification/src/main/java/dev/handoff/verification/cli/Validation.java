package dev.handoff.verification.cli;

import dev.handoff.verification.tlc.TlcException;
import dev.handoff.verification.trace.NotATraceException;
import dev.handoff.verification.trace.TraceTooLargeException;
import dev.handoff.verification.trace.TraceValidator;
import dev.handoff.verification.trace.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Validates a trace and prints the verdict. */
final class Validation {
  private Validation() {}

  /**
   * Prints one line for an accepted run, a report for a rejected one.
   *
   * @param subject what the run is called in that line
   * @param smaller how to make the run smaller, should it be too large
   * @return whether it was accepted
   */
  static boolean print(
      Path trace, String subject, String smaller, PrintWriter out, PrintWriter err)
      throws UnusableException, IOException {
    ProgressLine progress = new ProgressLine(err);
    Verdict verdict;
    try {
      verdict = new TraceValidator(Handoff.spec()).validate(trace, progress::tell);
    } catch (NotATraceException | TlcException e) {
      throw new UnusableException(e.getMessage() + "");
    } catch (TraceTooLargeException e) {
      throw new UnusableException(e.getMessage() + ". " + smaller);
    } finally {
      progress.done();
    }
    switch (verdict) {
      case Verdict.Accepted accepted ->
          out.printf(
              "%s is a behaviour of Scheduler.tla (%d events)%n", subject, accepted.events());
      case Verdict.Rejected rejected -> report(rejected, subject, out);
    }
    out.flush();
    return verdict instanceof Verdict.Accepted;
  }

  private static void report(Verdict.Rejected rejected, String subject, PrintWriter out) {
    out.printf("%s is NOT a behaviour of Scheduler.tla%n", subject);
    out.printf(
        "  The spec accepts the first %d of %d events, the last of them:%n",
        rejected.accepted(), rejected.events());
    rejected.before().forEach(event -> out.println("      " + event));
    out.println("  It does not allow the next one:");
    out.println("    > " + rejected.offender());
    out.println("  There it allows:");
    rejected.allowed().forEach(line -> out.println("      " + line));
  }
}
