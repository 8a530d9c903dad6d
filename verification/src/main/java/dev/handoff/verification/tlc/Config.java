package dev.handoff.verification.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a .cfg file says, by keyword, in a form that can be compared: comments and layout do not
 * count, and neither does the choice between {@code INVARIANT} and {@code INVARIANTS}.
 */
final class Config {
  private static final Pattern COMMENT =
      Pattern.compile("\\\\\\*[^\\n]*|\\(\\*.*?\\*\\)", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\\{[^}]*\\}|[^\\s]+");
  private static final Set<String> KEYWORDS =
      Set.of(
          "SPECIFICATION", "INIT", "NEXT", "CONSTANT", "INVARIANT", "PROPERTY", "SYMMETRY",
          "CONSTRAINT", "ACTION_CONSTRAINT", "VIEW", "ALIAS", "POSTCONDITION", "CHECK_DEADLOCK");
  private static final Map<String, String> PLURALS =
      Map.of(
          "CONSTANTS", "CONSTANT",
          "INVARIANTS", "INVARIANT",
          "PROPERTIES", "PROPERTY",
          "CONSTRAINTS", "CONSTRAINT",
          "ACTION_CONSTRAINTS", "ACTION_CONSTRAINT");

  private Config() {}

  static Map<String, List<String>> read(Path file) throws IOException {
    String text = COMMENT.matcher(Files.readString(file)).replaceAll(" ");
    Map<String, List<String>> sections = new TreeMap<>();
    List<String> section = new ArrayList<>();
    Matcher words = WORD.matcher(text);
    boolean joins = false;
    while (words.find()) {
      String word = words.group().replaceAll("\\s+", " ");
      String keyword = PLURALS.getOrDefault(word, word);
      if (KEYWORDS.contains(keyword)) {
        section = sections.computeIfAbsent(keyword, k -> new ArrayList<>());
      } else if (word.equals("=") || word.equals("<-") || joins) {
        // NAME = VALUE is one entry.
        String entry = section.removeLast();
        section.add(entry + " " + word);
      } else {
        section.add(word);
      }
      joins = word.equals("=") || word.equals("<-");
    }
    sections.values().forEach(Collections::sort);
    return sections;
  }

  /** The text of a .cfg file that says this. */
  static String text(Map<String, List<String>> sections) {
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (keyword, entries) -> {
          text.append(keyword).append('\n');
          entries.forEach(entry -> text.append("  ").append(entry).append('\n'));
        });
    return text.toString();
  }
}
