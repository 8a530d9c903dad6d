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
 * Model checks programs in a JVM of its own. One reason is faults: Lincheck knows a class by its name
 * only, so two of one name cannot live in one JVM. The other is time: a thread that waits for its turn
 * spins for long if Lincheck sees more than one processor, and keeps the one that it waits for from
 * running; here it sees one, and several such JVMs run side by side.
 */
final class LincheckJvm {
  /** Stands for all programs of a structure that were made by hand. */
  static final String ALL = "*";

  private static final int HOLDS = 10;
  private static final int HANGS = 11;
  private static final int WRONG_RESULTS = 12;

  private LincheckJvm() {}

  /**
   * What it is to do.
   *
   * @param program the name of one that was made by hand, or {@link #ALL}
   * @param random how many programs at random beside
   * @param interleavings how many of each program
   */
  record Job(Structure structure, String program, int random, int interleavings) {
    private List<String> arguments() {
      return List.of(
          structure.name(), program, String.valueOf(random), String.valueOf(interleavings),
          String.valueOf(Effort.SEED));
    }

    private static Job of(String... arguments) {
      return new Job(
          Structure.valueOf(arguments[0]), arguments[1], Integer.parseInt(arguments[2]),
          Integer.parseInt(arguments[3]));
    }

    private List<Program> programs(long seed) {
      return Stream.concat(
              program.equals(ALL)
                  ? structure.programs().stream()
                  : Stream.of(structure.program(program)),
              structure.random(random, seed).stream())
          .toList();
    }
  }

  /** What came of it, and what Lincheck said. */
  record Outcome(Verdict verdict, String output) {}

  /**
   * Does it.
   *
   * @param classes a folder with classes that replace production's
   */
  static Outcome run(Job job, Path classes) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:ActiveProcessorCount=1", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:+EnableDynamicAgentLoading"));
    command.addAll(List.of("-ea", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "-cp"));
    command.add(
        classes.toAbsolutePath() + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(LincheckJvm.class.getName());
    command.addAll(job.arguments());
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

  /** In that JVM. Threads may hang in it, so it does not wait for their end. */
  public static void main(String[] args) {
    Job job = Job.of(args);
    try {
      Checks.everyInterleaving(
          job.structure(), job.programs(Long.parseLong(args[4])), job.interleavings());
      Runtime.getRuntime().halt(HOLDS);
    } catch (LincheckAssertionError e) {
      String message = String.valueOf(e.getMessage());
      System.out.println(message);
      System.out.flush();
      Runtime.getRuntime().halt(message.contains("The execution has hung") ? HANGS : WRONG_RESULTS);
    } catch (Throwable t) {
      t.printStackTrace();
      System.err.flush();
      Runtime.getRuntime().halt(1);
    }
  }
}
