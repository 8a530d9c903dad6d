package dev.handoff.runtime.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The system properties, and their table in the documentation. */
class HandoffPropertyTest {
  private static final Pattern ROW = Pattern.compile("\\| `(handoff\\.[\\w.]+)` \\| `([^`]+)` \\|.*");
  private static final Pattern KEY = Pattern.compile("\"(handoff\\.[a-z][\\w.]*)\"");

  /** Name to default. */
  private static Map<String, String> table() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("../docs/properties.md"))) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(row.group(1), row.group(2));
      }
    }
    return rows;
  }

  /** Whatever looks like a property in the sources of both modules. */
  private static Set<String> inTheCode() throws IOException {
    Set<String> keys = new TreeSet<>();
    for (String folder : new String[] {"src/main/java", "../verification/src/main/java"}) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          KEY.matcher(Files.readString(file)).results().map(r -> r.group(1)).forEach(keys::add);
        }
      }
    }
    keys.remove("handoff.jfc"); // a file
    return keys;
  }

  @Test
  void theTableNamesWhatTheCodeReadsAndNothingElse() throws IOException {
    assertEquals(inTheCode(), table().keySet());
  }

  @Test
  void theTableNamesTheDefaults() throws IOException {
    Map<String, String> rows = table();
    rows.keySet().retainAll(Arrays.stream(HandoffProperty.values()).map(HandoffProperty::key).toList());
    assertEquals(
        Arrays.stream(HandoffProperty.values())
            .collect(
                Collectors.toMap(
                    HandoffProperty::key, HandoffProperty::fallback, (a, b) -> a, TreeMap::new)),
        rows);
  }

  @ParameterizedTest
  @CsvSource({
    "handoff.schedtrace, often, -Dhandoff.schedtrace=1000",
    "handoff.schedtrace, -1, -Dhandoff.schedtrace=1000",
    "handoff.schedtrace, '', -Dhandoff.schedtrace=1000",
    "handoff.schedtrace.format, xml, text or json",
    "handoff.jmx, maybe, true or false",
  })
  void aValueThatMakesNoSenseIsRefusedWithARemedy(String key, String value, String remedy) {
    System.setProperty(key, value);
    try {
      String message =
          assertThrows(IllegalArgumentException.class, Scheduler::create).getMessage();
      assertTrue(message.contains(key + " is \"" + value + "\""), message);
      assertTrue(message.contains(remedy), message);
    } finally {
      System.clearProperty(key);
    }
  }
}
