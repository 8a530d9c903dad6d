package dev.handoff.verification.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Chan;
import dev.handoff.DeadlockException;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.runtime.Step;
import dev.handoff.sync.WaitGroup;
import dev.handoff.time.Ticker;
import dev.handoff.time.Timer;
import dev.handoff.verification.examples.PingPong;
import dev.handoff.verification.examples.Sieve;
import dev.handoff.verification.examples.Skynet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Recorded runs of real programs are behaviours of Scheduler.tla, and changed ones are not. */
class TraceValidationTest {
  private static final Path SPEC = Path.of("..", "spec");

  @TempDir private Path folder;

  static Stream<Arguments> programs() {
    return Stream.of(
        program("pingpong", 1, () -> PingPong.play(300)),
        program("pingpong", 2, () -> PingPong.play(300)),
        program("sieve", 2, () -> Sieve.primes(15)),
        program("skynet", 3, () -> Skynet.sum(100)),
        program("overflow", 1, TraceValidationTest::spawnMoreThanAQueueHolds),
        program("mixture", 4, TraceValidationTest::mixture),
        program("call", 1, SystemPrograms::callThatNeedsAnother),
        program("calls", 2, SystemPrograms::callsOfAllKinds),
        program("hog", 1, SystemPrograms::hogThatNeedsAnother),
        program("resize", 3, SystemPrograms::resize),
        program("lock", 2, SystemPrograms::lockedToItsMachine),
        program("all", 2, SystemPrograms::everythingAtOnce),
        program("timers", 1, TraceValidationTest::timers),
        program("timers", 2, TraceValidationTest::timers));
  }

  private static Arguments program(String name, int processors, Goroutine.Body main) {
    return Arguments.of(name, processors, main);
  }

  @ParameterizedTest(name = "{0} on {1} P")
  @MethodSource("programs")
  void aRecordedRunIsABehaviourOfTheSpec(String name, int processors, Goroutine.Body main)
      throws Exception {
    Path file = RecordedRuns.record(folder, processors, main);
    int events = Trace.read(file).events().size();
    assertEquals(new Verdict.Accepted(events), validate(file));
  }

  /** Whoever fires a timer is no M at work in the spec: it submits from outside. */
  private static void timers() {
    WaitGroup all = new WaitGroup();
    for (int i = 0; i < 10; i++) {
      Duration nap = Duration.ofNanos(200_000L * (i % 4));
      all.go(
          () -> {
            Go.sleep(nap);
            Timer.after(nap).channel().receive();
          });
    }
    all.add(5);
    for (int i = 0; i < 5; i++) {
      Timer.afterFunc(Duration.ofNanos(300_000L * i), all::done);
    }
    try (Ticker ticker = Ticker.every(Duration.ofMillis(1))) {
      ticker.channel().receive();
      all.await();
      ticker.channel().receive();
    }
  }

  /** Two goroutines that keep readying each other do not keep the global queue from its turn. */
  @Test
  void endedSlicesOfARunnextPairCount() throws Exception {
    Path file =
        RecordedRuns.record(
            folder,
            1,
            Duration.ofNanos(1),
            () -> {
              Chan<Integer> done = Chan.unbuffered();
              Thread outside =
                  Thread.ofPlatform()
                      .start(() -> done.send(1)); // its receiver comes by way of the global queue
              Chan<Integer> ping = Chan.unbuffered();
              Chan<Integer> pong = Chan.unbuffered();
              Go.go(
                  () -> {
                    for (int ball : ping) {
                      pong.send(ball);
                    }
                  });
              Go.go(
                  () -> {
                    while (true) {
                      ping.send(1);
                      pong.receive();
                    }
                  });
              done.receive();
              outside.join();
            });
    assertTrue(kinds(file).contains(Step.TAKE_NEXT_ANEW), "no slice of the pair has ended");
    assertInstanceOf(Verdict.Accepted.class, validate(file));
  }

  @Test
  void aReportedDeadlockIsOneInTheSpec() throws Exception {
    assertThrows(
        DeadlockException.class,
        () ->
            RecordedRuns.record(
                folder,
                2,
                () -> {
                  Go.go(() -> Chan.unbuffered().receive());
                  Go.blocking(() -> 1);
                  Chan.unbuffered().receive();
                }));
    Path file = folder.resolve("run.trace");
    assertTrue(kinds(file).contains(Step.REPORT_DEADLOCK));
    assertInstanceOf(Verdict.Accepted.class, validate(file));
  }

  @Test
  void theProgramsTakeMostActions() throws Exception {
    Set<Step> seen = EnumSet.noneOf(Step.class);
    seen.addAll(kinds(RecordedRuns.record(folder, 1, TraceValidationTest::spawnMoreThanAQueueHolds)));
    for (int run = 0; run < 3; run++) {
      seen.addAll(kinds(RecordedRuns.record(folder, 4, TraceValidationTest::mixture)));
      seen.addAll(kinds(RecordedRuns.record(folder, 2, SystemPrograms::everythingAtOnce)));
    }
    Set<Step> needed =
        EnumSet.complementOf(EnumSet.of(Step.TAKE_NEXT_ANEW, Step.CHECK_FOUND, Step.STEAL_NEXT,
            Step.POLL_EMPTY, Step.STOW, Step.STEAL, Step.REJOIN, Step.TAKE_OUT,
            Step.TAKE_OUT_NEXT, Step.REPORT_DEADLOCK));
    needed.removeAll(seen);
    assertEquals(Set.of(), needed, "kinds of step that no run took");
  }

  @Test
  void aDroppedEventIsRejectedWithItsPlaceAndWhatWasAllowed() throws Exception {
    Trace trace = Trace.read(RecordedRuns.record(folder, 1, () -> PingPong.play(3)));
    List<Event> events = new ArrayList<>(trace.events());
    int park = indexOf(events, Step.PARK, 2);
    Event dropped = events.remove(park);
    Verdict.Rejected verdict = rejected(trace, events);
    assertTrue(verdict.accepted() < events.size());
    assertEquals(events.size(), verdict.events());
    assertTrue(!verdict.offender().isEmpty() && !verdict.before().isEmpty(), verdict.toString());
    assertTrue(
        verdict.allowed().stream().anyMatch(line -> line.startsWith("M0: ") && line.contains("Park")),
        "after dropping " + dropped + " the spec allowed " + verdict.allowed());
  }

  @Test
  void swappedEventsAreRejected() throws Exception {
    Trace trace = Trace.read(RecordedRuns.record(folder, 1, () -> PingPong.play(3)));
    List<Event> events = new ArrayList<>(trace.events());
    int execute = indexOf(events, Step.EXECUTE, 2);
    Event e = events.set(execute, events.get(execute + 1));
    events.set(execute + 1, e);
    rejected(trace, events);
  }

  @Test
  void aChangedGoroutineIsRejected() throws Exception {
    Trace trace = Trace.read(RecordedRuns.record(folder, 1, () -> PingPong.play(3)));
    List<Event> events = new ArrayList<>(trace.events());
    int execute = indexOf(events, Step.EXECUTE, 2);
    Event e = events.get(execute);
    events.set(
        execute, new Event(e.stream(), e.kind(), e.q(), 3 - e.g(), e.n(), e.x(), e.y()));
    rejected(trace, events);
  }

  @Test
  void aTraceWrittenAgainUnchangedIsAccepted() throws Exception {
    Trace trace = Trace.read(RecordedRuns.record(folder, 1, () -> PingPong.play(3)));
    Path file = RecordedRuns.write(folder.resolve("again.trace"), trace, trace.events());
    assertEquals(new Verdict.Accepted(trace.events().size()), validate(file));
  }

  private Verdict.Rejected rejected(Trace trace, List<Event> events) throws Exception {
    Path file = RecordedRuns.write(folder.resolve("changed.trace"), trace, events);
    return assertInstanceOf(Verdict.Rejected.class, validate(file));
  }

  private static int indexOf(List<Event> events, Step kind, int which) {
    int seen = 0;
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).kind() == kind && ++seen == which) {
        return i;
      }
    }
    throw new AssertionError("no such step");
  }

  private static Set<Step> kinds(Path file) throws Exception {
    Set<Step> kinds = EnumSet.noneOf(Step.class);
    Trace.read(file).events().forEach(e -> kinds.add(e.kind()));
    return kinds;
  }

  private static Verdict validate(Path file) throws Exception {
    return new TraceValidator(SPEC).validate(file, progress -> {});
  }

  private static void spawnMoreThanAQueueHolds() {
    WaitGroup all = new WaitGroup();
    for (int i = 0; i < 300; i++) {
      all.go(() -> {});
    }
    all.await();
  }

  private static void mixture() throws InterruptedException {
    Chan<Integer> values = Chan.buffered(3);
    WaitGroup senders = new WaitGroup();
    Thread outside =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    values.send(i);
                  }
                });
    for (int s = 0; s < 10; s++) {
      senders.go(
          () -> {
            for (int i = 0; i < 40; i++) {
              values.send(i);
              if (i % 8 == 0) {
                Go.yield();
              }
              if (i == 20) {
                Go.sleep(Duration.ofMillis(1));
              }
            }
          });
    }
    Chan<Integer> counts = Chan.unbuffered();
    for (int r = 0; r < 3; r++) {
      Go.go(
          () -> {
            int count = 0;
            for (int value : values) {
              count += value >= 0 ? 1 : 0;
            }
            counts.send(count);
          });
    }
    senders.await();
    outside.join();
    values.close();
    int total = 0;
    for (int r = 0; r < 3; r++) {
      Integer count = counts.receive();
      total += count == null ? 0 : count;
    }
    assertEquals(450, total);
  }
}
