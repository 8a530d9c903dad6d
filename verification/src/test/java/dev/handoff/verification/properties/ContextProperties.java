package dev.handoff.verification.properties;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.handoff.Goroutine;
import dev.handoff.Scheduler;
import dev.handoff.context.CanceledException;
import dev.handoff.context.Context;
import dev.handoff.context.DeadlineExceededException;
import dev.handoff.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * Over any tree of contexts that several goroutines cancel at once: what is cancelled, and for what
 * reason, is as if they had done so one after the other, each time exactly the part of the tree below.
 */
class ContextProperties {
  private static final int GOROUTINES = 3;

  private enum Kind {
    CANCEL,
    VALUE,
    /** With a deadline that is far. */
    TIMEOUT,
    /** With a deadline that has passed. */
    EXPIRED
  }

  /** A context; its parent is an earlier one, or the background. */
  record Node(Kind kind, int parent) {}

  /** A goroutine cancels a context; with a cause of its own or without. */
  record Cancel(int goroutine, int node, boolean hasCause) {}

  /**
   * @param late the parents of contexts that are made while others are cancelled, by a goroutine each
   */
  record Case(List<Node> nodes, List<Cancel> cancels, List<Integer> late) {}

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(8, Kind.CANCEL),
            Tuple.of(3, Kind.VALUE),
            Tuple.of(2, Kind.TIMEOUT),
            Tuple.of(1, Kind.EXPIRED));
    Arbitrary<Integer> any = Arbitraries.integers().between(0, 20);
    return Combinators.combine(
            Combinators.combine(kinds, any).as(Node::new).list().ofMinSize(1).ofMaxSize(10),
            Combinators.combine(
                    Arbitraries.integers().between(0, GOROUTINES - 1),
                    any,
                    Arbitraries.of(true, false))
                .as(Cancel::new)
                .list()
                .ofMaxSize(5),
            any.list().ofMaxSize(3))
        .as(ContextProperties::fitted);
  }

  /** With numbers that there are. */
  private static Case fitted(List<Node> nodes, List<Cancel> cancels, List<Integer> late) {
    List<Node> fitted =
        IntStream.range(0, nodes.size())
            .mapToObj(i -> new Node(nodes.get(i).kind(), nodes.get(i).parent() % (i + 1) - 1))
            .toList();
    int size = nodes.size();
    return new Case(
        fitted,
        cancels.stream()
            .map(c -> new Cancel(c.goroutine(), c.node() % size, c.hasCause()))
            .filter(c -> fitted.get(c.node()).kind() != Kind.VALUE)
            .toList(),
        late.stream().map(p -> p % size).toList());
  }

  // ---------------------------------------------------------------------------------- properties

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void exactlyWhatIsBelowIsCancelledAndWithTheRightReason(
      @ForAll("cases") Case c, @ForAll @IntRange(min = 1, max = 3) int processors) {
    check(c, processors, new Operations());
  }

  private enum Fault {
    HANGS_BELOW_THE_BACKGROUND,
    CANCELS_ABOVE,
    FORGETS_THE_CAUSE
  }

  @Property(generation = GenerationMode.EXHAUSTIVE)
  void everyFaultIsNoticed(@ForAll Fault fault) {
    Case two =
        new Case(
            List.of(new Node(Kind.CANCEL, -1), new Node(Kind.CANCEL, 0), new Node(Kind.CANCEL, 1)),
            List.of(new Cancel(0, 1, true)),
            List.of());
    check(two, 1, new Operations());
    try {
      check(two, 1, new Faulty(fault));
    } catch (AssertionError noticed) {
      return;
    }
    fail(fault + " was not noticed");
  }

  /** What is done to contexts. */
  private static class Operations {
    Context below(Context parent, Kind kind) {
      return switch (kind) {
        case CANCEL -> parent.withCancel();
        case VALUE -> parent.withValue(Context.Key.named("key"), 1);
        case TIMEOUT -> parent.withTimeout(Duration.ofDays(1));
        case EXPIRED -> parent.withTimeout(Duration.ZERO);
      };
    }

    void cancel(List<Context> contexts, List<Node> nodes, int node, Throwable cause) {
      ((Context.Cancellable) contexts.get(node)).cancel(cause);
    }
  }

  private static final class Faulty extends Operations {
    private final Fault fault;

    Faulty(Fault fault) {
      this.fault = fault;
    }

    @Override
    Context below(Context parent, Kind kind) {
      return super.below(
          fault == Fault.HANGS_BELOW_THE_BACKGROUND ? Context.background() : parent, kind);
    }

    @Override
    void cancel(List<Context> contexts, List<Node> nodes, int node, Throwable cause) {
      super.cancel(
          contexts,
          nodes,
          fault == Fault.CANCELS_ABOVE ? nodes.get(node).parent() : node,
          fault == Fault.FORGETS_THE_CAUSE ? null : cause);
    }
  }

  // ------------------------------------------------------------------------------------- one case

  private static void check(Case c, int processors, Operations operations) {
    List<Context> contexts = new ArrayList<>();
    Context[] late = new Context[c.late().size()];
    List<Throwable> causes =
        c.cancels().stream()
            .map(cancel -> cancel.hasCause() ? new Throwable("cause") : null)
            .toList();
    try (Scheduler scheduler = Scheduler.builder().processors(processors).build()) {
      scheduler.run(
          () -> {
            for (Node node : c.nodes()) {
              Context parent =
                  node.parent() < 0 ? Context.background() : contexts.get(node.parent());
              contexts.add(operations.below(parent, node.kind()));
            }
            List<Goroutine> watchers =
                contexts.stream().map(x -> scheduler.go(() -> x.done().receive())).toList();
            cancelAtOnce(c, contexts, late, causes, operations);
            for (int i = 0; i < contexts.size(); i++) {
              if (contexts.get(i).err() != null) {
                watchers.get(i).join(); // who waits for it is woken
              } else {
                assertTrue(!watchers.get(i).isDone(), "woken, and not cancelled: " + i);
              }
            }
          });
    }
    List<String> seen = contexts.stream().map(x -> reason(x, causes)).toList();
    assertTrue(
        isExplained(c, initially(c), new int[GOROUTINES], seen), () -> c + " came out as " + seen);
    for (int i = 0; i < late.length; i++) {
      assertEquals(seen.get(c.late().get(i)), reason(late[i], causes), "made late: " + i);
    }
  }

  private static void cancelAtOnce(
      Case c,
      List<Context> contexts,
      Context[] late,
      List<Throwable> causes,
      Operations operations) {
    WaitGroup all = new WaitGroup();
    for (int goroutine = 0; goroutine < GOROUTINES; goroutine++) {
      int own = goroutine;
      all.go(
          () -> {
            for (int i = 0; i < c.cancels().size(); i++) {
              Cancel cancel = c.cancels().get(i);
              if (cancel.goroutine() == own) {
                operations.cancel(contexts, c.nodes(), cancel.node(), causes.get(i));
              }
            }
          });
    }
    for (int i = 0; i < late.length; i++) {
      int index = i;
      all.go(() -> late[index] = contexts.get(c.late().get(index)).withCancel());
    }
    all.await();
  }

  /** Not cancelled: "". Else by which cancel, or that the deadline passed. */
  private static String reason(Context context, List<Throwable> causes) {
    Throwable err = context.err();
    Throwable cause = context.cause();
    assertEquals(err != null, context.done().isDrained(), "closed if and only if cancelled");
    return switch (err) {
      case null -> "";
      case DeadlineExceededException _ when cause == err -> "deadline";
      case CanceledException _ when cause == err -> "canceled";
      case CanceledException _ when causes.contains(cause) -> "cause " + causes.indexOf(cause);
      default -> "wrong: " + err + " because of " + cause;
    };
  }

  // ---------------------------------------------------------------------------------- the model

  private static String[] initially(Case c) {
    String[] reasons = new String[c.nodes().size()];
    Arrays.fill(reasons, "");
    for (int i = 0; i < reasons.length; i++) {
      if (c.nodes().get(i).kind() == Kind.EXPIRED) {
        cancel(c, reasons, i, "deadline");
      } else if (c.nodes().get(i).parent() >= 0) {
        reasons[i] = reasons[c.nodes().get(i).parent()];
      }
    }
    return reasons;
  }

  /** It and what is below, unless it has been cancelled before. */
  private static void cancel(Case c, String[] reasons, int node, String reason) {
    if (reasons[node].isEmpty()) {
      reasons[node] = reason;
    }
    for (int i = node + 1; i < reasons.length; i++) {
      if (c.nodes().get(i).parent() == node) {
        cancel(c, reasons, i, reasons[node]);
      }
    }
  }

  /** Whether some order of the cancels leads there; {@code next} says how far each goroutine is. */
  private static boolean isExplained(Case c, String[] reasons, int[] next, List<String> seen) {
    boolean over = true;
    for (int g = 0; g < GOROUTINES; g++) {
      int goroutine = g;
      int[] own =
          IntStream.range(0, c.cancels().size())
              .filter(i -> c.cancels().get(i).goroutine() == goroutine)
              .toArray();
      if (next[g] < own.length) {
        over = false;
        int index = own[next[g]];
        Cancel cancel = c.cancels().get(index);
        String[] then = reasons.clone();
        cancel(c, then, cancel.node(), cancel.hasCause() ? "cause " + index : "canceled");
        int[] further = next.clone();
        further[g]++;
        if (isExplained(c, then, further, seen)) {
          return true;
        }
      }
    }
    return over && List.of(reasons).equals(seen);
  }
}
