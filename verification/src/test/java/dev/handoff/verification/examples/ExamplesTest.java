package dev.handoff.verification.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the examples print. */
class ExamplesTest {
  private static String output(String name, int processors, String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (Scheduler scheduler = builder(processors).build()) {
      Example example = Examples.byName(name).orElseThrow();
      scheduler.run(() -> example.main(new Options(List.of(arguments)), out));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Without time slices: on a busy machine a cook would else lose the P in the middle of a job. */
  private static Scheduler.Builder builder(int processors) {
    return Scheduler.builder()
        .processors(processors)
        .timeSlice(Duration.ofSeconds(Long.MAX_VALUE));
  }

  @Test
  void pingpongCountsItsRounds() {
    assertEquals(
        "The ball went to and fro 500 times.\n", output("pingpong", 2, "--rounds", "500"));
  }

  @Test
  void sievePrintsThePrimes() {
    assertEquals(
        "2 3 5 7 11 13 17 19 23 29\n31 37\n", output("sieve", 2, "--primes", "12"));
  }

  @Test
  void skynetAddsUp() {
    assertEquals("The 10000 leaves add up to 49995000.\n", output("skynet", 2, "--leaves", "10000"));
    assertEquals("The 1 leaves add up to 0.\n", output("skynet", 1, "--leaves", "1"));
  }

  @Test
  void kitchenShowsConcurrencyWithOneCook() {
    String picture = output("kitchen", 1);
    assertTrue(picture.contains("One cook, 1 P: concurrency."), picture);
    assertTrue(picture.contains("most: 1"), "one P, yet work at the same time:\n" + picture);
    List<String> lanes = picture.lines().filter(line -> line.contains("│")).toList();
    assertEquals(4, lanes.size(), picture);
    assertTrue(Stream.of("boil water", "chop carrots", "chop onions", "at work")
        .allMatch(picture::contains), picture);
    assertTrue(picture.lines().allMatch(line -> line.length() <= 90), picture);
  }

  @Test
  void kitchenNeverHasMoreHandsThanCooks() {
    String picture = output("kitchen", 2);
    assertTrue(picture.contains("2 cooks, 2 Ps: parallelism."), picture);
    assertTrue(picture.contains("most: 1") || picture.contains("most: 2"), picture);
  }

  @Test
  void optionsThatMakeNoSenseAreRefusedWithTheirValue() {
    assertRefused("no power of ten", "skynet", "--leaves", "12");
    assertRefused("--rounds 0", "pingpong", "--rounds", "0");
    assertRefused("--rounds many", "pingpong", "--rounds", "many");
    assertRefused("--balls", "pingpong", "--balls", "2");
    assertRefused("options are pairs", "sieve", "17");
  }

  private static void assertRefused(String part, String name, String... arguments) {
    Exception e =
        assertThrows(Options.BadOptionException.class, () -> output(name, 1, arguments));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
