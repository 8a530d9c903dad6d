package dev.handoff.verification.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** What a command of the command line did. */
record Ran(int status, String out, String err) {
  static Ran of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Handoff.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return new Ran(line.execute(arguments), out.toString(), err.toString());
  }

  /** The same with the spec of another folder. */
  static Ran in(Path home, String... arguments) {
    String before = System.getProperty("handoff.home", "..");
    System.setProperty("handoff.home", home.toString());
    try {
      return of(arguments);
    } finally {
      System.setProperty("handoff.home", before);
    }
  }
}
