package dev.handoff.verification.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.DeadlockException;
import dev.handoff.Scheduler;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the examples print. */
class ExamplesTest {
  private static String output(String name, int processors, String... arguments) {
    return Played.of(builder(processors), Examples.byName(name).orElseThrow(), List.of(arguments))
        .output();
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
  void philosophersWhoAllTakeTheLeftForkFirstDeadlock() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    Options options = new Options(List.of("--philosophers", "3", "--left-first"));
    try (Scheduler scheduler = builder(2).build()) {
      DeadlockException e =
          assertThrows(
              DeadlockException.class,
              () ->
                  scheduler.run(
                      () -> new Philosophers().main(options, new PrintStream(printed, true))));
      for (int i = 1; i <= 3; i++) {
        String stuck = "(philosopher " + i + ") [sync.Mutex.lock on ";
        assertTrue(e.getMessage().contains(stuck), e.getMessage());
      }
    }
    assertEquals("", printed.toString(), "woken by the end of the scheduler, they went on");
  }

  @Test
  void philosophersOnOnePEatToo() {
    String output = output("philosophers", 1, "--philosophers", "2", "--meals", "50");
    assertEquals("A fork was used 100 times.", output.lines().toList().getLast());
  }

  @Test
  void optionsThatMakeNoSenseAreRefusedWithTheirValue() {
    assertRefused("no power of ten", "skynet", "--leaves", "12");
    assertRefused("--rounds 0", "pingpong", "--rounds", "0");
    assertRefused("--rounds many", "pingpong", "--rounds", "many");
    assertRefused("--rounds needs a value", "pingpong", "--rounds");
    assertRefused("--balls", "pingpong", "--balls", "2");
    assertRefused("options are pairs", "sieve", "17");
    assertRefused("--philosophers 1", "philosophers", "--philosophers", "1");
    assertRefused("--left-first stands alone", "philosophers", "--left-first", "yes");
    assertRefused("--folder no/such is no folder", "digests", "--folder", "no/such");
    assertRefused("[--files]", "digests", "--folder", ".", "--files", "3");
    assertRefused("--port 70000", "chat", "--port", "70000");
    assertRefused("[--lines]", "chat", "--port", "4000", "--lines", "2");
  }

  static void assertRefused(String part, String name, String... arguments) {
    Exception e =
        assertThrows(Options.BadOptionException.class, () -> output(name, 1, arguments));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
