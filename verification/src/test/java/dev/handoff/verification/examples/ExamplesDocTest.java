package dev.handoff.verification.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Scheduler;
import dev.handoff.verification.trace.TraceValidator;
import dev.handoff.verification.trace.Verdict;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/examples.md tells of each example, and what it shows of a run is what comes of one: the output,
 * no goroutine left behind, and a behaviour of the spec. TLC judges those that wait in ways of their
 * own, and all of them with {@code -Dexamples.long=true}.
 */
class ExamplesDocTest {
  private static final Path SPEC = Path.of("..", "spec");

  private static final Set<String> JUDGED =
      Set.of("pipeline", "digests", "ratelimit", "philosophers", "series", "chat");

  /** Its filters wait for numbers for ever: to end them is no part of the idea. */
  private static final String LEAVES_GOROUTINES = "sieve";

  @TempDir private Path folder;

  private static String markdown() throws Exception {
    return Files.readString(Path.of("..", "docs", "examples.md"));
  }

  static Stream<ExamplesDoc.Sample> samples() throws Exception {
    return ExamplesDoc.of(markdown()).sections().stream().flatMap(s -> s.samples().stream());
  }

  @Test
  void theDocTellsOfEveryExampleAndOfNoOther() throws Exception {
    assertEquals(List.of(), ExamplesDoc.of(markdown()).faults());
  }

  @Test
  void aDocThatDiffersIsNoticed() throws Exception {
    String doc = markdown();
    assertFault("the doc has", doc.replace("## sieve", "## sieves"));
    assertFault("the doc has", doc + "\n## another\n");
    assertFault("sieve should begin", doc.replace("each taking the multiples", "each with"));
    assertFault("sieve should tell", doc.replace("`--primes N (100)`", "`--primes N (10)`"));
    assertFault("sieve should not show", doc.replace("$ ./handoff run sieve", "$ ./handoff run pingpong"));
    assertFault("sieve should show a run", doc.replace("$ ./handoff run sieve", "$ ./handoff check"));
  }

  private static void assertFault(String expected, String doc) {
    List<String> faults = ExamplesDoc.of(doc).faults();
    assertTrue(faults.stream().anyMatch(f -> f.startsWith(expected)), faults.toString());
  }

  @Test
  void anOutputThatDiffersIsNoticed() throws Exception {
    ExamplesDoc.Sample fixed = sampleOf("sieve");
    assertTrue(fixed.shows(fixed.output()));
    assertFalse(fixed.shows(fixed.output().replace("7", "8")));
    ExamplesDoc.Sample varying = sampleOf("balancer");
    assertTrue(varying.shows(varying.output().replaceAll("did \\d+", "did 99")));
    assertFalse(varying.shows(varying.output().replace("did", "has")));
    assertFalse(varying.shows(varying.output() + "worker 5 did 1 requests\n"));
  }

  private static ExamplesDoc.Sample sampleOf(String name) throws Exception {
    return samples().filter(s -> s.words().getFirst().equals(name)).findFirst().orElseThrow();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  @Timeout(120)
  void theRunInTheDocIsWhatHappens(ExamplesDoc.Sample sample) throws Exception {
    String name = sample.words().getFirst();
    Path trace = folder.resolve("run.trace");
    Played played =
        Played.of(
            Scheduler.builder().processors(sample.processors()).trace(trace),
            Examples.byName(name).orElseThrow(),
            sample.words().subList(1, sample.words().size()));
    assertTrue(
        sample.shows(played.output()), "the doc shows:\n" + sample.output() + played.output());
    assertEquals(name.equals(LEAVES_GOROUTINES), !played.left().isEmpty(), "left: " + played.left());
    if (JUDGED.contains(name) || Boolean.getBoolean("examples.long")) {
      assertInstanceOf(
          Verdict.Accepted.class, new TraceValidator(SPEC).validate(trace, progress -> {}));
    }
  }

  @Test
  void aGoroutineThatIsLeftIsNoticed() {
    Example leaking =
        new Example() {
          @Override
          public String name() {
            return "leaking";
          }

          @Override
          public String summary() {
            return "";
          }

          @Override
          public String options() {
            return "";
          }

          @Override
          public void main(Options options, PrintStream out) {
            Go.go("forgotten", () -> Chan.unbuffered().receive());
          }
        };
    List<String> left = Played.of(Scheduler.builder(), leaking, List.of()).left();
    assertEquals(1, left.size(), left.toString());
    assertTrue(left.getFirst().contains("forgotten"), left.toString());
  }

  static Stream<String> names() {
    return Examples.all().stream().map(Example::name);
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatAnExampleDoesNotKnowIsRefused(String name) {
    ExamplesTest.assertRefused("has no option [--nonsense]", name, "--nonsense", "3");
    ExamplesTest.assertRefused("options are pairs", name, "nonsense");
  }
}
