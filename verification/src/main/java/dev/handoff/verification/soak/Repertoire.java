package dev.handoff.verification.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The acts of a soak.
 *
 * @param parts all of them
 */
record Repertoire(List<Part> parts) {
  /**
   * An act by its name.
   *
   * @param weight how often it is drawn, beside the others
   * @param panics whether its goroutines panic, which would come out of any run that is active
   */
  record Part(String name, Act act, int weight, boolean panics) {
    static Part of(String name, Act act) {
      return new Part(name, act, 4, false);
    }

    static Part rare(String name, Act act) {
      return new Part(name, act, 1, false);
    }
  }

  /** Everything that there is. */
  static final Repertoire ALL =
      new Repertoire(
          List.of(
              Part.of("pipeline", ChannelActs::pipeline),
              Part.of("polling", ChannelActs::polling),
              Part.of("closing", ChannelActs::closing),
              Part.of("ring", ChannelActs::ring),
              Part.of("fanIn", ChannelActs::fanIn),
              Part.of("exchange", ChannelActs::exchange),
              Part.of("mutex", LockActs::mutex),
              Part.of("rwMutex", LockActs::rwMutex),
              Part.of("semaphore", LockActs::semaphore),
              Part.of("cond", LockActs::cond),
              Part.of("broadcast", LockActs::broadcast),
              Part.of("once", LockActs::once),
              Part.of("tree", GroupActs::tree),
              Part.of("burst", GroupActs::burst),
              Part.of("joining", GroupActs::joining),
              Part.of("errGroup", GroupActs::errGroup),
              Part.of("sleeps", TimeActs::sleeps),
              Part.of("timers", TimeActs::timers),
              Part.of("functions", TimeActs::functions),
              Part.of("ticker", TimeActs::ticker),
              Part.of("timeouts", TimeActs::timeouts),
              Part.of("contexts", TimeActs::contexts),
              Part.rare("spinningCall", ThreadActs::spinningCall),
              Part.of("files", ThreadActs::files),
              Part.of("parkingCalls", ThreadActs::parkingCalls),
              Part.of("throwingCall", ThreadActs::throwingCall),
              Part.rare("hog", ThreadActs::hog),
              Part.rare("hogUntilAnotherRan", ThreadActs::hogUntilAnotherRan),
              Part.of("yields", ThreadActs::yields),
              Part.of("locked", ThreadActs::locked),
              Part.rare("pinned", ThreadActs::pinned),
              Part.of("jdkLocks", JdkActs::locks),
              Part.of("jdkTurns", JdkActs::turns),
              Part.of("jdkQueues", JdkActs::queues),
              Part.of("jdkFutures", JdkActs::futures),
              Part.of("jdkBarrier", JdkActs::barrier),
              Part.of("jdkSleeps", JdkActs::sleeps),
              new Part("panics", FailureActs::panics, 4, true),
              Part.of("exits", FailureActs::exits),
              Part.of("interruptedLocks", FailureActs::interruptedLocks),
              Part.of("interruptedChannel", FailureActs::interruptedChannel),
              Part.of("interruptedWaits", FailureActs::interruptedWaits),
              Part.of("resize", SchedulerActs::resize),
              Part.rare("look", SchedulerActs::look),
              Part.rare("life", SchedulerActs::life)));

  /** Some of them, drawn at random: one phase is not like another. */
  Repertoire some(SplittableRandom random, boolean mayPanic) {
    List<Part> left = new ArrayList<>(parts.stream().filter(p -> mayPanic || !p.panics()).toList());
    Collections.shuffle(left, new Random(random.nextLong()));
    int most = left.size();
    int few = Math.min(most, 4);
    int count = random.nextInt(3) == 0 ? most : random.nextInt(few, most + 1);
    return new Repertoire(List.copyOf(left.subList(0, count)));
  }

  /** One of them, by weight. */
  Part any(SplittableRandom random) {
    int at = random.nextInt(parts.stream().mapToInt(Part::weight).sum());
    for (Part part : parts) {
      at -= part.weight();
      if (at < 0) {
        return part;
      }
    }
    throw new IllegalStateException("a repertoire without acts");
  }
}
