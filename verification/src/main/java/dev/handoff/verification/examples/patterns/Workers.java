package dev.handoff.verification.examples.patterns;

import dev.handoff.Chan;
import dev.handoff.Receiver;
import dev.handoff.Sender;
import dev.handoff.sync.WaitGroup;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.PrintStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A pool of workers. A request carries the channel for its reply, so the workers need not know who
 * asks, and who asks need not know which worker answers.
 *
 * <p>After "Channels of channels" in Effective Go, by the authors of Go, 2009.
 */
public final class Workers implements Example {
  private record Request(int number, Chan<BigInteger> reply) {
    Request(int number) {
      this(number, Chan.buffered(1)); // so that a worker never waits for who asked
    }
  }

  @Override
  public String name() {
    return "workers";
  }

  @Override
  public String summary() {
    return "a pool of workers; each request brings the channel for its reply";
  }

  @Override
  public String options() {
    return "--requests N (10), --workers N (3)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int count = options.take("--requests", 10);
    int size = options.take("--workers", 3);
    options.nothingElse();
    Chan<Request> queue = Chan.unbuffered();
    WaitGroup workers = new WaitGroup();
    for (int i = 0; i < size; i++) {
      workers.go(() -> work(queue));
    }
    for (Request request : ask(queue, count)) {
      out.println(request.number() + "! = " + request.reply().receive());
    }
    queue.close();
    workers.await();
    out.println("The pool is closed.");
  }

  private static List<Request> ask(Sender<Request> queue, int count) {
    List<Request> asked = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      Request request = new Request(number);
      queue.send(request);
      asked.add(request);
    }
    return asked;
  }

  private static void work(Receiver<Request> queue) {
    for (Request request : queue) {
      BigInteger product = BigInteger.ONE;
      for (int i = 2; i <= request.number(); i++) {
        product = product.multiply(BigInteger.valueOf(i));
      }
      request.reply().send(product);
    }
  }
}
