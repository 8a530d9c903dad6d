package dev.handoff.verification.examples;

import java.io.PrintStream;
import java.util.List;

/** A shipped program. Its main is run as the main goroutine of a scheduler. */
public interface Example {
  /** What {@code run} knows it by. */
  String name();

  /** What it shows, in a line. */
  String summary();

  /** The options it takes and their defaults, in a line; empty if it takes none. */
  String options();

  /** How many Ps it is run on, one run after the other, unless the user says. */
  default List<Integer> processors() {
    return List.of(Runtime.getRuntime().availableProcessors());
  }

  /**
   * The main goroutine.
   *
   * @throws Options.BadOptionException if it cannot use its options; the message names them
   */
  void main(Options options, PrintStream out) throws Exception;
}
