package dev.handoff.verification.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in the README does what it says. */
class ReadmeTest {
  @Test
  void theProgramInTheReadmeRuns(@TempDir Path folder) throws Exception {
    String readme = Files.readString(Path.of("..", "README.md"));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertTrue(block.find(), "the README has a program");
    Path file = Files.writeString(folder.resolve("hello.java"), block.group(1));
    UserProgram program = UserProgram.compile(file);
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true));
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      scheduler.call(() -> program.main(List.of()));
    } finally {
      System.setOut(before);
    }
    assertEquals(
        Set.of("goroutines", "channels", "a spec"),
        printed.toString().lines().collect(Collectors.toSet()));
  }
}
