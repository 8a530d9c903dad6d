package dev.handoff.verification.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs jcstress on the tests of this package, in JVMs of its own. Those whose names end with Twin have
 * a fault, and must fail: on this Java and this machine jcstress does find such faults.
 */
class JcstressTest {
  /** A line of jcstress for a test that is over. */
  private static final Pattern VERDICT =
      Pattern.compile("\\[(OK|FAILED|ERROR|TIMEOUT)] " + Pattern.quote(name("")) + "([\\w.]+)");

  /** How long an iteration takes, in milliseconds, and how long at most. */
  private static final int LOOK = 50;

  private static final int LONG_LOOK = 64 * LOOK;

  private static String name(String test) {
    return "dev.handoff.verification.jcstress." + test;
  }

  @TestFactory
  Stream<DynamicTest> theProductionClassesShowNoForbiddenOutcome() throws Exception {
    List<String> tests = known().stream().filter(t -> !t.endsWith("Twin")).toList();
    Run run = jcstress("sound", tests, LOOK);
    return tests.stream().map(t -> test(t, "OK", run));
  }

  /** Those in which nothing is seen at once are looked at again, and longer: others may use the cores. */
  @TestFactory
  Stream<DynamicTest> theTwinsShowTheForbiddenOutcome() throws Exception {
    Map<String, Run> runs = new TreeMap<>();
    List<String> tests = known().stream().filter(t -> t.endsWith("Twin")).toList();
    List<String> left = tests;
    for (int look = LOOK; !left.isEmpty() && look <= LONG_LOOK; look *= 4) {
      Run run = jcstress("twins", left, look);
      left.forEach(t -> runs.put(t, run));
      left = left.stream().filter(t -> !"FAILED".equals(run.verdicts().get(t))).toList();
    }
    return tests.stream().map(t -> test(t, "FAILED", runs.get(t)));
  }

  private static DynamicTest test(String name, String expected, Run run) {
    return dynamicTest(
        name, () -> assertEquals(expected, run.verdicts().get(name), run::output));
  }

  /** All tests of this package, as jcstress's annotation processor has listed them. */
  private static List<String> known() throws IOException {
    try (var in = JcstressTest.class.getResourceAsStream("/META-INF/TestList")) {
      assertNotNull(in, "the list of jcstress");
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .map(JcstressTest::nameIn)
          .toList();
    }
  }

  /** A line begins with a mark, the length of the name, and the name. */
  private static String nameIn(String line) {
    Matcher m = Pattern.compile("JCTEST(\\d+)S(.+)").matcher(line);
    assertTrue(m.matches(), line);
    return m.group(2).substring(name("").length(), Integer.parseInt(m.group(1)));
  }

  /**
   * @param verdicts the word for each test; the worst, if it was run more than once
   */
  private record Run(Map<String, String> verdicts, String output) {}

  private static Run jcstress(String name, List<String> tests, int millis) throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "jcstress", name).toAbsolutePath());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.openjdk.jcstress.Main");
    String any = "(" + String.join("|", tests).replace(".", "[.$]") + ")$";
    command.addAll(List.of("-t", any, "-r", folder.toString()));
    command.addAll(List.of("-f", "1", "-iters", "3", "-time", "" + millis, "-sc", "false"));
    command.addAll(List.of("-jvmArgs", "--add-opens java.base/java.lang=ALL-UNNAMED"));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Map<String, String> verdicts = new TreeMap<>();
    for (Matcher m = VERDICT.matcher(output); m.find(); ) {
      verdicts.merge(m.group(2), m.group(1), (a, b) -> a.equals("OK") ? b : a);
    }
    return new Run(verdicts, output);
  }
}
