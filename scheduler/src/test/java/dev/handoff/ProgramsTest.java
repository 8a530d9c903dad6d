package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of {@code src/test/programs}, each in a JVM of its own, as a user starts them. */
class ProgramsTest {
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private Path folder;

  private String run(String program, String... jvmFlags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    command.addAll(List.of(jvmFlags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Path.of("src", "test", "programs", program + ".java").toString());
    Path said = folder.resolve("said");
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    child.destroyForcibly().waitFor();
    String output = Files.readString(said);
    assertTrue(ended, program + " hung; it said " + output);
    assertEquals(0, child.exitValue(), output);
    return output;
  }

  @Test
  void theHttpClientOfTheJdkWorksInGoroutines() throws Exception {
    assertTrue(run("HttpClients").contains("sum 1640"));
  }

  @Test
  void structuredTasksOfTheJdkWorkInGoroutines() throws Exception {
    String said = run("StructuredTasks", "--enable-preview", "--source", "25");
    assertTrue(said.contains("sum 385"), said);
  }

  @Test
  void whereMemoryRunsOutForAWhileNoGoroutineIsLost() throws Exception {
    String said = run("MemoryRunsOut", "-Xmx96m", "-XX:+UseSerialGC");
    assertTrue(said.contains("out of memory") && said.contains("all ran\nclosed"), said);
  }
}
