package dev.handoff.verification.tlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each property of Scheduler.tla catches a fault: a property that catches none checks nothing. */
class SeededFaultsTest {
  private static final Path SPEC = Path.of("..", "spec");

  /** A change to Scheduler.tla, the model that must notice it, and by which property. */
  record Fault(String what, String model, String property, String text, String replacement) {
    @Override
    public String toString() {
      return what + ": " + property;
    }
  }

  static List<Fault> faults() {
    return List.of(
        new Fault(
            "runnext is taken though it is empty",
            "SchedulerSafety",
            "TypeOK",
            "/\\ Looking(m) /\\ ~Due(m) /\\ runnext[proc[m]] # None\n    /\\ Found",
            "/\\ Looking(m) /\\ ~Due(m)\n    /\\ Found"),
        new Fault(
            "a thief leaves behind what it takes",
            "SchedulerSafety",
            "OnePlace",
            "/\\ runq' = [runq EXCEPT ![v] = SubSeq(@, n + 1, Len(@))]",
            "/\\ runq' = runq"),
        new Fault(
            "a goroutine is lost on its way from an overflowing queue",
            "SchedulerOverflow",
            "OnePlace",
            "globalq' = globalq \\o hand[m]",
            "globalq' = globalq \\o Tail(hand[m])"),
        new Fault(
            "a P that is handed over stays listed as idle",
            "SchedulerSafety",
            "OneHolder",
            "/\\ idleP' = idleP \\ {p}",
            "/\\ idleP' = idleP"),
        new Fault(
            "an M that gives up its P is not listed as idle",
            "SchedulerSafety",
            "HoldsP",
            "/\\ idleM' = idleM \\cup {m}",
            "/\\ idleM' = idleM"),
        new Fault(
            "everybody may spin",
            "SchedulerSafety",
            "FewSpin",
            "/\\ 2 * Cardinality(spinning) < Busy",
            ""),
        new Fault(
            "a sleeper does not look once more",
            "SchedulerSafety",
            "WorkConserved",
            "![m] = Queues]",
            "![m] = {}]"),
        new Fault(
            "a sleeper does not look into the global queue once more",
            "SchedulerSafety",
            "WorkConserved",
            "![m] = Queues]",
            "![m] = P]"),
        new Fault(
            "an M that stops spinning wakes nobody",
            "SchedulerSafety",
            "WorkConserved",
            "/\\ spinning' = spinning \\ {m}\n    /\\ owesWake' = [owesWake EXCEPT ![m] = TRUE]",
            "/\\ spinning' = spinning \\ {m}\n    /\\ owesWake' = owesWake"),
        new Fault(
            "a goroutine that has ended is readied",
            "SchedulerSafety",
            "[][Next]_state of Goroutines",
            "Ready(m, g) == AtLeisure(m) /\\ gstatus[g] = \"waiting\"",
            "Ready(m, g) == AtLeisure(m) /\\ gstatus[g] \\in {\"waiting\", \"dead\"}"),
        new Fault(
            "an ended slice that goes on with runnext does not count",
            "SchedulerLiveness",
            "a temporal property",
            "/\\ tick' = NextTick(m)\n    /\\ UNCHANGED <<runq, globalq>>\n\n\\* The oldest in the run",
            "/\\ UNCHANGED <<tick, runq, globalq>>\n\n\\* The oldest in the run"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void theFaultIsCaughtByItsProperty(Fault fault, @TempDir Path copy) throws Exception {
    try (Stream<Path> files = Files.list(SPEC)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    seed(fault, copy.resolve("Scheduler.tla"));
    Tlc.Result result = new Checker(copy).check(fault.model(), 0, p -> {}).result();
    assertEquals(fault.property(), result.message());
    assertTrue(!result.behaviour().isEmpty(), "a counterexample");
  }

  private static void seed(Fault fault, Path module) throws IOException {
    String text = Files.readString(module);
    int at = text.indexOf(fault.text());
    assertTrue(at >= 0 && text.indexOf(fault.text(), at + 1) < 0, "not exactly once: " + fault.text());
    Files.writeString(module, text.replace(fault.text(), fault.replacement()));
  }
}
