package dev.handoff.verification.examples.balancer;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Sender;
import dev.handoff.sync.WaitGroup;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A load balancer: clients send requests, the balancer gives each to the worker with the fewest, and
 * that one replies to the client directly. No worker is far ahead of the others in the end, although
 * some requests are three times as much work as others.
 *
 * <p>After Rob Pike, "Concurrency is not parallelism", Waza, 2012.
 */
public final class Balancing implements Example {
  @Override
  public String name() {
    return "balancer";
  }

  @Override
  public String summary() {
    return "a load balancer that keeps its workers in a heap, the one with the least to do on top";
  }

  @Override
  public String options() {
    return "--workers N (4), --clients N (8), --requests N each (10)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int workers = options.take("--workers", 4);
    int clients = options.take("--clients", 8);
    int each = options.take("--requests", 10);
    options.nothingElse();
    Chan<Request> requests = Chan.unbuffered();
    AtomicIntegerArray doneBy = new AtomicIntegerArray(workers + 1);
    WaitGroup asking = new WaitGroup();
    for (int i = 0; i < clients; i++) {
      Random random = new Random(i);
      asking.go(() -> ask(each, random, requests, doneBy));
    }
    Go.go(
        "closer",
        () -> {
          asking.await();
          requests.close();
        });
    new Balancer(workers, clients, requests).balance();
    for (int i = 1; i <= workers; i++) {
      out.println("worker " + i + " did " + doneBy.get(i) + " requests");
    }
  }

  /** A client: asks, waits for the reply, and asks again. */
  private static void ask(
      int times, Random random, Sender<Request> requests, AtomicIntegerArray doneBy) {
    for (int i = 0; i < times; i++) {
      Request request = new Request(Duration.ofMillis(random.nextInt(1, 4)));
      requests.send(request);
      Integer worker = request.reply().receive();
      if (worker != null) {
        doneBy.incrementAndGet(worker);
      }
    }
  }
}
