package dev.handoff.verification.soak;

import static dev.handoff.Select.after;
import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.context.CanceledException;
import dev.handoff.context.Context;
import dev.handoff.context.DeadlineExceededException;
import dev.handoff.sync.WaitGroup;
import dev.handoff.time.Ticker;
import dev.handoff.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Acts that wait for the time. */
final class TimeActs {
  private static final Context.Key<Long> CARRIED = Context.Key.named("carried");

  private TimeActs() {}

  private static Duration upTo(int micros, SplittableRandom random) {
    return Duration.ofNanos(random.nextLong(micros * 1_000L));
  }

  private static void notEarly(long start, Duration atLeast, String what) {
    long passed = System.nanoTime() - start;
    SoakException.unless(
        passed >= atLeast.toNanos(),
        () -> what + " of " + atLeast + " was over after " + Duration.ofNanos(passed));
  }

  /** Nobody wakes early, and everybody wakes. */
  static void sleeps(Stage stage, SplittableRandom random) {
    stage
        .team(random)
        .start(
            random.nextInt(1, 200),
            own -> {
              Duration time = upTo(10_000, own);
              long start = System.nanoTime();
              Go.sleep(time);
              notEarly(start, time, "a sleep");
            })
        .await();
  }

  /** Timers that are stopped and set again at random: nothing comes early, and nothing stale. */
  static void timers(Stage stage, SplittableRandom random) {
    stage
        .team(random)
        .start(
            random.nextInt(1, 20),
            own -> {
              Duration time = upTo(4_000, own);
              long start = System.nanoTime();
              Timer timer = Timer.after(time);
              for (int i = own.nextInt(5); i > 0; i--) {
                Go.sleep(upTo(2_000, own));
                if (own.nextBoolean()) {
                  timer.stop();
                  SoakException.unless(
                      timer.channel().tryReceive() == null, "a stopped timer has a value");
                }
                time = upTo(4_000, own);
                start = System.nanoTime();
                timer.reset(time);
              }
              if (own.nextInt(4) == 0) {
                timer.stop();
                SoakException.unless(!timer.stop(), "a stopped timer was pending");
              } else {
                timer.channel().receive();
                notEarly(start, time, "a timer");
              }
            })
        .await();
  }

  /** Each function is called as often as its timer fired, not once more and not once less. */
  static void functions(Stage stage, SplittableRandom random) {
    WaitGroup calls = new WaitGroup(); // throws if there is one too many
    List<Timer> timers = new ArrayList<>();
    for (int i = random.nextInt(1, 50); i > 0; i--) {
      calls.add(1);
      timers.add(Timer.afterFunc(upTo(3_000, random), call(stage, calls)));
    }
    for (Timer timer : timers) {
      switch (random.nextInt(3)) {
        case 0 -> {
          if (timer.stop()) {
            calls.done();
          }
        }
        case 1 -> {
          calls.add(1);
          if (timer.reset(upTo(3_000, random))) {
            calls.done();
          }
        }
        default -> Stage.pause();
      }
    }
    calls.await();
  }

  private static Runnable call(Stage stage, WaitGroup calls) {
    return () -> {
      try {
        stage.crew().counted(calls::done).run();
      } catch (Exception e) {
        stage.failed().accept(e);
      }
    };
  }

  /** Ticks come no earlier than they should, and none after the stop. */
  static void ticker(Stage stage, SplittableRandom random) {
    Duration period = upTo(1_500, random).plusNanos(100_000);
    long start = System.nanoTime();
    try (Ticker ticker = Ticker.every(period)) {
      int ticks = random.nextInt(1, 6);
      for (int i = 0; i < ticks; i++) {
        ticker.channel().receive();
      }
      notEarly(start, period.multipliedBy(ticks), ticks + " periods");
      start = System.nanoTime();
      ticker.reset(period.multipliedBy(2));
      ticker.channel().receive();
      notEarly(start, period.multipliedBy(2), "the period after a reset");
      ticker.stop();
      SoakException.unless(ticker.channel().tryReceive() == null, "a stopped ticker has a value");
    }
  }

  /** Selects with a timeout, which come to an end one way or the other. */
  static void timeouts(Stage stage, SplittableRandom random) {
    Chan<Long> channel = Chan.unbuffered();
    Ledger values = new Ledger("values within a timeout");
    Team team = stage.team(random);
    for (int i = random.nextInt(1, 10); i > 0; i--) {
      team.start(
          own -> {
            Duration time = upTo(2_000, own);
            long start = System.nanoTime();
            select(
                receive(channel, value -> values.out(value == null ? 0 : value)),
                after(time, () -> notEarly(start, time, "a timeout")));
          });
      team.start(
          own -> {
            long value = own.nextLong();
            select(
                send(channel, value, () -> values.in(value)),
                after(upTo(2_000, own), () -> {}));
          });
    }
    team.await();
    values.check();
  }

  /** A tree of contexts that ends by its deadline or by a cancel: all below hear of it, and why. */
  static void contexts(Stage stage, SplittableRandom random) {
    boolean expires = random.nextBoolean();
    Duration time = upTo(5_000, random);
    long start = System.nanoTime();
    SoakException why = new SoakException("expected");
    try (Context.Cancellable root = root(expires, time)) {
      Context carrying = root.withValue(CARRIED, 7L);
      Team team = stage.team(random);
      for (int i = random.nextInt(1, 20); i > 0; i--) {
        team.start(own -> waitBelow(carrying, expires, why, own));
      }
      if (!expires) {
        Stage.pause();
        root.cancel(why);
      }
      team.await();
      if (expires) {
        notEarly(start, time, "a context with a deadline");
        stage.crew().countOwn();
      }
    }
  }

  private static Context.Cancellable root(boolean expires, Duration time) {
    return expires
        ? Context.background().withTimeout(time)
        : Context.background().withDeadline(Instant.now().plus(Duration.ofHours(1)));
  }

  private static void waitBelow(
      Context above, boolean expires, SoakException why, SplittableRandom random) {
    try (Context.Cancellable own = above.withTimeout(Duration.ofHours(2))) {
      if (random.nextBoolean()) {
        own.done().receive();
      } else {
        select(receive(own.done()), receive(Context.background().done()));
      }
      @Nullable Throwable err = own.err();
      @Nullable Throwable cause = own.cause();
      Long value = own.value(CARRIED);
      SoakException.unless(value != null && value == 7, "a context has lost its value");
      SoakException.unless(
          expires ? err instanceof DeadlineExceededException : err instanceof CanceledException,
          () -> "a context ended by " + err);
      SoakException.unless(expires || cause == why, () -> "a context ended because of " + cause);
    }
  }
}
