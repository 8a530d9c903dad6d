package dev.handoff.verification.examples;

import java.util.List;
import java.util.Optional;

/** The shipped programs. */
public final class Examples {
  private static final List<Example> ALL =
      List.of(new Kitchen(), new PingPong(), new Sieve(), new Skynet());

  private Examples() {}

  /** All of them, in the order in which to read them. */
  public static List<Example> all() {
    return ALL;
  }

  /** The one of that name. */
  public static Optional<Example> byName(String name) {
    return ALL.stream().filter(e -> e.name().equals(name)).findFirst();
  }
}
