package dev.handoff.verification.lincheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the verifier of blocking calls takes for right, and what not; and which programs it is given. */
class RunsTest {
  /**
   * A run of a program, as it was seen.
   *
   * @param results of each thread
   * @param before for each thread and call, how many calls of each thread had returned
   */
  private record Run(List<List<Object>> results, int[][][] before) implements Runs.Seen {
    @Override
    public Object result(int thread, int call) {
      return results.get(thread).get(call);
    }

    @Override
    public int returnedBefore(int thread, int call, int otherThread) {
      return before[thread][call][otherThread];
    }
  }

  /** All threads began at the same time, and none waited for another. */
  private static boolean isExplained(
      Structure structure, String program, List<List<Object>> results) {
    Program made = Program.of("", program);
    int[][][] before = new int[results.size()][][];
    for (int thread = 0; thread < results.size(); thread++) {
      before[thread] = new int[results.get(thread).size()][results.size()];
      for (int call = 0; call < before[thread].length; call++) {
        before[thread][call][thread] = call;
      }
    }
    return new Runs<>(structure.semantics(), made).explain(new Run(results, before));
  }

  @Test
  void aReceiveReturnsWhatWasSent() {
    String program = "send A 1 | receive A";
    assertTrue(
        isExplained(Structure.CHAN_UNBUFFERED, program, List.of(List.of("done"), List.of(1))));
    assertFalse(
        isExplained(Structure.CHAN_UNBUFFERED, program, List.of(List.of("done"), List.of(2))));
    assertFalse(
        isExplained(
            Structure.CHAN_UNBUFFERED, program, List.of(List.of("closed"), List.of(1))));
  }

  @Test
  void aSendDoesNotReturnBeforeItsReceiveBegins() {
    Program program = Program.of("", "send A 1 | receive A");
    List<List<Object>> results = List.of(List.of("done"), List.of(1));
    Run early = new Run(results, new int[][][] {{{0, 0}}, {{1, 0}}});
    assertFalse(new Runs<>(new ChannelSemantics(0), program).explain(early));
    assertTrue(new Runs<>(new ChannelSemantics(1), program).explain(early));
  }

  @Test
  void whatWasSentFirstIsReceivedFirst() {
    String program = "send A 1; send A 2 | receive A; receive A";
    assertFalse(
        isExplained(
            Structure.CHAN_OF_TWO, program, List.of(List.of("done", "done"), List.of(2, 1))));
  }

  @Test
  void aSelectTakesOneCase() {
    String program = "select ?A ?B | trySend A 1; trySend B 2; close A";
    assertTrue(
        isExplained(
            Structure.SELECT,
            program,
            List.of(List.of("1:2"), List.of("nothing", "done", "done"))));
    assertFalse(
        isExplained(
            Structure.SELECT, program, List.of(List.of("1:2"), List.of("done", "done", "done"))));
  }

  @Test
  void onlyOneHasTheMutex() {
    assertFalse(
        isExplained(Structure.MUTEX, "count | count", List.of(List.of(1), List.of(1))));
    assertFalse(
        isExplained(
            Structure.MUTEX, "tryLock | tryLock", List.of(List.of("done"), List.of("done"))));
  }

  @Test
  void whoIsNotInterruptedDoesNotSaySo() {
    String program = "receive A | interrupt 0; close A";
    List<Object> interrupted = List.of("interrupted");
    assertTrue(
        isExplained(
            Structure.CHAN_UNBUFFERED, program, List.of(interrupted, List.of(true, "done"))));
    assertFalse(
        isExplained(
            Structure.CHAN_UNBUFFERED, program, List.of(interrupted, List.of(false, "done"))));
  }

  @ParameterizedTest
  @CsvSource({
    "receive A, false",
    "send A 1 | close A; receive A; send A 2, true",
    "receive A | interrupt 0, false",
    "select ?A ?B | trySend A 1, false",
    "select ?A ?B | send A 1, true",
  })
  void aProgramThatMayHangIsKnown(String text, boolean returns) {
    Program program = Program.of("", text);
    assertEquals(
        returns, new Runs<>(new ChannelSemantics(0, 0), program).all().alwaysReturn());
  }

  @ParameterizedTest
  @EnumSource
  void noProgramMayHang(Structure structure) {
    List<Program> all =
        Stream.concat(structure.programs().stream(), structure.random(20, 7).stream()).toList();
    for (Program program : all) {
      assertTrue(
          new Runs<>(structure.semantics(), program).all().alwaysReturn(),
          () -> structure + " " + program);
    }
    assertEquals(
        structure.programs().size(),
        new HashSet<>(structure.programs().stream().map(Program::name).toList()).size());
  }

  @ParameterizedTest
  @EnumSource
  void aSeedAlwaysDrawsTheSamePrograms(Structure structure) {
    assertEquals(structure.random(5, 3), structure.random(5, 3));
  }

  @Test
  void programsAreWrittenAsTheyAreRead() {
    for (Structure structure : Structure.values()) {
      for (Program program : structure.programs()) {
        String[] parts = program.toString().split(": ", 2);
        assertEquals(program, Program.of(parts[0], parts[1]));
        assertEquals(
            program.threads(), Program.of(program.scenario(structure.operations())).threads());
      }
    }
  }
}
