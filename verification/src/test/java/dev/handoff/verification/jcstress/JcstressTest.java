package dev.handoff.verification.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs jcstress on the tests of this package, in a JVM of its own; twins must fail. */
class JcstressTest {
  @ParameterizedTest
  @ValueSource(strings = {"Publication.ThroughRing", "Publication.ThroughNext", "WakeUp.WithFence"})
  void theProductionClassShowsNoForbiddenOutcome(String test) throws Exception {
    Run run = jcstress(test);
    assertEquals(0, run.status(), run.output());
  }

  /** The canary: on this Java and this machine jcstress does find such faults. */
  @ParameterizedTest
  @ValueSource(strings = {"Publication.TailBeforeSlotTwin", "WakeUp.WithoutFenceTwin"})
  void theTwinShowsTheForbiddenOutcome(String test) throws Exception {
    Run run = jcstress(test);
    assertTrue(run.status() != 0 && run.output().contains("[FAILED]"), run.output());
  }

  private record Run(int status, String output) {}

  private static Run jcstress(String test) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of("target", "jcstress", test).toAbsolutePath());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.openjdk.jcstress.Main");
    command.addAll(List.of("-t", test.replace(".", "[.$]") + "$", "-r", folder.toString()));
    command.addAll(List.of("-f", "1", "-iters", "3", "-time", "100", "-sc", "false"));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    assertTrue(output.contains(test.replace('.', '$')) || output.contains(test), output);
    return new Run(status, output);
  }
}
