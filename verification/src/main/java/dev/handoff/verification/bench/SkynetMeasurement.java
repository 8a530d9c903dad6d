package dev.handoff.verification.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Skynet as a whole program: each turn is a fresh JVM that builds the tree once. Two figures: from
 * before the runtime starts until the sum is known, which includes class loading and compilation,
 * since nothing is warm; and the life of the process, which adds the start and the end of the JVM.
 *
 * @param leaves a power of ten
 */
record SkynetMeasurement(int leaves) implements Measurement {
  private static final List<String> MEMORY = List.of("-Xms3g", "-Xmx3g");

  @Override
  public String name() {
    return "skynet";
  }

  @Override
  public int rounds() {
    return 7;
  }

  @Override
  public List<Figure> figures() {
    String tree = "s for " + leaves + " leaves, ";
    return List.of(
        new Figure(tree + "cold, until the sum is known", 2),
        new Figure(tree + "the whole process", 2));
  }

  @Override
  public List<List<Double>> measure(Contender contender, int processors) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(property("java.home"), "bin", "java").toString());
    command.addAll(BenchJvm.args(contender, processors, MEMORY));
    command.addAll(List.of("-cp", property("java.class.path"), SkynetMain.class.getName()));
    command.addAll(
        List.of(contender.name(), Integer.toString(processors), Integer.toString(leaves)));
    long start = System.nanoTime();
    String said = run(command);
    double process = seconds(System.nanoTime() - start);
    return List.of(List.of(seconds(work(contender, said))), List.of(process));
  }

  /** The nanoseconds in what {@link SkynetMain} printed, if the sum is right. */
  private long work(Contender contender, String said) {
    String[] words = said.strip().split(" ");
    long expected = (long) leaves * (leaves - 1) / 2;
    if (words.length != 2 || !words[0].equals(Long.toString(expected))) {
      throw new IllegalStateException(
          "skynet on " + contender.title() + " should sum up to " + expected + " but said: " + said);
    }
    return Long.parseLong(words[1]);
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
      throw new IllegalStateException("interrupted while skynet ran", e);
    }
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }

  private static String property(String key) {
    String value = System.getProperty(key);
    if (value == null) {
      throw new IllegalStateException("this JVM has no system property " + key);
    }
    return value;
  }
}
