package dev.handoff.verification.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What every JVM that measures is started with: the same for all, but for what sets their size. */
final class BenchJvm {
  private BenchJvm() {}

  /** A collector without threads that would compete for the cores with what is measured. */
  private static final String COLLECTOR = "-XX:+UseParallelGC";

  /**
   * The arguments for one JVM.
   *
   * @param memory how much it has, and from when
   */
  static List<String> args(Contender contender, int processors, List<String> memory) {
    List<String> args = new ArrayList<>(memory);
    args.add(COLLECTOR);
    args.addAll(contender.jvmArgs(processors));
    return args;
  }

  /**
   * Runs a program in a JVM of its own.
   *
   * @param main given the contender's name, the number of processors, and the rest
   * @return what it printed
   * @throws IllegalStateException if it failed
   */
  static String run(
      Class<?> main,
      Contender contender,
      int processors,
      List<String> memory,
      List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(property("java.home"), "bin", "java").toString());
    command.addAll(args(contender, processors, memory));
    command.addAll(List.of("-cp", property("java.class.path"), main.getName()));
    command.addAll(List.of(contender.name(), Integer.toString(processors)));
    command.addAll(arguments);
    return run(command);
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      try {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
          throw new IllegalStateException("exit status " + status + " of " + command + "\n" + said);
        }
        return said;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a benchmark ran", e);
    }
  }

  private static String property(String key) {
    String value = System.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("this JVM has no system property " + key);
    }
    return value;
  }
}
