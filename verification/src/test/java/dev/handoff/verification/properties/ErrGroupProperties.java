package dev.handoff.verification.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.Scheduler;
import dev.handoff.context.Context;
import dev.handoff.sync.ErrGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Over any bodies and any limit: all bodies have ended when the wait is over, never more than the
 * limit were active, and what is thrown is the first failure, which is also the cause of the context.
 */
class ErrGroupProperties {
  /** What a body does: yields so often, and then fails or not. */
  record Body(int yields, boolean fails) {}

  @Provide
  Arbitrary<List<Body>> bodies() {
    return Combinators.combine(Arbitraries.integers().between(0, 4), Arbitraries.of(true, false))
        .as(Body::new)
        .list()
        .ofMaxSize(12);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void theFirstFailureComesOutWhenAllHaveEnded(
      @ForAll("bodies") List<Body> bodies,
      @ForAll @IntRange(min = 1, max = 4) int limit,
      @ForAll @IntRange(min = 1, max = 3) int processors) {
    check(bodies, limit, processors, new Operations());
  }

  private enum Fault {
    NO_LIMIT,
    DOES_NOT_WAIT,
    THROWS_ANOTHER,
    LOSES_A_BODY
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void everyFaultIsNoticed(@ForAll Fault fault) {
    List<Body> bodies = Collections.nCopies(4, new Body(3, true));
    check(bodies, 2, 1, new Operations());
    try {
      check(bodies, 2, 1, new Faulty(fault));
    } catch (AssertionError noticed) {
      return;
    }
    fail(fault + " was not noticed");
  }

  /** What is done to the group. */
  private static class Operations {
    void limit(ErrGroup group, int n) {
      group.limit(n);
    }

    void go(ErrGroup group, int number, Goroutine.Body body) {
      group.go(body);
    }

    void await(ErrGroup group) throws Exception {
      group.await();
    }
  }

  private static final class Faulty extends Operations {
    private final Fault fault;

    Faulty(Fault fault) {
      this.fault = fault;
    }

    @Override
    void limit(ErrGroup group, int n) {
      super.limit(group, fault == Fault.NO_LIMIT ? -1 : n);
    }

    @Override
    void go(ErrGroup group, int number, Goroutine.Body body) {
      if (fault != Fault.LOSES_A_BODY || number > 0) {
        super.go(group, number, body);
      }
    }

    @Override
    void await(ErrGroup group) throws Exception {
      if (fault != Fault.DOES_NOT_WAIT) {
        try {
          super.await(group);
        } catch (Failure failure) {
          throw fault == Fault.THROWS_ANOTHER ? new Failure(-1) : failure;
        }
      }
    }
  }

  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(int number) {
      super("body " + number);
    }
  }

  private static void check(
      List<Body> bodies, int limit, int processors, Operations operations) {
    AtomicInteger active = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
    try (Scheduler scheduler = Scheduler.builder().processors(processors).build()) {
      scheduler.run(
          () -> {
            ErrGroup group = new ErrGroup();
            operations.limit(group, limit);
            for (int i = 0; i < bodies.size(); i++) {
              int number = i;
              Body body = bodies.get(i);
              operations.go(
                  group,
                  number,
                  () -> {
                    most.accumulateAndGet(active.incrementAndGet(), Math::max);
                    for (int y = 0; y < body.yields(); y++) {
                      Go.yield();
                    }
                    active.decrementAndGet();
                    ended.incrementAndGet();
                    if (body.fails()) {
                      Failure failure = new Failure(number);
                      failures.add(failure);
                      throw failure;
                    }
                  });
            }
            Throwable thrown = null;
            try {
              operations.await(group);
            } catch (Failure failure) {
              thrown = failure;
            }
            assertEquals(bodies.size(), ended.get(), "ended");
            assertTrue(most.get() <= limit, () -> most + " were active");
            judge(thrown, failures, limit, group.context());
          });
    }
  }

  /** With a limit of one the order in which they failed is known. */
  private static void judge(Throwable thrown, List<Failure> failures, int limit, Context context) {
    if (failures.isEmpty()) {
      assertSame(null, thrown);
    } else if (limit == 1) {
      assertSame(failures.getFirst(), thrown);
    } else {
      assertTrue(failures.contains(thrown), () -> thrown + " of " + failures);
    }
    assertTrue(context.err() != null, "cancelled in any case");
    if (thrown != null) {
      assertSame(thrown, context.cause());
    }
  }
}
