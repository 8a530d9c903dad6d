package dev.handoff.sync;

import dev.handoff.runtime.Parking;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.SpinLock;
import dev.handoff.sync.Waiter.Outcome;

/**
 * Where the waiters of a {@link Mutex} sleep: a line, and a permit, which is what was sent to a waiter
 * before there was one in the line. Each method is one step of spec/Mutex.tla.
 */
final class Sleepers {
  private final SpinLock lock = new SpinLock();

  // Guarded by `lock`.
  private final Line<Waiter> line = new Line<>();

  /** WAITING: there is none. Never another while the line has somebody in it. */
  private Outcome permit = Outcome.WAITING;

  /** Puts a waiter behind all others, unless there is a permit: it then has that. */
  @SpecAction("Mutex!Enqueue")
  void enqueue(Waiter w) {
    lock.acquire();
    if (!take(w)) {
      line.add(w);
    }
    lock.release();
  }

  /** Gives the permit, if there is one, to a waiter that is not in line; whether there was. */
  boolean takePermit(Waiter w) {
    lock.acquire();
    boolean took = take(w);
    lock.release();
    return took;
  }

  @SpecAction("Mutex!TakePermit")
  private boolean take(Waiter w) {
    Outcome sent = permit;
    if (sent == Outcome.WAITING) {
      return false;
    }
    permit = Outcome.WAITING;
    if (sent == Outcome.ROUSED) {
      line.add(w); // the line is empty: w is the first
    }
    w.decide(sent);
    return true;
  }

  /** Wakes the first in line, which keeps its place; or leaves a permit. */
  @SpecAction("Mutex!Rouse")
  void rouse() {
    lock.acquire();
    Waiter first = line.first();
    if (first == null) {
      permit = Outcome.ROUSED;
    } else {
      first.decide(Outcome.ROUSED);
    }
    lock.release();
    if (first != null) {
      Parking.unpark(first.thread);
    }
  }

  /** Wakes the first in line, which has the mutex now; or leaves a permit. */
  @SpecAction("Mutex!HandOver")
  void handOver() {
    lock.acquire();
    Waiter first = line.serveFirst();
    if (first == null) {
      permit = Outcome.SERVED;
    }
    lock.release();
    if (first != null) {
      Parking.unpark(first.thread);
    }
  }

  /** Takes a waiter out, if it is in line. */
  @SpecAction("Mutex!Dequeue")
  void remove(Waiter w) {
    lock.acquire();
    line.remove(w);
    lock.release();
  }

  /** Takes a waiter out if nobody has woken it; whether it left. */
  @SpecAction("Mutex!LeaveQueue")
  boolean leave(Waiter w) {
    lock.acquire();
    boolean left = w.isWaiting() && line.remove(w);
    lock.release();
    return left;
  }
}
