package dev.handoff.verification.lincheck;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.lincheck.LincheckAssertionError;

/**
 * Runs programs in a JVM of its own, in which some production classes are replaced. Lincheck knows a
 * class by its name only, so two of one name cannot live in one JVM.
 */
final class FaultyJvm {
  /** Stands for all programs of a structure that were made by hand. */
  static final String ALL = "*";

  private static final int INTERLEAVINGS = 2_000;
  private static final int HOLDS = 10;
  private static final int HANGS = 11;
  private static final int WRONG_RESULTS = 12;

  private FaultyJvm() {}

  /** What came of it, and what Lincheck said. */
  record Outcome(Verdict verdict, String output) {}

  /** Model checks that program, or {@link #ALL}. */
  static Outcome run(Path classes, Structure structure, String program)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-ea"));
    command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    command.add("-XX:+EnableDynamicAgentLoading");
    command.addAll(
        List.of(
            "-cp",
            classes.toAbsolutePath() + File.pathSeparator + System.getProperty("java.class.path")));
    command.addAll(List.of(FaultyJvm.class.getName(), structure.name(), program));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(
          switch (process.waitFor()) {
            case HOLDS -> Verdict.HOLDS;
            case HANGS -> Verdict.HANGS;
            case WRONG_RESULTS -> Verdict.WRONG_RESULTS;
            default -> throw new IllegalStateException("Lincheck could not run: " + output);
          },
          output);
    } finally {
      process.destroyForcibly(); // should we be interrupted
    }
  }

  /** In that JVM. Its threads may hang, so it ends in a hurry. */
  public static void main(String[] args) {
    Structure structure = Structure.valueOf(args[0]);
    Stream<Program> programs =
        args[1].equals(ALL)
            ? structure.programs().stream()
            : Stream.of(structure.program(args[1]));
    try {
      Checks.everyInterleaving(structure, programs.toList(), INTERLEAVINGS);
      Runtime.getRuntime().halt(HOLDS);
    } catch (LincheckAssertionError e) {
      String message = String.valueOf(e.getMessage());
      System.out.println(message);
      System.out.flush();
      Runtime.getRuntime().halt(message.contains("has hung") ? HANGS : WRONG_RESULTS);
    } catch (Throwable t) {
      t.printStackTrace();
      System.err.flush();
      Runtime.getRuntime().halt(1);
    }
  }
}
