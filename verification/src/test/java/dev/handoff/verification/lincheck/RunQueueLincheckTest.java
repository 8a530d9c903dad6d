package dev.handoff.verification.lincheck;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handoff.runtime.RunQueue;
import dev.handoff.verification.lincheck.BrokenRunQueue.Fault;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The ring of the production run queue is linearizable: put and take of one owner, steal of any
 * number of thieves, each one step of an ordinary queue from whose head a thief takes half.
 */
class RunQueueLincheckTest {
  /** The production class, with two slots. */
  public static class Ring {
    private final RunQueue<Integer> queue = new RunQueue<>(2);

    @Operation(nonParallelGroup = "owner")
    public boolean put(int e) {
      return queue.put(e);
    }

    @Operation(nonParallelGroup = "owner")
    public @Nullable Integer take() {
      return queue.take();
    }

    @Operation
    public List<Integer> steal() {
      return stolen(queue);
    }
  }

  /** What it should be. */
  public static class Sequential {
    private final Deque<Integer> queue = new ArrayDeque<>();

    public boolean put(int e) {
      return queue.size() < 2 && queue.add(e);
    }

    public @Nullable Integer take() {
      return queue.poll();
    }

    public List<Integer> steal() {
      int half = queue.size() - queue.size() / 2;
      List<Integer> loot = new ArrayList<>();
      for (int i = 0; i < half; i++) {
        loot.add(queue.poll());
      }
      return loot;
    }
  }

  /** The twin, whose fault is chosen by the test. */
  public static class BrokenRing {
    static Fault fault = Fault.NONE;
    private final BrokenRunQueue queue = new BrokenRunQueue(fault, 2);

    @Operation(nonParallelGroup = "owner")
    public boolean put(int e) {
      return queue.put(e);
    }

    @Operation(nonParallelGroup = "owner")
    public @Nullable Integer take() {
      return queue.take();
    }

    @Operation
    public List<Integer> steal() {
      return queue.steal();
    }
  }

  @Test
  void theProductionRingIsLinearizableInEveryInterleaving() {
    scenarios(Ring.class).check(Ring.class);
  }

  @Test
  void theProductionRingIsLinearizableUnderStress() {
    new StressOptions()
        .sequentialSpecification(Sequential.class)
        .iterations(20)
        .invocationsPerIteration(2_000)
        .threads(3)
        .actorsPerThread(3)
        .check(Ring.class);
  }

  @Test
  void theTwinWithoutAFaultPasses() {
    BrokenRing.fault = Fault.NONE;
    scenarios(BrokenRing.class).check(BrokenRing.class);
  }

  /** The canary: Lincheck finds each fault on class files of this Java. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theTwinWithAFaultIsRejected(Fault fault) {
    BrokenRing.fault = fault;
    assertThrows(
        LincheckAssertionError.class,
        () -> scenarios(BrokenRing.class).check(BrokenRing.class));
  }

  /** Random scenarios, and the one in which owner and thief meet at a ring that wraps. */
  private static ModelCheckingOptions scenarios(Class<?> ring) {
    ExecutionScenario wrapping =
        new ExecutionScenario(
            List.of(actor(ring, "put", 1), actor(ring, "put", 2)),
            List.of(
                List.of(actor(ring, "take"), actor(ring, "put", 3), actor(ring, "put", 4)),
                List.of(actor(ring, "steal"), actor(ring, "steal"))),
            List.of(),
            null);
    return new ModelCheckingOptions()
        .sequentialSpecification(Sequential.class)
        .iterations(10)
        .invocationsPerIteration(2_000)
        .threads(2)
        .actorsPerThread(3)
        .addCustomScenario(wrapping);
  }

  private static Actor actor(Class<?> ring, String operation, Object... arguments) {
    for (Method method : ring.getMethods()) {
      if (method.getName().equals(operation)) {
        return new Actor(method, List.of(arguments));
      }
    }
    throw new AssertionError("no operation " + operation);
  }

  private static List<Integer> stolen(RunQueue<Integer> queue) {
    RunQueue.Grab<Integer> grab = new RunQueue.Grab<>(4);
    int n = queue.steal(grab);
    List<Integer> loot = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      loot.add(grab.item(i));
    }
    return loot;
  }
}
