package dev.handoff.verification.habits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.handoff.Chan;
import dev.handoff.ChannelClosedException;
import dev.handoff.DeadlockException;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.GoroutinePanicException;
import dev.handoff.LatencyHistogram;
import dev.handoff.Scheduler;
import dev.handoff.Select;
import dev.handoff.context.CanceledException;
import dev.handoff.context.Context;
import dev.handoff.context.DeadlineExceededException;
import dev.handoff.sync.Cond;
import dev.handoff.sync.ErrGroup;
import dev.handoff.sync.Mutex;
import dev.handoff.sync.Once;
import dev.handoff.sync.RWMutex;
import dev.handoff.sync.Semaphore;
import dev.handoff.sync.WaitGroup;
import dev.handoff.time.Ticker;
import dev.handoff.time.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever of the library is printed tells what it is, and how it is now. */
class ToStringTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Instant NEW_YEAR = Instant.parse("2100-01-01T00:00:00Z");

  /** Types of which there are no instances. */
  private static final Set<String> STATEMENTS = Set.of("Go", "Select");

  private static Arguments text(String type, String pattern, Object object) {
    return arguments(type, pattern, object.toString());
  }

  static Stream<Arguments> texts() {
    Chan<Integer> channel = Chan.buffered(3);
    channel.send(1);
    Mutex mutex = new Mutex();
    mutex.lock();
    WaitGroup group = new WaitGroup();
    group.add(2);
    Context.Key<String> user = Context.Key.named("user");
    Context context = Context.background().withDeadline(NEW_YEAR).withValue(user, "secret");
    Throwable failure = new IllegalStateException("no more");
    try (Scheduler scheduler = Scheduler.builder().name("texts").processors(2).build()) {
      Goroutine worker = scheduler.go("worker", () -> {});
      worker.join();
      Goroutine waiting = scheduler.go("waiting", () -> Chan.unbuffered().receive());
      while (waiting.state() != Goroutine.State.WAITING) {
        Thread.yield();
      }
      String id = "@[0-9a-f]+";
      return Stream.of(
          text("Scheduler", "Scheduler\\[texts, 2 P]", scheduler),
          text(
              "Scheduler.Builder",
              "Scheduler.Builder\\[b, 3 P, time slice PT0.01S, at most 10000 M]",
              Scheduler.builder().name("b").processors(3)),
          text("Goroutine", "worker\\[DEAD]", worker),
          text("Goroutine", "waiting\\[WAITING]", waiting),
          text(
              "GoroutineInfo",
              "GoroutineInfo\\[id=\\d+, name=waiting, state=WAITING, waitReason=chan receive on .*",
              scheduler.snapshot().getFirst()),
          text("SchedulerStats", "SchedulerStats\\[.*steals=\\d+.*", scheduler.stats()),
          text("LatencyHistogram", ".*\\[boundsNanos=\\[5], counts=\\[1, 2]]", histogram()),
          text("Chan", "Chan" + id + "\\[1/3]", channel),
          text("Chan", "Chan" + id + "\\[unbuffered]", Chan.unbuffered()),
          text("Receiver", "nil channel", Context.background().done()),
          text("Select.Case", "receive from " + Pattern.quote("" + channel), receive(channel)),
          text("Mutex", "Mutex" + id + "\\[locked]", mutex),
          text("RWMutex", "RWMutex" + id + "\\[free]", new RWMutex()),
          text("WaitGroup", "WaitGroup" + id + "\\[2]", group),
          text("Once", "Once" + id + "\\[not done]", new Once()),
          text("Cond", "Cond" + id + "\\[0 waiting]", new Cond(mutex)),
          text("Semaphore", "Semaphore" + id + "\\[0/5 held]", new Semaphore(5)),
          text("ErrGroup", "ErrGroup" + id + "\\[0 active]", new ErrGroup()),
          text("Timer", "Timer\\[Chan" + id + "\\[Timer], pending]", Timer.after(DAY)),
          text("Timer", "Timer\\[Chan" + id + "\\[Timer]]", stopped(Timer.after(DAY))),
          text("Timer", "Timer\\[function, pending]", Timer.afterFunc(DAY, () -> {})),
          text("Timer", "Timer\\[function]", stopped(Timer.afterFunc(DAY, () -> {}))),
          text("Ticker", "Ticker\\[Chan" + id + "\\[Ticker], pending]", Ticker.every(DAY)),
          text("Context", "background.withDeadline\\(2100-.*Z\\).withValue\\(user\\)", context),
          text("Context.Cancellable", "background.withCancel", Context.background().withCancel()),
          text("Context.Key", "user", user),
          text("CanceledException", ".*context canceled.*", new CanceledException(null)),
          text(
              "DeadlineExceededException",
              ".*context deadline exceeded: 2100-.*",
              new DeadlineExceededException(NEW_YEAR)),
          text("ChannelClosedException", ".*: send on .*", new ChannelClosedException("send on x")),
          text("DeadlockException", ".*: all asleep", new DeadlockException("all asleep")),
          text(
              "GoroutineInterruptedException",
              ".*: interrupted while waiting",
              new GoroutineInterruptedException()),
          text(
              "GoroutinePanicException",
              ".*: goroutine worker panicked: java.lang.IllegalStateException: no more",
              new GoroutinePanicException("worker", failure)));
    }
  }

  private static LatencyHistogram histogram() {
    return new LatencyHistogram(List.of(5L), List.of(1L, 2L));
  }

  private static Select.Case receive(Chan<Integer> channel) {
    return Select.receive(channel);
  }

  private static Timer stopped(Timer timer) {
    timer.stop();
    return timer;
  }

  @ParameterizedTest
  @MethodSource("texts")
  void theTextSaysWhatItIsAndHowItIs(String type, String pattern, String text) {
    assertTrue(text.matches(pattern), () -> type + ": " + text);
  }

  /** The table above leaves out no public class. Interfaces are what others are, too. */
  @Test
  void everyPublicClassIsAmongThem() throws IOException {
    Pattern declaration = Pattern.compile("(?m)^public (?:final |sealed )*(?:class|record) (\\w+)");
    Set<String> declared = new TreeSet<>();
    for (String folder : new String[] {"", "sync", "time", "context"}) {
      Path path = Path.of("../scheduler/src/main/java/dev/handoff", folder);
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          declaration
              .matcher(Files.readString(file))
              .results()
              .forEach(r -> declared.add(r.group(1)));
        }
      }
    }
    declared.removeAll(STATEMENTS);
    Set<String> covered =
        texts().map(a -> (String) a.get()[0]).collect(Collectors.toCollection(TreeSet::new));
    declared.removeAll(covered);
    assertEquals(Set.of(), declared);
  }
}
