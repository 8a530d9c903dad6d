package dev.handoff.verification.programs;

import dev.handoff.verification.programs.Statement.Acquire;
import dev.handoff.verification.programs.Statement.Arm;
import dev.handoff.verification.programs.Statement.Close;
import dev.handoff.verification.programs.Statement.Receive;
import dev.handoff.verification.programs.Statement.Release;
import dev.handoff.verification.programs.Statement.Select;
import dev.handoff.verification.programs.Statement.Send;
import dev.handoff.verification.programs.Statement.Simple;
import dev.handoff.verification.programs.Statement.Spawn;
import dev.handoff.verification.programs.Statement.TryAcquire;
import dev.handoff.verification.programs.Statement.TryReceive;
import dev.handoff.verification.programs.Statement.TrySend;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Makes programs. They are put together from fragments, each of which belongs to one to three routines
 * and is whole: a send with its receive, a lock with its unlock. So many programs get far before they
 * end or are stuck, and they shrink by whole fragments.
 */
final class Programs {
  private static final int CHANNELS = 3;
  private static final int ROUTINES = 5;
  private static final int FRAGMENTS = 10;

  private Programs() {}

  /** What one routine does of a fragment. */
  private record Part(int routine, List<Statement> statements) {}

  /** Where a routine is started. */
  private record Start(int parent, int position) {}

  static Arbitrary<Program> programs() {
    return Combinators.combine( // what comes first is shrunk first
            fragments().list().ofMinSize(1).ofMaxSize(FRAGMENTS),
            starts().list().ofSize(ROUTINES - 1),
            Arbitraries.integers().between(0, 2).list().ofSize(CHANNELS),
            Arbitraries.integers().between(1, 4))
        .as(Programs::program);
  }

  private static Program program(
      List<List<Part>> fragments, List<Start> starts, List<Integer> capacities, int processors) {
    List<List<Statement>> routines = new ArrayList<>();
    for (int r = 0; r < ROUTINES; r++) {
      routines.add(new ArrayList<>());
    }
    for (List<Part> fragment : fragments) {
      for (Part part : fragment) {
        routines.get(part.routine()).addAll(part.statements());
      }
    }
    for (int r = ROUTINES - 1; r > 0; r--) {
      if (!routines.get(r).isEmpty()) {
        Start start = starts.get(r - 1);
        List<Statement> parent = routines.get(start.parent() % r);
        parent.add(start.position() % (parent.size() + 1), new Spawn(r));
      }
    }
    return new Program(processors, capacities, routines);
  }

  /** Mostly by main, before it does anything else. */
  private static Arbitrary<Start> starts() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Arbitraries.just(new Start(0, 0))),
        Tuple.of(
            1,
            Combinators.combine(
                    Arbitraries.integers().between(0, ROUTINES - 1),
                    Arbitraries.integers().between(0, FRAGMENTS))
                .as(Start::new)));
  }

  // ------------------------------------------------------------------------------------ fragments

  private static Arbitrary<List<Part>> fragments() {
    return Arbitraries.frequencyOf(
        Tuple.of(5, transfers()),
        Tuple.of(4, channelStatements().flatMap(s -> inOneRoutine(List.of(s)))),
        Tuple.of(1, pauses().flatMap(s -> inOneRoutine(List.of(s)))),
        Tuple.of(6, sections()),
        Tuple.of(2, conditions()),
        Tuple.of(2, groups()));
  }

  private static Arbitrary<List<Part>> inOneRoutine(List<Statement> statements) {
    return routine().map(r -> List.of(new Part(r, statements)));
  }

  /** A send, and a receive elsewhere. */
  private static Arbitrary<List<Part>> transfers() {
    return Combinators.combine(channel(), routine(), routine())
        .as(
            (c, from, to) ->
                List.of(
                    new Part(from, List.of(new Send(c))), new Part(to, List.of(new Receive(c)))));
  }

  /** Something that is taken and given back, with something in between. */
  private static Arbitrary<List<Part>> sections() {
    Arbitrary<List<Statement>> inside =
        Arbitraries.frequencyOf(Tuple.of(1, channelStatements()), Tuple.of(2, pauses()))
            .list()
            .ofMaxSize(2);
    return Combinators.combine(brackets(), inside, routine())
        .as(
            (brackets, statements, r) -> {
              List<Statement> all = new ArrayList<>(statements);
              all.addFirst(brackets.getFirst());
              all.addLast(brackets.getLast());
              return List.of(new Part(r, all));
            });
  }

  private static Arbitrary<List<Statement>> brackets() {
    Arbitrary<List<Statement>> locks =
        Arbitraries.of(
            List.<Statement>of(Simple.LOCK, Simple.UNLOCK),
            List.<Statement>of(Simple.TRY_LOCK, Simple.UNLOCK),
            List.<Statement>of(Simple.READ_LOCK, Simple.READ_UNLOCK),
            List.<Statement>of(Simple.TRY_READ_LOCK, Simple.READ_UNLOCK),
            List.<Statement>of(Simple.WRITE_LOCK, Simple.WRITE_UNLOCK),
            List.<Statement>of(Simple.TRY_WRITE_LOCK, Simple.WRITE_UNLOCK));
    return Arbitraries.frequencyOf(
        Tuple.of(3, locks),
        Tuple.of(1, permits().map(n -> List.of(new Acquire(n), new Release(n)))),
        Tuple.of(1, permits().map(n -> List.of(new TryAcquire(n), new Release(n)))));
  }

  /** One waits for a signal, and one gives it, with the lock or without. */
  private static Arbitrary<List<Part>> conditions() {
    return Combinators.combine(
            routine(),
            routine(),
            Arbitraries.of(Simple.SIGNAL, Simple.BROADCAST),
            Arbitraries.of(true, false))
        .as(
            (waiting, giving, signal, locked) ->
                List.of(
                    new Part(waiting, List.of(Simple.LOCK, Simple.AWAIT, Simple.UNLOCK)),
                    new Part(
                        giving,
                        locked
                            ? List.of(Simple.LOCK, signal, Simple.UNLOCK)
                            : List.of(signal))));
  }

  private static Arbitrary<List<Part>> groups() {
    return Combinators.combine(routine(), routine(), routine())
        .as(
            (adds, does, waits) ->
                List.of(
                    new Part(adds, List.of(Simple.ADD)),
                    new Part(does, List.of(Simple.DONE)),
                    new Part(waits, List.of(Simple.AWAIT_GROUP))));
  }

  // ----------------------------------------------------------------------------------- statements

  private static Arbitrary<Statement> channelStatements() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, channel().map(Send::new)),
        Tuple.of(2, channel().map(Receive::new)),
        Tuple.of(2, channel().map(TrySend::new)),
        Tuple.of(2, channel().map(TryReceive::new)),
        Tuple.of(1, channel().map(Close::new)),
        Tuple.of(
            6,
            Combinators.combine(arms().list().ofMaxSize(3), Arbitraries.of(false, false, true))
                .as(Select::new)));
  }

  private static Arbitrary<Arm> arms() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, channel().map(Arm.SendTo::new)),
        Tuple.of(4, channel().map(Arm.ReceiveFrom::new)),
        Tuple.of(1, Arbitraries.just(new Arm.Never())),
        Tuple.of(1, Arbitraries.of(0, 50, 500).map(Arm.After::new)));
  }

  private static Arbitrary<Statement> pauses() {
    return Arbitraries.of(Simple.YIELD, Simple.SLEEP, Simple.BLOCKING);
  }

  private static Arbitrary<Integer> channel() {
    return Arbitraries.integers().between(0, CHANNELS - 1);
  }

  private static Arbitrary<Integer> routine() {
    return Arbitraries.integers().between(0, ROUTINES - 1);
  }

  /** Up to one more than there are. */
  private static Arbitrary<Integer> permits() {
    return Arbitraries.integers().between(1, Program.PERMITS + 1);
  }
}
