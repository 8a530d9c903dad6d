package dev.handoff.verification.bench;

import org.checkerframework.checker.nullness.qual.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The contender that a JVM of JMH measures: one for the life of the JVM. */
@State(Scope.Benchmark)
public class RunningPrograms {
  /** A {@link Contender}, by name. */
  @Param("HANDOFF")
  String contender = "";

  /** How many may run at once. The JVM has been started with the arguments for that. */
  @Param("1")
  int processors;

  private @Nullable Programs programs;

  /** Called by JMH before the first iteration. */
  @Setup(Level.Trial)
  public void start() {
    programs = Contender.valueOf(contender).programs(processors);
  }

  /** Called by JMH after the last iteration. */
  @TearDown(Level.Trial)
  public void stop() {
    programs().close();
  }

  /** What a program has computed, which must be that: else it has not done its work. */
  static long checked(long computed, long expected) {
    if (computed != expected) {
      throw new IllegalStateException("computed " + computed + " and not " + expected);
    }
    return computed;
  }

  Programs programs() {
    Programs running = programs;
    if (running == null) {
      throw new IllegalStateException("JMH has not called start()");
    }
    return running;
  }
}
