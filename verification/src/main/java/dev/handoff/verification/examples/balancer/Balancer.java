package dev.handoff.verification.examples.balancer;

import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Receiver;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Gives each request to the worker that has the fewest. It alone knows who has how many, in a heap:
 * what others tell it comes through channels, so there is nothing to lock.
 */
final class Balancer {
  private final PriorityQueue<Worker> workers =
      new PriorityQueue<>(
          Comparator.<Worker>comparingInt(w -> w.pending).thenComparingInt(w -> w.number));

  private final Chan<Worker> done = Chan.unbuffered();

  /** Where requests come from; null, which is a channel that is never ready, when it is closed. */
  private @Nullable Receiver<Request> requests;

  private int pending;

  /**
   * @param outstanding how many requests there can be at a time: a queue has room for them all, so the
   *     balancer never waits for a worker that waits for it
   */
  Balancer(int size, int outstanding, Receiver<Request> requests) {
    this.requests = requests;
    for (int i = 1; i <= size; i++) {
      workers.add(new Worker(i, outstanding));
    }
  }

  /** Starts the workers, and serves until the requests are closed and all of them are done. */
  void balance() {
    for (Worker worker : workers) {
      Go.go("worker " + worker.number, () -> worker.work(done));
    }
    while (requests != null || pending > 0) {
      select(receive(requests, this::dispatch), receive(done, this::completed));
    }
    workers.forEach(worker -> worker.queue.close());
  }

  private void dispatch(@Nullable Request request) {
    if (request == null) {
      requests = null;
      return;
    }
    Worker idlest = workers.remove();
    idlest.queue.send(request);
    idlest.pending++;
    pending++;
    workers.add(idlest);
  }

  private void completed(@Nullable Worker worker) {
    if (worker != null) {
      workers.remove(worker);
      worker.pending--;
      pending--;
      workers.add(worker);
    }
  }
}
