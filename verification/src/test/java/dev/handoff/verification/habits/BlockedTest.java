package dev.handoff.verification.habits;

import static dev.handoff.Select.after;
import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInfo;
import dev.handoff.Scheduler;
import dev.handoff.context.Context;
import dev.handoff.sync.Cond;
import dev.handoff.sync.ErrGroup;
import dev.handoff.sync.Mutex;
import dev.handoff.sync.Once;
import dev.handoff.sync.RWMutex;
import dev.handoff.sync.Semaphore;
import dev.handoff.sync.WaitGroup;
import dev.handoff.time.Timer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever looks at a goroutine that is blocked sees what it waits for, and first of all its own line.
 * (This class is not in a package of the library: those of a user are not either.)
 */
@Timeout(60)
class BlockedTest {
  private static final Duration DAY = Duration.ofDays(1);

  private static Arguments blocked(String reason, Goroutine.Body call) {
    return arguments(reason, call);
  }

  private static Chan<Integer> full() {
    Chan<Integer> channel = Chan.buffered(1);
    channel.send(1);
    return channel;
  }

  private static Mutex locked() {
    Mutex mutex = new Mutex();
    mutex.lock();
    return mutex;
  }

  private static RWMutex writing() {
    RWMutex mutex = new RWMutex();
    mutex.lock();
    return mutex;
  }

  static Stream<Arguments> blockingCalls() {
    Chan<Integer> empty = Chan.unbuffered();
    return Stream.of(
        blocked("chan send on Chan@\\w+\\[unbuffered]", () -> Chan.unbuffered().send(1)),
        blocked("chan send on Chan@\\w+\\[1/1]", () -> full().send(2)),
        blocked("chan receive on Chan@\\w+\\[unbuffered]", () -> empty.receive()),
        blocked("chan receive on Chan@\\w+\\[Timer]", () -> Timer.after(DAY).channel().receive()),
        blocked("chan receive on Chan@\\w+\\[unbuffered]", () -> empty.iterator().next()),
        blocked("chan receive on Chan@\\w+\\[unbuffered]", () -> empty.forEach(v -> {})),
        blocked(
            "chan receive \\(nil chan\\) on nil channel",
            () -> Context.background().done().receive()),
        blocked(
            "select on receive from Chan@\\w+\\[unbuffered], send to Chan@\\w+\\[1/1]",
            () -> select(receive(empty), send(full(), 1))),
        blocked(
            "select on receive from Chan@\\w+\\[unbuffered], receive from Chan@\\w+\\[Timer]",
            () -> select(receive(empty), after(DAY, () -> {}))),
        blocked("select \\(no cases\\) on nothing", () -> select()),
        blocked("sync\\.Mutex\\.lock on Mutex@\\w+\\[locked, 1 waiting]", () -> locked().lock()),
        blocked(
            "sync\\.Mutex\\.lock on Mutex@\\w+\\[locked, 1 waiting]",
            () -> locked().lockInterruptibly()),
        blocked(
            "sync\\.Mutex\\.tryLock on Mutex@\\w+\\[locked, 1 waiting]",
            () -> locked().tryLock(1, TimeUnit.DAYS)),
        blocked("sync\\.RWMutex\\.lock on RWMutex@\\w+\\[.+]", () -> writing().lock()),
        blocked("sync\\.RWMutex\\.readLock on RWMutex@\\w+\\[.+]", () -> writing().readLock()),
        blocked(
            "sync\\.Once\\.run on Once@\\w+\\[not done]",
            () -> {
              Once once = new Once();
              once.run(() -> once.run(() -> {}));
            }),
        blocked("sync\\.Cond\\.await on Cond@\\w+\\[1 waiting]", () -> new Cond(locked()).await()),
        blocked(
            "sync\\.Semaphore\\.acquire on Semaphore@\\w+\\[0/1 held]",
            () -> new Semaphore(1).acquire(2)),
        blocked(
            "sync\\.WaitGroup\\.await on WaitGroup@\\w+\\[1]",
            () -> {
              WaitGroup group = new WaitGroup();
              group.add(1);
              group.await();
            }),
        blocked(
            "sync\\.ErrGroup\\.go on ErrGroup@\\w+\\[0 active]",
            () -> new ErrGroup().limit(0).go(() -> {})),
        blocked(
            "sync\\.ErrGroup\\.await on ErrGroup@\\w+\\[1 active]",
            () -> {
              ErrGroup group = new ErrGroup();
              group.go(empty::receive);
              group.await();
            }),
        blocked("join on other\\[WAITING]", () -> Go.go("other", empty::receive).join()),
        blocked("sleep on .*", () -> Go.sleep(DAY)));
  }

  @ParameterizedTest
  @MethodSource("blockingCalls")
  void theReasonNamesTheOperationAndTheStackBeginsWithTheCaller(String reason, Goroutine.Body call) {
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      Goroutine g = scheduler.go("blocked", call);
      GoroutineInfo info = waiting(scheduler, g);
      while (!info.waitReason().matches(reason) && info.waitReason().contains("RUNN")) {
        info = waiting(scheduler, g); // the other one is on its way
      }
      assertTrue(info.waitReason().matches(reason), info.waitReason());
      assertEquals(
          BlockedTest.class.getName(),
          info.stackTrace().getFirst().getClassName(),
          info.stackTrace().toString());
      // What the JVM says begins elsewhere, so the above could fail.
      assertNotEquals(BlockedTest.class.getName(), g.thread().getStackTrace()[0].getClassName());
    }
  }

  private static GoroutineInfo waiting(Scheduler scheduler, Goroutine g) {
    for (; ; ) {
      for (GoroutineInfo info : scheduler.snapshot()) {
        if (info.id() == g.id()
            && info.state() == Goroutine.State.WAITING
            && info.waitReason() != null
            && info.waitingSince() != null) {
          return info;
        }
      }
      Thread.yield();
    }
  }

  /** What waits in the JDK has no reason of ours, and its stack is the JVM's. */
  @Test
  void aWaitInTheJdkIsShownAsItIs() {
    CountDownLatch never = new CountDownLatch(1);
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      Goroutine g = scheduler.go(never::await);
      while (g.state() != Goroutine.State.WAITING) {
        Thread.yield();
      }
      GoroutineInfo info = scheduler.snapshot().getFirst();
      assertNull(info.waitReason());
      assertTrue(
          info.stackTrace().stream().anyMatch(f -> f.getMethodName().equals("await")),
          info.toString());
      never.countDown();
    }
  }

  /** The line of a caller in the middle: that of the select, not that of its continuation's caller. */
  @Test
  void theLineIsTheInnermostOfTheCallers() {
    Chan<Integer> ready = full();
    Chan<Integer> never = Chan.unbuffered();
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      Goroutine g = scheduler.go(() -> select(receive(ready, v -> receiveFrom(never))));
      StackTraceElement first = waiting(scheduler, g).stackTrace().getFirst();
      assertEquals("receiveFrom", first.getMethodName());
    }
  }

  private static void receiveFrom(Chan<Integer> channel) {
    channel.receive();
  }
}
