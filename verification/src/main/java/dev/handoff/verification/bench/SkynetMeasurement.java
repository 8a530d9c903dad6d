package dev.handoff.verification.bench;

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
    long start = System.nanoTime();
    String said =
        BenchJvm.run(
            SkynetMain.class, contender, processors, MEMORY, List.of(Integer.toString(leaves)));
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

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
