package dev.handoff.verification.examples.patterns;

import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Receiver;
import dev.handoff.context.Context;
import dev.handoff.time.Ticker;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.PrintStream;
import java.time.Duration;

/**
 * A limit on the rate of requests that lets short bursts through. The permits are in a buffered
 * channel: full at first, and a ticker adds one again and again. What does not fit is lost, so a pause
 * earns one burst and no more.
 *
 * <p>After Mark McGranaghan, "Go by Example: Rate Limiting", 2012.
 */
public final class RateLimit implements Example {
  private record Permit() {}

  @Override
  public String name() {
    return "ratelimit";
  }

  @Override
  public String summary() {
    return "a ticker lets requests through at its rate, after a pause a burst of them";
  }

  @Override
  public String options() {
    return "--requests N (6, twice), --burst N (3), --every MS (20)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int requests = options.take("--requests", 6);
    int burst = options.take("--burst", 3);
    Duration period = Duration.ofMillis(options.take("--every", 20));
    options.nothingElse();
    long start = System.nanoTime();
    try (Context.Cancellable work = Context.background().withCancel()) {
      Receiver<Permit> permits = permits(work, burst, period);
      makeRequests(1, requests, permits, start, out);
      out.println("a pause");
      Go.sleep(period.multipliedBy(burst + 1L));
      makeRequests(requests + 1, 2 * requests, permits, start, out);
    }
  }

  private static void makeRequests(
      int first, int last, Receiver<Permit> permits, long start, PrintStream out) {
    for (int i = first; i <= last; i++) {
      permits.receive();
      out.println("request " + i + " at " + (System.nanoTime() - start) / 1_000_000 + " ms");
    }
  }

  private static Receiver<Permit> permits(Context work, int burst, Duration period) {
    Chan<Permit> permits = Chan.buffered(burst);
    while (permits.trySend(new Permit())) {
      // until it is full
    }
    Go.go(
        "permits",
        () -> {
          try (Ticker ticker = Ticker.every(period)) {
            int last;
            do {
              last =
                  select(
                      receive(ticker.channel(), tick -> permits.trySend(new Permit())),
                      receive(work.done()));
            } while (last == 0);
          }
        });
    return permits;
  }
}
