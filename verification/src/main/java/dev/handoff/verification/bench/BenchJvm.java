package dev.handoff.verification.bench;

import java.util.ArrayList;
import java.util.List;

/** What every JVM that measures is started with: the same for all contenders, but for their size. */
final class BenchJvm {
  private BenchJvm() {}

  /**
   * All memory at once, so that no run pays for growing the heap; and a collector without threads of
   * its own that would compete for the cores with what is measured.
   */
  private static final List<String> COMMON = List.of("-Xms3g", "-Xmx3g", "-XX:+UseParallelGC");

  static List<String> args(Contender contender, int processors) {
    List<String> args = new ArrayList<>(COMMON);
    args.addAll(contender.jvmArgs(processors));
    return args;
  }
}
