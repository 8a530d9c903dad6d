package dev.handoff.verification.bench;

import java.util.List;

/** The runtimes that are compared, and how a JVM is told how many may run at once. */
enum Contender {
  HANDOFF("Handoff") {
    @Override
    Programs programs(int processors) {
      return new HandoffPrograms(processors);
    }

    @Override
    List<String> jvmArgs(int processors) {
      return List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED");
    }
  },
  VIRTUAL_THREADS("virtual threads") {
    @Override
    Programs programs(int processors) {
      return new VirtualThreadPrograms();
    }

    @Override
    List<String> jvmArgs(int processors) {
      return List.of(
          "-Djdk.virtualThreadScheduler.parallelism=" + processors,
          "-Djdk.virtualThreadScheduler.maxPoolSize=" + processors);
    }
  },
  KOTLIN("Kotlin coroutines") {
    @Override
    Programs programs(int processors) {
      return new KotlinPrograms();
    }

    @Override
    List<String> jvmArgs(int processors) {
      return List.of("-Dkotlinx.coroutines.scheduler.core.pool.size=" + processors);
    }
  };

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  /** As a table calls it. */
  String title() {
    return title;
  }

  /** Its programs. {@code processors} counts only where {@link #jvmArgs} cannot say it. */
  abstract Programs programs(int processors);

  /** What the JVM must be started with, so that that many run at once. */
  abstract List<String> jvmArgs(int processors);
}
