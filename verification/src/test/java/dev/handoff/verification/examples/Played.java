package dev.handoff.verification.examples;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handoff.DeadlockException;
import dev.handoff.Go;
import dev.handoff.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An example that was run.
 *
 * @param output what it printed
 * @param left which goroutines it left waiting for ever, a line each
 */
public record Played(String output, List<String> left) {
  /** Runs it on that many Ps. */
  public static Played of(int processors, String name, String... arguments) {
    return of(
        Scheduler.builder().processors(processors),
        Examples.byName(name).orElseThrow(),
        List.of(arguments));
  }

  /** Runs it in such a scheduler. */
  static Played of(Scheduler.Builder builder, Example example, List<String> arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (Scheduler scheduler = builder.build()) {
      scheduler.run(() -> example.main(new Options(arguments), out));
      return new Played(bytes.toString(StandardCharsets.UTF_8), left(scheduler));
    }
  }

  /** Waits until every goroutine has ended or waits for ever; those that do, a line each. */
  public static List<String> left(Scheduler scheduler) {
    DeadlockException end = assertThrows(DeadlockException.class, () -> scheduler.run(Go::exit));
    return end.getMessage().lines().skip(1).toList();
  }
}
