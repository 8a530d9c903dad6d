package dev.handoff.verification.bench;

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
}
