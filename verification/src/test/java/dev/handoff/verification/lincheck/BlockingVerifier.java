package dev.handoff.verification.lincheck;

import java.util.List;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.kotlinx.lincheck.execution.ResultWithClock;
import org.jetbrains.kotlinx.lincheck.util.ValueResult;
import org.jetbrains.lincheck.datastructures.verifier.CachedVerifier;

/**
 * Lincheck's own verifier knows calls that block only as Kotlin's suspend functions. This one takes
 * ordinary calls, on threads that really waited: what they returned must be what some run of the
 * {@link Semantics} returns, in an order that agrees with theirs.
 */
public final class BlockingVerifier extends CachedVerifier {
  private final Semantics<?> semantics;

  /**
   * Called by Lincheck.
   *
   * @param operations {@link Operations} with a constructor that takes nothing
   */
  public BlockingVerifier(Class<?> operations) throws ReflectiveOperationException {
    this.semantics = ((Operations) operations.getDeclaredConstructor().newInstance()).semantics();
  }

  @Override
  public boolean verifyResultsImpl(ExecutionScenario scenario, ExecutionResult results) {
    return new Runs<>(semantics, Program.of(scenario)).explain(new Clocked(results));
  }

  private record Clocked(List<List<ResultWithClock>> threads) implements Runs.Seen {
    Clocked(ExecutionResult results) {
      this(results.getThreadsResultsWithClock());
    }

    @Override
    public Object result(int thread, int call) {
      // An exception is nothing that any semantics returns: the operations catch those they expect.
      return threads.get(thread).get(call).getResult() instanceof ValueResult result
              && result.getValue() != null
          ? result.getValue()
          : "a failure";
    }

    @Override
    public int returnedBefore(int thread, int call, int otherThread) {
      return threads.get(thread).get(call).getClockOnStart().get(otherThread);
    }
  }
}
