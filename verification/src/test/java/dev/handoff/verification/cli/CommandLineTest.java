package dev.handoff.verification.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Examples;
import dev.handoff.verification.tlc.SpecFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit statuses and messages, as a user of the command line meets them. */
class CommandLineTest {
  @TempDir private Path folder;

  @BeforeAll
  static void home() {
    System.setProperty("handoff.home", Path.of("..").toAbsolutePath().toString());
  }

  private static Ran run(String... arguments) {
    return Ran.of(arguments);
  }

  private String program(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check", "mutate", "models", "validate", "bench", "soak"})
  void everyCommandHasHelp(String command) {
    Ran ran = run(command, "--help");
    assertEquals(0, ran.status());
    assertTrue(ran.out().startsWith("Usage: handoff " + command), ran.out());
  }

  @Test
  void theHelpOfRunTellsOfEveryExample() {
    String help = run("run", "--help").out();
    for (Example example : Examples.all()) {
      assertTrue(
          help.lines().anyMatch(line -> line.startsWith("  " + example.name() + " ")
              || line.equals("  " + example.name())),
          help);
      assertTrue(help.contains(example.options()), help);
    }
  }

  @Test
  void aValidatedRunEndsWithItsVerdict() {
    Ran ran = run("run", "--validate", "--processors", "2", "pingpong", "--rounds", "20");
    assertEquals(0, ran.status(), ran.err());
    assertTrue(
        ran.out().strip().matches("pingpong on 2 Ps is a behaviour of Scheduler.tla \\(\\d+ events\\)"),
        ran.out());
  }

  @Test
  void aTraceIsKeptAndValidatedLater() {
    String trace = folder.resolve("my.trace").toString();
    assertEquals(
        0, run("run", "--processors", "1", "--trace", trace, "sieve", "--primes", "5").status());
    Ran ran = run("validate", trace);
    assertEquals(0, ran.status(), ran.err());
    assertTrue(ran.out().contains("is a behaviour of Scheduler.tla"), ran.out());
  }

  @Test
  void aSoakTellsOfEachPhase() {
    Ran ran = run("soak", "--minutes", "0.001", "--seed", "7", "--processors-max", "3");
    assertEquals(0, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().startsWith("phase 1, seed 7: "), ran.out());
  }

  @Test
  void aUsersOwnFileRuns() throws IOException {
    String file =
        program(
            "Own.java",
            """
            import dev.handoff.*;
            import dev.handoff.sync.WaitGroup;

            void main(String[] args) throws Exception {
              Chan<String> words = Chan.buffered(2);
              WaitGroup all = new WaitGroup();
              for (String arg : args) {
                all.go(() -> words.send(arg));
              }
              all.await();
              words.close();
              int count = 0;
              for (String word : words) {
                count++;
              }
              if (count != 2 || Scheduler.current().processors() != 3) {
                throw new Exception("count " + count);
              }
            }
            """);
    Ran ran = run("run", "--processors", "3", "--validate", file, "a", "--b");
    assertEquals(0, ran.status(), ran.err());
  }

  @Test
  void aClassicMainRunsToo() throws IOException {
    String file =
        program(
            "Classic.java",
            "public class Classic { public static void main(String[] args) {"
                + " dev.handoff.Goroutine.current(); } }");
    assertEquals(0, run("run", file).status());
  }

  @Test
  void anUncaughtExceptionIsStatus1WithItsTrace() throws IOException {
    String file =
        program("Bad.java", "void main() throws Exception { throw new Exception(\"ouch\"); }");
    Ran ran = run("run", file);
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains("ouch") && ran.err().contains("Bad.main"), ran.err());
    Ran validated = run("run", "--validate", file);
    assertEquals(1, validated.status(), validated.err());
    assertTrue(validated.err().contains("ouch"), validated.err());
  }

  @Test
  void aPanicOfAnotherGoroutineIsStatus1() throws IOException {
    String file =
        program(
            "Panic.java",
            "void main() { dev.handoff.Go.go(\"worker\", () -> { throw new Exception(\"ouch\"); });"
                + " dev.handoff.Chan.unbuffered().receive(); }");
    Ran ran = run("run", file);
    assertEquals(1, ran.status());
    assertTrue(ran.err().contains("goroutine worker panicked"), ran.err());
  }

  @Test
  void aDeadlockIsStatus1WithADump() throws IOException {
    String file = program("Stuck.java", "void main() { dev.handoff.Chan.unbuffered().receive(); }");
    Ran ran = run("run", file);
    assertEquals(1, ran.status());
    assertTrue(ran.err().startsWith("fatal error: all goroutines are asleep - deadlock!"), ran.err());
    assertTrue(ran.err().contains("[chan receive on "), ran.err());
  }

  @Test
  void whatCannotBeRunIsStatus2WithOneMessage() throws IOException {
    assertUnusable("there is no example \"kitchn\"", "run", "kitchn");
    assertUnusable("there is no file", "run", folder.resolve("No.java").toString());
    assertUnusable(
        "does not compile", "run", program("Wrong.java", "void main() { int x = \"\"; }"));
    assertUnusable("has no main", "run", program("Empty.java", "class Empty {}"));
    assertUnusable("--processors 0 is below 1", "run", "--processors", "0", "sieve");
    assertUnusable("no power of ten", "run", "skynet", "--leaves", "12");
    assertUnusable(
        "cannot write the trace", "run", "--trace", folder.resolve("no/such").toString(), "sieve");
    assertUnusable("is not a trace", "validate", program("notes.txt", "hello"));
    assertUnusable("there is no such file", "validate", folder.resolve("nowhere").toString());
    assertUnusable("there is no model \"Nonsense\"", "check", "Nonsense");
    assertUnusable("no fault in a module \"Nonsense\"", "mutate", "Nonsense");
    assertUnusable("needs the name of a model", "check", "--distributed", "2");
    assertUnusable("starts no worker", "check", "--distributed", "0", "Goroutines");
    assertUnusable("there is no benchmark", "bench", "nonsense");
    assertUnusable("--minutes 0.0 is not positive", "soak", "--minutes", "0");
    assertUnusable("--processors-max 0 is below 1", "soak", "--processors-max", "0");
    assertUnusable("Unknown option", "run", "--sideways", "sieve");
    assertUnusable("Missing required parameter", "run");
  }

  private static void assertUnusable(String part, String... arguments) {
    Ran ran = run(arguments);
    assertEquals(2, ran.status(), () -> String.join(" ", arguments) + ": " + ran.err());
    assertTrue(ran.err().toLowerCase(java.util.Locale.ROOT).contains(part.toLowerCase(java.util.Locale.ROOT)), ran.err());
  }

  @Test
  void aRunTooLargeToValidateIsRefusedNamingTheOption() {
    Ran ran = run("run", "--validate", "--processors", "2", "skynet", "--leaves", "1000000");
    assertEquals(2, ran.status(), ran.out() + ran.err());
    assertTrue(ran.err().contains("--leaves"), ran.err());
  }

  @Test
  void aModelWhoseInvariantWasDeletedIsStatus1() throws IOException {
    Path copy = folder.resolve("home/spec");
    new SpecFolder(Path.of("..", "spec")).copyTo(copy);
    Path config = copy.resolve("models/SchedulerSafety.cfg");
    Files.writeString(config, Files.readString(config).replace("OnePlace", ""));
    String home = System.setProperty("handoff.home", folder.resolve("home").toString());
    try {
      Ran ran = run("check", "Goroutines");
      assertEquals(1, ran.status(), ran.out());
      assertTrue(ran.out().contains("SchedulerSafety.cfg differs from models.json in INVARIANT"), ran.out());
    } finally {
      System.setProperty("handoff.home", home);
    }
  }

  @Test
  void withoutTheFlagOneMessageNamesIt() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Handoff.class.getName(), "run", "sieve"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(2, process.waitFor(), said);
    assertTrue(said.contains("--add-opens java.base/java.lang=ALL-UNNAMED"), said);
    assertEquals(1, said.lines().count(), said);
  }
}
