package dev.handoff.verification.cli;

import java.io.Console;
import java.io.PrintWriter;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Tells on the error stream what takes long, at most once a second and not before the first is over:
 * over the same line on a terminal, else a line each.
 */
final class ProgressLine {
  private static final long PERIOD = 1_000_000_000;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal = isTerminal(System.console());
  private final long start = System.nanoTime();
  private long last = start;
  private boolean shown;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  private static boolean isTerminal(@Nullable Console console) {
    return console != null && console.isTerminal();
  }

  synchronized void tell(String what) {
    long now = System.nanoTime();
    if (now - last < PERIOD) {
      return;
    }
    last = now;
    shown = true;
    String text = what + " (" + (now - start) / PERIOD + " s)";
    if (terminal) {
      err.print(CLEAR_LINE + text);
    } else {
      err.println(text);
    }
    err.flush();
  }

  /** Takes the line away. */
  synchronized void done() {
    if (shown && terminal) {
      err.print(CLEAR_LINE);
      err.flush();
    }
  }
}
