package dev.handoff.verification.tlc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes values apart as TLC prints them. */
final class TlaText {
  private TlaText() {}

  /**
   * A function or a record by its arguments: {@code (m1 :> 1 @@ m2 :> 2)} or {@code [a |-> 1]}; empty
   * for anything else.
   */
  static Map<String, String> function(String value) {
    if (value.startsWith("(") && value.endsWith(")")) {
      return pairs(value, " @@ ", " :> ");
    }
    if (value.startsWith("[") && value.endsWith("]")) {
      return pairs(value, ", ", " |-> ");
    }
    return Map.of();
  }

  private static Map<String, String> pairs(String value, String between, String arrow) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : split(value.substring(1, value.length() - 1), between)) {
      List<String> sides = split(pair, arrow);
      if (sides.size() != 2) {
        return Map.of();
      }
      pairs.put(sides.getFirst().strip(), sides.getLast().strip());
    }
    return pairs;
  }

  /** The elements of a set as a .cfg has them: {@code {m1, m2}}; none for anything else. */
  static List<String> elements(String value) {
    boolean isSet = value.startsWith("{") && value.endsWith("}") && value.length() > 2;
    return isSet
        ? split(value.substring(1, value.length() - 1), ",").stream().map(String::strip).toList()
        : List.of();
  }

  /** Splits where the separator stands outside of all brackets and strings. */
  private static List<String> split(String text, String separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && depth == 0 && text.startsWith(separator, i)) {
        parts.add(text.substring(from, i));
        from = i + separator.length();
        i = from - 1;
      } else if (!quoted && ("([{".indexOf(c) >= 0 || text.startsWith("<<", i))) {
        depth++;
        i += c == '<' ? 1 : 0;
      } else if (!quoted && (")]}".indexOf(c) >= 0 || text.startsWith(">>", i))) {
        depth--;
        i += c == '>' ? 1 : 0;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }
}
