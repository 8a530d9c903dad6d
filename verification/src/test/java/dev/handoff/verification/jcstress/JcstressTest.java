package dev.handoff.verification.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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

  private static String name(String test) {
    return JcstressTest.class.getPackageName() + "." + test;
  }

  @TestFactory
  Stream<DynamicTest> theProductionClassesShowNoForbiddenOutcome() throws Exception {
    return tests(false, "OK");
  }

  @TestFactory
  Stream<DynamicTest> theTwinsShowTheForbiddenOutcome() throws Exception {
    return tests(true, "FAILED");
  }

  private static Stream<DynamicTest> tests(boolean twins, String expected) throws Exception {
    List<String> tests = known().stream().filter(t -> t.endsWith("Twin") == twins).toList();
    Run run = jcstress(twins ? "twins" : "sound", tests);
    return tests.stream()
        .map(
            t ->
                dynamicTest(
                    t, () -> assertEquals(expected, run.verdicts().get(t), run::output)));
  }

  /** All tests of this package, as jcstress's annotation processor has listed them. */
  private static List<String> known() throws IOException {
    try (var in = JcstressTest.class.getResourceAsStream("/META-INF/TestList")) {
      assertNotNull(in, "the list of jcstress");
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .map(line -> line.split("\\s|,|=")[0])
          .toList();
    }
  }

  /**
   * @param verdicts the word for each test; the worst, if it was run more than once
   */
  private record Run(Map<String, String> verdicts, String output) {}

  private static Run jcstress(String name, List<String> tests) throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "jcstress", name).toAbsolutePath());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.openjdk.jcstress.Main");
    String any = "(" + String.join("|", tests).replace(".", "[.$]") + ")$";
    command.addAll(List.of("-t", any, "-r", folder.toString()));
    command.addAll(List.of("-f", "1", "-iters", "3", "-time", "100", "-sc", "false"));
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
