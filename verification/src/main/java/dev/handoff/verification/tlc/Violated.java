package dev.handoff.verification.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What TLC says was violated, by the name that the spec has for it. */
final class Violated {
  private static final Pattern NAMED =
      Pattern.compile("(?:Invariant|Action property|Temporal property|Property) (\\S+) (?:is|was)");

  // A formula that is part of a named one, such as the [][Next]_v of a Spec.
  private static final Pattern LOCATED =
      Pattern.compile(
          "property line (\\d+), col (\\d+) to line (\\d+), col (\\d+) of module (\\w+) is");

  private Violated() {}

  /**
   * The name of the property, or the formula and its module if it has none, or else TLC's message.
   *
   * @param spec where the modules are
   */
  static String in(SpecFolder spec, String message) {
    Matcher named = NAMED.matcher(message);
    if (named.find()) {
      return Groups.text(named, 1);
    }
    Matcher located = LOCATED.matcher(message);
    if (!located.find() || !Groups.text(located, 1).equals(Groups.text(located, 3))) {
      return message;
    }
    String module = Groups.text(located, 5);
    try {
      List<String> lines = Files.readAllLines(spec.module(module));
      String line = lines.get(Integer.parseInt(Groups.text(located, 1)) - 1);
      int begin = Integer.parseInt(Groups.text(located, 2)) - 1;
      int end = Integer.parseInt(Groups.text(located, 4));
      return line.substring(begin, end) + " of " + module;
    } catch (IOException | IndexOutOfBoundsException e) {
      return message; // the module has changed since TLC read it
    }
  }
}
