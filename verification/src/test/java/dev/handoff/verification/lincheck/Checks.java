package dev.handoff.verification.lincheck;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.handoff.runtime.Parking;
import dev.handoff.runtime.Statements;
import java.time.Duration;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How Lincheck runs programs with calls that block.
 *
 * <p>What its model checker must be told:
 *
 * <ul>
 *   <li>{@link Parking#park} is silent. In code that is not, a park returns at once, for no reason:
 *       then no wake-up could be missed. In silent code it returns when it is unparked or interrupted.
 *       Lincheck's method for that is for its own use ({@code mute}), but there is no other.
 *   <li>Checkpoints, and the question for the M, concern goroutines; these threads are none.
 *   <li>{@link Interrupts} is part of the test.
 * </ul>
 */
final class Checks {
  private static final String MACHINES = "dev.handoff.runtime.MachineThread";

  /**
   * How long one run may take before Lincheck calls it a hang. Under its model checker a hang is seen
   * at once; but the first run also transforms classes, and a busy machine may need its time for that.
   */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Checks() {}

  /**
   * Looks at interleavings of these programs, so many of each.
   *
   * @throws org.jetbrains.lincheck.LincheckAssertionError if one hangs or returns what it should not
   */
  static void everyInterleaving(Structure structure, List<Program> programs, int invocations) {
    ModelCheckingOptions options =
        new ModelCheckingOptions()
            .invocationTimeout$lincheck(PATIENCE.toMillis())
            .addGuarantee(forClasses(Parking.class.getName()).methods("park").mute$lincheck())
            .addGuarantee(forClasses(MACHINES, Statements.class.getName()).allMethods().ignore())
            .addGuarantee(forClasses(Interrupts.class.getName()).allMethods().treatAsAtomic());
    check(options, structure, programs, invocations);
  }

  /** Runs these programs so many times each, on threads that nobody controls. */
  static void stress(Structure structure, List<Program> programs, int invocations) {
    check(new StressOptions(), structure, programs, invocations);
  }

  private static void check(
      Options<?, ?> options, Structure structure, List<Program> programs, int invocations) {
    options
        .iterations(0)
        .invocationsPerIteration(invocations)
        .minimizeFailedScenario(false)
        .verifier(BlockingVerifier.class);
    programs.forEach(program -> options.addCustomScenario(program.scenario(structure.operations())));
    options.check(structure.operations());
  }
}
