package dev.handoff.verification.examples;

import dev.handoff.verification.examples.balancer.Balancing;
import dev.handoff.verification.examples.chat.Chat;
import dev.handoff.verification.examples.patterns.Digests;
import dev.handoff.verification.examples.patterns.Fan;
import dev.handoff.verification.examples.patterns.Pipeline;
import dev.handoff.verification.examples.patterns.RateLimit;
import dev.handoff.verification.examples.patterns.Search;
import dev.handoff.verification.examples.patterns.Workers;
import dev.handoff.verification.examples.series.PowerSeries;
import dev.handoff.verification.examples.tour.Crawler;
import dev.handoff.verification.examples.tour.Trees;
import java.util.List;
import java.util.Optional;

/** The shipped programs. */
public final class Examples {
  private static final List<Example> ALL =
      List.of(
          new Kitchen(),
          new PingPong(),
          new Sieve(),
          new Skynet(),
          new Pipeline(),
          new Fan(),
          new Workers(),
          new Digests(),
          new RateLimit(),
          new Search(),
          new Balancing(),
          new Philosophers(),
          new Trees(),
          new Crawler(),
          new PowerSeries(),
          new Chat());

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
