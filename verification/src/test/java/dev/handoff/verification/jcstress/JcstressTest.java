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
 *
 * <p>The tests of edges run in one kind of JVM, the others in every kind that jcstress knows: with one
 * compiler or the other, and with compilers that order as they like. The system property {@code
 * handoff.jcstress.millis} says how long an iteration takes, and then all run in every kind.
 */
class JcstressTest {
  private static final String PACKAGE = "dev.handoff.verification.jcstress.";

  /** A test of an edge. */
  private static final String EDGES = "Edges.";

  private static final boolean THOROUGH = Integer.getInteger("handoff.jcstress.millis") != null;

  /** How long an iteration takes, in milliseconds, and how long at most. */
  private static final int LOOK = Integer.getInteger("handoff.jcstress.millis", 100);

  private static final int LONG_LOOK = 64 * LOOK;

  /** A line of jcstress for a test that is over. */
  private static final Pattern VERDICT =
      Pattern.compile("\\[(OK|FAILED|ERROR|TIMEOUT)] " + Pattern.quote(PACKAGE) + "([\\w.]+)");

  @TestFactory
  Stream<DynamicTest> theProductionClassesShowNoForbiddenOutcome() throws Exception {
    List<String> tests = known().stream().filter(t -> !isTwin(t)).toList();
    Map<String, Run> runs = jcstress(tests, LOOK);
    return tests.stream().map(t -> test(t, "OK", runs.get(t)));
  }

  /** Those in which nothing is seen at once are looked at again, and longer: others may use the cores. */
  @TestFactory
  Stream<DynamicTest> theTwinsShowTheForbiddenOutcome() throws Exception {
    Map<String, Run> runs = new TreeMap<>();
    List<String> tests = known().stream().filter(JcstressTest::isTwin).toList();
    List<String> left = tests;
    for (int look = LOOK; !left.isEmpty() && look <= LONG_LOOK; look *= 4) {
      runs.putAll(jcstress(left, look));
      left = left.stream().filter(t -> !"FAILED".equals(runs.get(t).verdict(t))).toList();
    }
    return tests.stream().map(t -> test(t, "FAILED", runs.get(t)));
  }

  private static boolean isTwin(String test) {
    return test.endsWith("Twin");
  }

  private static DynamicTest test(String name, String expected, Run run) {
    return dynamicTest(name, () -> assertEquals(expected, run.verdict(name), run::output));
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
    return m.group(2).substring(PACKAGE.length(), Integer.parseInt(m.group(1)));
  }

  /** What came of several tests in one run of jcstress. */
  private record Run(Map<String, String> verdicts, String output) {
    String verdict(String test) {
      return verdicts.getOrDefault(test, "no verdict");
    }
  }

  /** The run of each of these tests. */
  private static Map<String, Run> jcstress(List<String> tests, int millis) throws Exception {
    Map<String, Run> runs = new TreeMap<>();
    for (boolean edges : new boolean[] {true, false}) {
      List<String> some = tests.stream().filter(t -> t.contains(EDGES) == edges).toList();
      if (!some.isEmpty()) {
        Run run = run(some, millis, edges && !THOROUGH);
        some.forEach(t -> runs.put(t, run));
      }
    }
    return runs;
  }

  private static Run run(List<String> tests, int millis, boolean oneKind) throws Exception {
    Path folder =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target", "jcstress").toAbsolutePath()), "run");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.openjdk.jcstress.Main");
    String any = "(" + String.join("|", tests).replace(".", "[.$]") + ")$";
    command.addAll(List.of("-v", "-t", any, "-r", folder.toString()));
    command.addAll(List.of("-f", "1", "-iters", "3", "-time", "" + millis, "-sc", "false"));
    command.addAll(
        List.of(
            oneKind ? "-jvmArgs" : "-jvmArgsPrepend",
            "--add-opens java.base/java.lang=ALL-UNNAMED"));
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
