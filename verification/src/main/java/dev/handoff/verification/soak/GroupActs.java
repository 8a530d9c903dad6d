package dev.handoff.verification.soak;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.context.CanceledException;
import dev.handoff.sync.ErrGroup;
import dev.handoff.sync.WaitGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Acts that start goroutines in groups and in trees, and wait for them. */
final class GroupActs {
  private static final int FAN_OUT = 10;

  private GroupActs() {}

  /** A tree of goroutines, each of which sends its parent how many there are below. */
  static void tree(Stage stage, SplittableRandom random) {
    int depth = random.nextInt(8) == 0 ? 4 : random.nextInt(1, 4);
    long expected = (long) Math.pow(FAN_OUT, depth);
    Chan<Long> root = Chan.buffered(random.nextInt(2));
    stage.crew().go(() -> node(stage.crew(), root, depth));
    Long leaves = root.receive();
    SoakException.unless(
        leaves != null && leaves == expected,
        () -> "a tree has " + leaves + " leaves and not " + expected);
  }

  private static void node(Crew crew, Chan<Long> parent, int depth) {
    long leaves = 1;
    if (depth > 0) {
      Chan<Long> children = Chan.buffered(FAN_OUT / 2);
      for (int i = 0; i < FAN_OUT; i++) {
        crew.go(() -> node(crew, children, depth - 1));
      }
      leaves = 0;
      for (int i = 0; i < FAN_OUT; i++) {
        Long below = children.receive();
        leaves += below == null ? Long.MIN_VALUE : below;
      }
    }
    parent.send(leaves);
  }

  /** Many that do next to nothing. */
  static void burst(Stage stage, SplittableRandom random) {
    int count = random.nextInt(1, 5_000);
    LongAdder ran = new LongAdder();
    WaitGroup all = new WaitGroup();
    for (int i = 0; i < count; i++) {
      all.go(stage.crew().counted(ran::increment));
    }
    all.await();
    SoakException.unless(ran.sum() == count, () -> ran + " ran and not " + count);
  }

  /** Joins them one by one. */
  static void joining(Stage stage, SplittableRandom random) {
    int[] done = new int[random.nextInt(1, 100)];
    List<Goroutine> all = new ArrayList<>();
    for (int i = 0; i < done.length; i++) {
      int own = i;
      int yields = random.nextInt(3);
      all.add(
          stage
              .anyCrew(random)
              .go(
                  () -> {
                    for (int k = 0; k < yields; k++) {
                      Go.yield();
                    }
                    done[own]++;
                  }));
    }
    for (int i = 0; i < done.length; i++) {
      all.get(i).join();
      SoakException.unless(done[i] == 1 && all.get(i).isDone(), "it was joined but has not ended");
    }
  }

  /** A group with a limit, in which some fail: the first failure comes out, and all have ended. */
  static void errGroup(Stage stage, SplittableRandom random) throws Exception {
    int limit = random.nextInt(1, 8);
    int count = random.nextInt(1, 40);
    boolean fails = random.nextBoolean();
    ErrGroup group = new ErrGroup().limit(limit);
    AtomicInteger active = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < count; i++) {
      int number = i;
      group.go(
          stage
              .crew()
              .counted(
                  () -> {
                    SoakException.unless(
                        active.incrementAndGet() <= limit, "more are active than the limit allows");
                    Stage.pause();
                    active.decrementAndGet();
                    ended.incrementAndGet();
                    if (fails && number >= count / 2) {
                      throw new IOException("expected");
                    }
                  }));
    }
    Throwable thrown = null;
    try {
      group.await();
    } catch (IOException expected) {
      thrown = expected;
    }
    Throwable failure = thrown;
    Throwable cause = group.context().cause();
    SoakException.unless(ended.get() == count, () -> ended + " have ended and not " + count);
    SoakException.unless(fails == (failure != null), () -> "await threw " + failure);
    SoakException.unless(
        failure == null ? cause instanceof CanceledException : cause == failure,
        () -> "the cause is " + cause + " and not " + failure);
  }
}
