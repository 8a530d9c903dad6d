package dev.handoff.verification.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handoff.verification.tlc.SpecModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The tables in spec/README.md say for each variable of each module where it is in the code: a
 * heading names modules, and the first cells of the rows below it their variables.
 */
class VariablesTableTest {
  private static final Path SPEC = Path.of("..", "spec");
  private static final Pattern NAME = Pattern.compile("`(\\w+)(?:\\[\\w+\\])?`");

  @Test
  void eachVariableHasItsRow() throws Exception {
    Map<List<String>, TreeSet<String>> tables = tables();
    List<String> problems = new ArrayList<>();
    TreeSet<String> untold = new TreeSet<>();
    try (Stream<Path> files = Files.list(SPEC)) {
      files
          .map(file -> SPEC.relativize(file).toString())
          .filter(name -> name.endsWith(".tla"))
          .forEach(name -> untold.add(name.substring(0, name.length() - ".tla".length())));
    }
    for (Map.Entry<List<String>, TreeSet<String>> table : tables.entrySet()) {
      TreeSet<String> rows = table.getValue();
      TreeSet<String> variables = new TreeSet<>();
      for (String module : table.getKey()) {
        untold.remove(module);
        variables.addAll(SpecModule.parse(SPEC, module).variables());
      }
      variables.stream()
          .filter(variable -> !rows.contains(variable))
          .forEach(variable -> problems.add(table.getKey() + ": no row has " + variable));
      rows.stream()
          .filter(row -> !variables.contains(row))
          .forEach(row -> problems.add(table.getKey() + ": there is no variable " + row));
    }
    untold.forEach(module -> problems.add(module + ": no heading names it"));
    assertEquals("", String.join("\n", problems));
  }

  /** What the first cells name, by the modules of their heading. */
  private static Map<List<String>, TreeSet<String>> tables() throws Exception {
    String text = Files.readString(SPEC.resolve("README.md"));
    int begin = text.indexOf("\n## Variables, fields, Go's names\n");
    int end = text.indexOf("\n## ", begin + 1);
    Map<List<String>, TreeSet<String>> tables =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    TreeSet<String> table = new TreeSet<>();
    for (String line : text.substring(begin, end).lines().toList()) {
      if (line.startsWith("### ")) {
        table = new TreeSet<>();
        tables.put(List.of(line.substring("### ".length()).split(", ")), table);
      } else if (line.startsWith("| `")) {
        Matcher names = NAME.matcher(line.substring(0, line.indexOf(" | ")));
        while (names.find()) {
          table.add(line.substring(names.start(1), names.end(1)));
        }
      }
    }
    return tables;
  }
}
