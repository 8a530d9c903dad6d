package dev.handoff.verification.examples.balancer;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Sender;

/** A worker, with a queue of its own. */
final class Worker {
  final int number;

  /** What it is to do. */
  final Chan<Request> queue;

  /** How many requests it was given and has not done yet: the balancer's view, and only its. */
  int pending;

  /**
   * @param room for so many requests at once
   */
  Worker(int number, int room) {
    this.number = number;
    this.queue = Chan.buffered(room);
  }

  /** Does what comes, until the queue is closed. */
  void work(Sender<Worker> done) {
    for (Request request : queue) {
      Go.sleep(request.effort());
      request.reply().send(number);
      done.send(this);
    }
  }
}
