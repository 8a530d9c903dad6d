package dev.handoff.context;

import static dev.handoff.Select.otherwise;
import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Await;
import dev.handoff.Chan;
import dev.handoff.DeadlockException;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.Scheduler;
import dev.handoff.sync.WaitGroup;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contexts as Go's package has them. */
@Timeout(120)
class ContextTest {
  private static final Duration LONG = Duration.ofDays(1);
  private static final Duration SHORT = Duration.ofMillis(5);

  private static void run(int processors, Goroutine.Body main) {
    try (Scheduler scheduler = Scheduler.builder().processors(processors).build()) {
      scheduler.run(main);
    }
  }

  private static void assertOpen(Context context) {
    assertNull(context.err(), context.toString());
    assertNull(context.cause(), context.toString());
    assertFalse(context.done().isDrained(), context.toString());
    assertEquals(1, select(receive(context.done()), otherwise()), context.toString());
  }

  private static void assertCanceled(Context context, Throwable cause) {
    assertInstanceOf(CanceledException.class, context.err(), context.toString());
    assertSame(cause, context.cause(), context.toString());
    assertTrue(context.done().isDrained(), context.toString());
    assertNull(context.done().receive());
    assertEquals(0, select(receive(context.done()), otherwise()), context.toString());
  }

  // ---------------------------------------------------------------------------------- background

  @Test
  void theBackgroundIsNeverDone() {
    Context background = Context.background();
    assertOpen(background);
    assertNotNull(background.done());
    assertSame(background.done(), background.done());
    assertNull(background.done().tryReceive());
    assertNull(background.deadline());
    assertNull(background.value(Context.Key.named("x")));
    assertSame(background.done(), background.withValue(Context.Key.named("x"), 1).done());
    Thread.currentThread().interrupt();
    try {
      assertThrows(GoroutineInterruptedException.class, () -> background.done().receive());
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void whoeverWaitsForTheBackgroundWaitsForEver() {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      DeadlockException e =
          assertThrows(
              DeadlockException.class,
              () ->
                  scheduler.run(
                      () -> {
                        Go.go("loop", () -> Context.background().done().forEach(v -> {}));
                        Go.go("select", () -> select(receive(Context.background().done())));
                        Context.background().done().receive();
                      }));
      assertTrue(e.getMessage().contains("(main) [chan receive (nil chan)"), e.getMessage());
      assertTrue(e.getMessage().contains("(loop) [chan receive (nil chan)"), e.getMessage());
      assertTrue(e.getMessage().contains("(select) [select (no cases)"), e.getMessage());
    }
  }

  // ---------------------------------------------------------------------------------- cancelling

  @Test
  void cancellingSaysWhy() {
    Context.Cancellable plain = Context.background().withCancel();
    assertOpen(plain);
    assertSame(plain.done(), plain.done());
    plain.cancel();
    Throwable err = plain.err();
    assertCanceled(plain, err);
    plain.cancel(new IllegalStateException("later"));
    plain.close();
    assertSame(err, plain.err());
    assertCanceled(plain, err);

    IllegalStateException cause = new IllegalStateException("x");
    Context.Cancellable withCause = Context.background().withCancel();
    withCause.cancel(cause);
    assertCanceled(withCause, cause);
    assertSame(cause, withCause.err().getCause());

    Context.Cancellable withNull = Context.background().withCancel();
    withNull.cancel(null);
    assertCanceled(withNull, withNull.err());

    Context seen;
    try (Context.Cancellable closed = Context.background().withCancel()) {
      seen = closed;
      assertOpen(seen);
    }
    assertCanceled(seen, seen.err());
  }

  @Test
  void cancellingReachesAllBelowAndNobodyElse() {
    Context.Cancellable root = Context.background().withCancel();
    Context.Cancellable parent = root.withCancel();
    Context.Cancellable beside = root.withCancel();
    Context.Cancellable child = parent.withCancel();
    Context value = child.withValue(Context.Key.named("k"), "v");
    Context.Cancellable early = value.withTimeout(LONG);
    Context.Cancellable grandchild = value.withTimeout(LONG);
    Exception first = new Exception("first");
    early.cancel(first);
    assertCanceled(early, first);
    assertOpen(value);
    assertOpen(grandchild);

    Exception cause = new Exception("cause");
    parent.cancel(cause);
    for (Context below : List.of(parent, child, value, grandchild)) {
      assertCanceled(below, cause);
      assertSame(parent.err(), below.err());
    }
    assertCanceled(early, first);
    assertOpen(root);
    assertOpen(beside);

    Context.Cancellable late = grandchild.withDeadline(Instant.MAX);
    assertCanceled(late, cause);
    assertSame(parent.err(), late.err());
    late.cancel();
    assertCanceled(late, cause);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void cancellingWakesWhoeverWaits(int processors) {
    run(
        processors,
        () -> {
          Context.Cancellable context = Context.background().withCancel();
          Chan<Integer> never = Chan.unbuffered();
          List<Throwable> seen = new ArrayList<>();
          Goroutine[] waiting = {
            Go.go(() -> select(receive(never), receive(context.done(), v -> seen.add(context.err())))),
            Go.go(() -> context.withTimeout(LONG).done().receive())
          };
          for (Goroutine g : waiting) {
            Await.until("it waits", () -> yielding(g.state() == Goroutine.State.WAITING));
          }
          context.cancel();
          for (Goroutine g : waiting) {
            g.join();
          }
          assertEquals(List.of(context.err()), seen);
        });
  }

  private static boolean yielding(boolean value) {
    Go.yield();
    return value;
  }

  /** Go's TestCause. [A cause that a later one replaces, or that does not come from above.] */
  @Test
  void theCauseIsTheFirstOneHereOrAbove() {
    Exception above = new Exception("above");
    Exception here = new Exception("here");
    assertCause(above, parent -> parent.cancel(above), child -> child.cancel(here));
    assertCause(here, parent -> {}, child -> child.cancel(here));
    assertCause(above, parent -> parent.cancel(above), Context.Cancellable::cancel);
    assertCause(null, Context.Cancellable::cancel, child -> child.cancel(here));
    Context.Cancellable parent = Context.background().withCancel();
    Context.Cancellable child = parent.withCancel();
    child.cancel();
    parent.cancel(above);
    assertCanceled(child, child.err());
    Context.Cancellable expired = parent.withTimeout(Duration.ZERO);
    assertCanceled(expired, above); // cancelled before its time is over
    Context.Cancellable open = Context.background().withCancel();
    Context.Cancellable overdue = open.withTimeout(Duration.ZERO);
    open.cancel(above);
    assertInstanceOf(DeadlineExceededException.class, overdue.cause());
  }

  /** Null: the reason of the parent. */
  private static void assertCause(
      Throwable cause, Consumer<Context.Cancellable> first, Consumer<Context.Cancellable> second) {
    Context.Cancellable parent = Context.background().withCancel();
    Context.Cancellable child = parent.withCancel();
    first.accept(parent);
    second.accept(child);
    assertCanceled(child, cause == null ? parent.err() : cause);
  }

  /** Go's TestInterlockedCancels: whoever is woken by a cancellation cancels what is below. */
  @Test
  void whoIsWokenByACancellationMayCancelWhatIsBelow() {
    run(
        2,
        () -> {
          for (int round = 0; round < 500; round++) {
            Context.Cancellable parent = Context.background().withCancel();
            Context.Cancellable child = parent.withCancel();
            WaitGroup woken = new WaitGroup();
            woken.go(
                () -> {
                  parent.done().receive();
                  child.cancel(new Exception("too late"));
                });
            parent.cancel();
            child.done().receive();
            woken.await();
            assertCanceled(child, parent.err());
          }
        });
  }

  /** Go's TestLayers: whatever a context is made of, it has all values, and ends with any that it is below. */
  @Test
  void layersInAnyOrder() {
    long seed = Long.getLong("handoff.test.seed", System.nanoTime());
    Random random = new Random(seed);
    String which = "-Dhandoff.test.seed=" + seed;
    for (int round = 0; round < 100; round++) {
      List<Context.Key<Integer>> keys = new ArrayList<>();
      List<Context.Cancellable> cancellable = new ArrayList<>();
      cancellable.add(Context.background().withCancel());
      Context context = cancellable.getFirst();
      for (int i = 0; i < 30; i++) {
        switch (random.nextInt(3)) {
          case 0 -> {
            keys.add(Context.Key.named("k" + keys.size()));
            context = context.withValue(keys.getLast(), keys.size());
          }
          case 1 -> {
            cancellable.add(context.withCancel());
            context = cancellable.getLast();
          }
          default -> {
            cancellable.add(context.withTimeout(LONG));
            context = cancellable.getLast();
          }
        }
      }
      assertOpen(context);
      int last = random.nextInt(cancellable.size());
      cancellable.get(last).cancel();
      for (int i = 0; i < cancellable.size(); i++) {
        assertEquals(i >= last, cancellable.get(i).err() != null, which);
      }
      assertCanceled(context, cancellable.get(last).err());
      for (int k = 0; k < keys.size(); k++) {
        assertEquals(k + 1, context.value(keys.get(k)), which);
      }
      cancellable.getFirst().cancel();
    }
  }

  // ------------------------------------------------------------------------------------ deadlines

  @Test
  void aTimeoutCancels() throws Exception {
    Goroutine.Body test =
        () -> {
          Instant before = Instant.now();
          try (Context.Cancellable context = Context.background().withTimeout(SHORT)) {
            Instant deadline = context.deadline();
            assertNotNull(deadline);
            assertFalse(deadline.isBefore(before.plus(SHORT)));
            Context below = context.withCancel();
            assertEquals(deadline, below.deadline());
            assertNull(below.done().receive());
            assertInstanceOf(DeadlineExceededException.class, context.err());
            assertSame(context.err(), context.cause());
            assertSame(context.err(), below.err());
            context.cancel(new Exception("too late"));
            assertInstanceOf(DeadlineExceededException.class, context.err());
            assertSame(context.err(), context.cause());
          }
          try (Context.Cancellable context =
              Context.background().withDeadline(Instant.now().plus(SHORT))) {
            assertNull(context.done().receive());
            assertInstanceOf(DeadlineExceededException.class, context.err());
          }
        };
    run(1, test);
    run(2, test);
    test.run();
  }

  @Test
  void aDeadlineThatHasPassedCancelsAtOnce() {
    List<Function<Context, Context.Cancellable>> past =
        List.of(
            c -> c.withTimeout(Duration.ZERO),
            c -> c.withTimeout(Duration.ofSeconds(Long.MIN_VALUE)),
            c -> c.withDeadline(Instant.now()),
            c -> c.withDeadline(Instant.MIN));
    for (Function<Context, Context.Cancellable> made : past) {
      Context.Cancellable parent = Context.background().withCancel();
      Context.Cancellable context = made.apply(parent);
      assertInstanceOf(DeadlineExceededException.class, context.err());
      assertSame(context.err(), context.cause());
      assertTrue(context.done().isDrained());
      assertOpen(parent);
    }
  }

  @Test
  void theEarlierDeadlineHolds() {
    Instant far = Instant.now().plus(LONG);
    try (Context.Cancellable parent = Context.background().withDeadline(far)) {
      Context.Key<String> key = Context.Key.named("k");
      Context between = parent.withValue(key, "v");
      Context.Cancellable later = between.withDeadline(far.plus(LONG));
      assertEquals(far, later.deadline());
      Context.Cancellable same = between.withDeadline(far);
      assertEquals(far, same.deadline());
      Context.Cancellable earlier = between.withDeadline(far.minusSeconds(1));
      assertEquals(far.minusSeconds(1), earlier.deadline());
      assertEquals(far.minusSeconds(1), earlier.withTimeout(LONG.plus(LONG)).deadline());
      assertEquals(far, between.deadline());
      later.cancel();
      assertCanceled(later, later.err());
      assertOpen(parent);
      assertOpen(earlier);
    }
  }

  @Test
  void aParentsTimeoutReachesAChildWithALaterOne() {
    run(
        2,
        () -> {
          try (Context.Cancellable parent = Context.background().withTimeout(SHORT);
              Context.Cancellable child = parent.withTimeout(LONG)) {
            assertEquals(parent.deadline(), child.deadline());
            assertNull(child.done().receive());
            assertInstanceOf(DeadlineExceededException.class, child.err());
          }
        });
  }

  @Test
  void timesThatOverflowAreVeryLong() {
    try (Context.Cancellable timeout =
            Context.background().withTimeout(Duration.ofSeconds(Long.MAX_VALUE));
        Context.Cancellable deadline = Context.background().withDeadline(Instant.MAX)) {
      assertOpen(timeout);
      assertOpen(deadline);
      assertEquals(Instant.MAX, deadline.deadline());
      assertTrue(timeout.deadline().isAfter(Instant.now().plus(Duration.ofDays(100_000))));
    }
  }

  @Test
  void nullsAreRefused() {
    Context context = Context.background();
    assertThrows(NullPointerException.class, () -> context.withTimeout(null));
    assertThrows(NullPointerException.class, () -> context.withDeadline(null));
    assertThrows(NullPointerException.class, () -> context.withValue(null, 1));
    assertThrows(NullPointerException.class, () -> context.value(null));
    assertThrows(NullPointerException.class, () -> Context.Key.named(null));
  }

  // --------------------------------------------------------------------------------------- values

  @Test
  void valuesAreFoundThroughTheParents() {
    Context.Key<String> a = Context.Key.named("same");
    Context.Key<String> b = Context.Key.named("same");
    Context.Key<Integer> c = Context.Key.named("c");
    Context first = Context.background().withValue(a, "1");
    Context.Cancellable second = first.withCancel();
    Context third = second.withTimeout(LONG).withValue(b, "2").withValue(c, 3);
    assertEquals("1", third.value(a));
    assertEquals("2", third.value(b));
    assertEquals(3, third.value(c));
    assertEquals("1", second.value(a));
    assertNull(second.value(b));
    assertNull(first.value(c));
    Context shadow = third.withValue(a, "4");
    assertEquals("4", shadow.value(a));
    assertEquals("1", third.value(a));
    assertNull(shadow.withValue(a, null).value(a), "null is a value, and hides the other");
    second.cancel();
    assertEquals("4", shadow.value(a), "also when cancelled");
    assertCanceled(shadow, second.err());
  }

  @Test
  void contextsSayHowTheyWereMade() {
    Instant deadline = Instant.parse("2999-01-01T00:00:00Z");
    try (Context.Cancellable context =
        Context.background()
            .withValue(Context.Key.named("user"), "u")
            .withDeadline(deadline)
            .withCancel()) {
      assertEquals(
          "background.withValue(user).withDeadline(2999-01-01T00:00:00Z).withCancel",
          context.toString());
    }
  }

  // --------------------------------------------------------------------------------------- memory

  /** A parent that lives on, and the timers, do not keep what was cancelled. */
  @Test
  void whatIsCancelledIsForgotten() {
    Context.Cancellable parent = Context.background().withCancel();
    List<WeakReference<Object>> gone = new ArrayList<>();
    Context.Cancellable kept = parent.withCancel();
    for (int i = 0; i < 10; i++) {
      Context.Cancellable child = parent.withCancel();
      Context.Cancellable timed = parent.withTimeout(LONG);
      Context.Cancellable below = child.withTimeout(LONG);
      gone.add(new WeakReference<>(child.done()));
      gone.add(new WeakReference<>(timed.done()));
      gone.add(new WeakReference<>(below.done()));
      child.cancel();
      timed.cancel();
    }
    Await.until(
        "all are garbage",
        () -> {
          System.gc();
          return gone.stream().allMatch(r -> r.get() == null);
        });
    parent.cancel();
    assertCanceled(kept, parent.err());
  }

  @Test
  void aVeryLongChainIsCancelledWithoutRecursion() {
    Context.Cancellable top = Context.background().withCancel();
    Context context = top;
    Context.Key<Integer> key = Context.Key.named("k");
    for (int i = 0; i < 100_000; i++) {
      context = context.withValue(key, i).withCancel();
    }
    assertEquals(99_999, context.value(key));
    assertNull(context.value(Context.Key.named("k")));
    top.cancel();
    assertCanceled(context, top.err());
  }

  // ---------------------------------------------------------------------------------------- races

  /** When a cancel returns all below are cancelled, also if somebody else was quicker. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void severalCancelOneTree(int processors) {
    run(
        processors,
        () -> {
          for (int round = 0; round < 300; round++) {
            Context.Cancellable top = Context.background().withCancel();
            List<Context.Cancellable> level = List.of(top);
            List<Context.Cancellable> all = new ArrayList<>(level);
            for (int depth = 0; depth < 4; depth++) {
              List<Context.Cancellable> next = new ArrayList<>();
              for (Context.Cancellable c : level) {
                next.add(c.withCancel());
                next.add(c.withCancel());
              }
              all.addAll(next);
              level = next;
            }
            AtomicBoolean go = new AtomicBoolean();
            WaitGroup cancelling = new WaitGroup();
            for (int g = 0; g < 4; g++) {
              Context.Cancellable from = all.get(g == 3 ? 1 : 0);
              Exception cause = new Exception("" + g);
              cancelling.go(
                  () -> {
                    while (!go.get()) {
                      Go.yield();
                    }
                    from.cancel(cause);
                    for (Context c : from == top ? all : List.of(from, from.withCancel())) {
                      assertTrue(c.done().isDrained());
                      assertNotNull(c.err());
                      assertNotNull(c.cause());
                    }
                  });
            }
            go.set(true);
            cancelling.await();
            Throwable reason = all.get(2).err();
            assertSame(top.err(), reason, "on the other side nobody but top's canceller was");
          }
        });
  }

  /**
   * A reason if and only if the channel is closed. One reader spins on the reason; the other on the
   * channel, whose lock it takes again and again, so that the closing is held up.
   */
  @Test
  void theReasonAndTheClosingAreOneEvent() throws Exception {
    List<Context.Cancellable> contexts = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      contexts.add(Context.background().withCancel());
    }
    AtomicInteger[] arrived = {new AtomicInteger(), new AtomicInteger()};
    AtomicReference<String> wrong = new AtomicReference<>();
    Thread[] readers = {
      Thread.ofPlatform()
          .start(
              () -> {
                for (Context c : contexts) {
                  arrived[0].incrementAndGet();
                  spinUntil(() -> c.err() != null);
                  if (!c.done().isDrained()) {
                    wrong.set("a reason, and the channel is open");
                  }
                }
              }),
      Thread.ofPlatform()
          .start(
              () -> {
                for (Context c : contexts) {
                  arrived[1].incrementAndGet();
                  spinUntil(() -> c.done().isDrained());
                  if (c.err() == null) {
                    wrong.set("the channel is closed, and there is no reason");
                  }
                }
              })
    };
    for (int i = 1; i <= contexts.size(); i++) {
      int round = i;
      spinUntil(() -> arrived[0].get() >= round && arrived[1].get() >= round);
      contexts.get(i - 1).cancel();
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertNull(wrong.get());
  }

  private static void spinUntil(BooleanSupplier holds) {
    for (int spins = 1; !holds.getAsBoolean(); spins++) {
      if (spins % 1_000 == 0) {
        Thread.yield(); // there may be fewer cores than threads
      }
    }
  }

  /** A child that is made while its parent is cancelled is cancelled too. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void childrenMadeWhileTheParentIsCancelled(int processors) {
    run(
        processors,
        () -> {
          for (int round = 0; round < 300; round++) {
            Context.Cancellable parent = Context.background().withCancel();
            WaitGroup all = new WaitGroup();
            for (int g = 0; g < 3; g++) {
              all.go(
                  () -> {
                    for (int i = 0; i < 10; i++) {
                      Context.Cancellable child = parent.withTimeout(LONG);
                      Context grandchild = child.withCancel();
                      if (i % 2 == 0) {
                        child.close();
                      }
                      grandchild.done().receive();
                      assertNotNull(child.err());
                    }
                  });
            }
            if (round % 2 == 0) {
              Go.yield();
            }
            parent.cancel();
            all.await();
          }
        });
  }
}
