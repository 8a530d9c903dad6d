package dev.handoff.verification.examples.patterns;

import static dev.handoff.Select.after;
import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Sender;
import dev.handoff.context.Context;
import dev.handoff.sync.WaitGroup;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A search that is quick although its servers are not: all kinds of results are searched for at once,
 * each by several replicas, of which the first to answer counts; and nobody waits for longer than the
 * timeout. The replicas that lose are told, and end.
 *
 * <p>After the Google search of Rob Pike, "Go Concurrency Patterns", Google I/O, 2012.
 */
public final class Search implements Example {
  private static final List<String> KINDS = List.of("images", "videos", "web");

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String summary() {
    return "the first reply of several replicas, or none if all are too late";
  }

  @Override
  public String options() {
    return "--replicas N (3), --slowest MS (100), --timeout MS (80)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int replicas = options.take("--replicas", 3);
    int slowest = options.take("--slowest", 100);
    Duration timeout = Duration.ofMillis(options.take("--timeout", 80));
    options.nothingElse();
    Random random = new Random(2012); // the same replicas each time
    WaitGroup searches = new WaitGroup();
    for (String kind : KINDS) {
      List<Duration> delays =
          random.ints(replicas, 1, slowest + 1).mapToObj(Duration::ofMillis).toList();
      searches.go(() -> out.println(kind + ": " + search(delays, timeout)));
    }
    searches.await();
  }

  private static @Nullable String search(List<Duration> delays, Duration timeout) {
    AtomicReference<@Nullable String> result = new AtomicReference<>();
    try (Context.Cancellable asking = Context.background().withCancel()) {
      Chan<String> replies = Chan.unbuffered();
      for (Duration delay : delays) {
        Go.go("replica", () -> reply(asking, delay, replies));
      }
      select(
          receive(replies, result::set),
          after(timeout, () -> result.set("nothing in time")));
    }
    return result.get();
  }

  /** Takes its time over its reply; ends at once when that is not wanted any more. */
  private static void reply(Context asking, Duration delay, Sender<String> replies) {
    String found = "found by a replica that needs " + delay.toMillis() + " ms";
    select(
        after(delay, () -> select(send(replies, found), receive(asking.done()))),
        receive(asking.done()));
  }
}
