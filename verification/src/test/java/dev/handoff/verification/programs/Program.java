package dev.handoff.verification.programs;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A program: its routines, of which the first is main, and what they work on. When main is through
 * with its own statements it waits for all others.
 *
 * @param capacities one for each channel
 */
record Program(int processors, List<Integer> capacities, List<List<Statement>> routines) {
  /** How many permits the semaphore has. */
  static final int PERMITS = 2;

  /** What a routine sends with its statement at that position: no two statements send the same. */
  static int value(int routine, int position) {
    return routine * 100 + position;
  }

  /** The name of the goroutine that runs it. */
  static String name(int routine) {
    return routine == 0 ? "main" : "r" + routine;
  }

  int size() {
    return routines.stream().mapToInt(List::size).sum();
  }

  @Override
  public String toString() {
    return processors
        + " Ps, channels of capacity "
        + capacities
        + IntStream.range(0, routines.size())
            .filter(r -> !routines.get(r).isEmpty())
            .mapToObj(r -> "\n  " + name(r) + ": " + routines.get(r))
            .collect(Collectors.joining())
        + "\n";
  }
}
