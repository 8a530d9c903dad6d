package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/go-tests.md names tests that exist. */
class GoTestsTableTest {
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*(?:Test|Properties))\\.(\\w+)`");

  /** The sources of the tests of both modules, by the name of the class. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String folder : List.of("src/test/java", "../verification/src/test/java")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          sources.put(
              file.getFileName().toString().replace(".java", ""), Files.readString(file));
        }
      }
    }
    return sources;
  }

  /** The lines of tables that say nothing about ours, or name a test that does not exist. */
  private static List<String> wrong(String page, Map<String, String> tests) {
    Predicate<String> right =
        line -> {
          String ours = line.substring(line.lastIndexOf('|', line.length() - 2) + 1, line.length() - 1);
          Matcher named = NAMED.matcher(ours);
          return !ours.isBlank() && named.results().allMatch(n -> exists(n.group(1), n.group(2), tests));
        };
    return page.lines().filter(line -> line.startsWith("| `")).filter(right.negate()).toList();
  }

  private static boolean exists(String type, String method, Map<String, String> tests) {
    return Pattern.compile("@(Test|ParameterizedTest|Property)\\b[^;{}]*\\b" + method + "\\(")
        .matcher(
            tests.getOrDefault(type, "").replaceAll("@(ValueSource|CsvSource)\\([^)]*\\)", ""))
        .find();
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    String page = Files.readString(Path.of("../docs/go-tests.md"));
    assertEquals(List.of(), wrong(page, tests()));
    assertTrue(NAMED.matcher(page).results().count() > 100);
  }

  @Test
  void whatDoesNotExistIsReported() {
    Map<String, String> tests =
        Map.of("AnyTest", "class AnyTest { @Test\n void found() throws X {} void helper() {} }");
    List<String> bad =
        List.of(
            "| `TestA` | x | `AnyTest.lost` |",
            "| `TestB` | x | `AnyTest.found`, `NoTest.found` |",
            "| `TestC` | x | `AnyTest.helper` |",
            "| `TestD` | x |  |");
    String good = "| `TestE` | x | `AnyTest.found` |\n| `TestF` | x | there is none |\n| Go's | x |  |\n";
    assertEquals(bad, wrong(good + String.join("\n", bad), tests));
  }
}
