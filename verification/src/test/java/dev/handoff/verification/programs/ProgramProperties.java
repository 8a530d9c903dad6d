package dev.handoff.verification.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.verification.programs.Trial.Verdict;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.statistics.Statistics;

/**
 * Any program of goroutines does what the sequential model allows, and is reported as a deadlock
 * exactly if nobody in the model can take a step.
 *
 * <p>jqwik prints the seed of a run that fails and the smallest programs that it has found; {@code
 * @Property(seed = "...")} makes the same programs again. With one P a program takes the same course
 * each time, but for its sleeps; with several it may not: the system property {@code
 * handoff.programs.rounds} makes each program run so many times.
 */
class ProgramProperties {
  private static final int SIDE_BY_SIDE = 48;

  /** In so many programs each fault shows; a multiple of the above. */
  private static final int ENOUGH = 20 * SIDE_BY_SIDE;

  private static final long SEED = 1;

  /** How often a smaller program is run before it counts as one in which the fault does not show. */
  private static final int TIMES = 3;

  /** A program of so few statements shows any fault. */
  private static final int SMALL = 8;

  private static final int ROUNDS = Integer.getInteger("handoff.programs.rounds", 1);

  private static final Trial.Setting SOUND = Operations::new;

  @Provide
  Arbitrary<List<Program>> batches() {
    return Programs.programs()
        .list()
        .ofMinSize(1)
        .ofMaxSize(SIDE_BY_SIDE)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  @Property(tries = 12, edgeCases = EdgeCasesMode.NONE)
  void everyRunIsOneOfTheModel(@ForAll("batches") List<Program> programs) {
    for (int round = 0; round < ROUNDS; round++) {
      for (Verdict verdict : Trial.of(programs, SOUND)) {
        assertNull(verdict.wrong(), verdict::toString);
        boolean stuck = verdict.history().deadlock() != null;
        Statistics.label("end").collect(stuck ? "deadlock" : "all ended");
        verdict.history().logs().stream()
            .flatMap(List::stream)
            .filter(s -> s.hasEnded())
            .forEach(s -> Statistics.label("results").collect(kind(s.result())));
      }
    }
    Statistics.label("end")
        .coverage(
            checker -> {
              checker.check("deadlock").percentage(p -> p > 10);
              checker.check("all ended").percentage(p -> p > 10);
            });
  }

  /** Without the numbers of values. */
  private static String kind(String result) {
    return result.replaceAll("\\d+", "n");
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void everyFaultIsNoticed(@ForAll Fault fault) {
    firstFailing(fault, SEED);
  }

  /** The seed is enough to get the program again, and it shrinks. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  void whatFailsCanBeHadAgainAndSmall(@ForAll("shrunkFaults") Fault fault) {
    Found found = firstFailing(fault, SEED);
    assertEquals(
        found.failing().value(),
        generated(SEED).skip(found.index()).findFirst().orElseThrow().value(),
        "the same seed");
    Program small = shrunk(found.failing(), fault).value();
    assertTrue(small.size() <= SMALL, () -> fault + " in " + small);
    assertNull(Trial.of(List.of(small), SOUND).getFirst().wrong(), small::toString);
  }

  /** One of channels, one of locks, one of the scheduler; whether they show hangs little on timing. */
  @Provide
  Arbitrary<Fault> shrunkFaults() {
    return Arbitraries.of(
        Fault.PRETENDS_TO_SEND, Fault.WRITES_BESIDE_READERS, Fault.LOSES_A_GOROUTINE);
  }

  /** Found as the n-th of all that are made from a seed. */
  private record Found(int index, Shrinkable<Program> failing) {
    int size() {
      return failing.value().size();
    }
  }

  private static Stream<Shrinkable<Program>> generated(long seed) {
    RandomGenerator<Program> generator = Programs.programs().generator(1000);
    Random random = new Random(seed);
    return Stream.generate(() -> generator.next(random));
  }

  private static Found firstFailing(Fault fault, long seed) {
    List<Shrinkable<Program>> programs = generated(seed).limit(ENOUGH).toList();
    for (int i = 0; i < ENOUGH; i += SIDE_BY_SIDE) {
      List<Found> found = failing(programs.subList(i, i + SIDE_BY_SIDE), fault);
      if (!found.isEmpty()) {
        return new Found(i + found.getFirst().index(), found.getFirst().failing());
      }
    }
    throw new AssertionError(fault + " was not noticed in " + ENOUGH + " programs");
  }

  private static List<Found> failing(List<Shrinkable<Program>> batch, Fault fault) {
    List<Verdict> verdicts = Trial.of(batch.stream().map(Shrinkable::value).toList(), fault);
    return IntStream.range(0, batch.size())
        .filter(i -> verdicts.get(i).wrong() != null)
        .mapToObj(i -> new Found(i, batch.get(i)))
        .toList();
  }

  /**
   * As jqwik does it: a smaller one in which the fault shows, and again from there. Each is run several
   * times, since not every run shows it.
   */
  private static Shrinkable<Program> shrunk(Shrinkable<Program> failing, Fault fault) {
    List<Shrinkable<Program>> smaller =
        failing
            .shrink()
            .limit(200)
            .filter(s -> s.value().size() < failing.value().size())
            .limit(SIDE_BY_SIDE / TIMES)
            .flatMap(s -> Collections.nCopies(TIMES, s).stream())
            .toList();
    return failing(smaller, fault).stream()
        .min(Comparator.comparingInt(Found::size))
        .map(found -> shrunk(found.failing(), fault))
        .orElse(failing);
  }

  /** The one fault that is not an operation's: a deadlock is not reported. */
  @Example
  void aDeadlockThatIsNotReportedIsNoticed() {
    Program stuck =
        new Program(1, List.of(0), List.of(List.<Statement>of(new Statement.Receive(0))));
    Trial.Setting silent =
        new Trial.Setting() {
          @Override
          public Operations operations(Program program) {
            return new Operations(program);
          }

          @Override
          public boolean deadlockDetection() {
            return false;
          }

          @Override
          public Duration patience() {
            return Duration.ofSeconds(2);
          }
        };
    assertNull(Trial.of(List.of(stuck), SOUND).getFirst().wrong());
    assertEquals(
        "neither the end nor a deadlock was reported",
        Trial.of(List.of(stuck), silent).getFirst().wrong());
  }
}
