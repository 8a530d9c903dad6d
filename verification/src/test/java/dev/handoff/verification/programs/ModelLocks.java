package dev.handoff.verification.programs;

import java.util.ArrayList;
import java.util.List;

/**
 * The objects of the model that are no channels. Each method says who is served by it, or null: it is
 * refused. Those who wait for the mutex are in no line: whoever comes by may take it.
 */
final class ModelLocks {
  /** Waits for permits. */
  record Claim(int routine, int permits) {}

  boolean locked;
  final List<Integer> waitingForSignal;

  private boolean writing;
  private int readers;
  private final List<Integer> waitingReaders;
  private final List<Integer> waitingWriters;

  private int held;
  private final List<Claim> claims;

  private int counter;
  private final List<Integer> waitingForZero;

  ModelLocks() {
    waitingForSignal = new ArrayList<>();
    waitingReaders = new ArrayList<>();
    waitingWriters = new ArrayList<>();
    claims = new ArrayList<>();
    waitingForZero = new ArrayList<>();
  }

  ModelLocks(ModelLocks other) {
    locked = other.locked;
    waitingForSignal = new ArrayList<>(other.waitingForSignal);
    writing = other.writing;
    readers = other.readers;
    waitingReaders = new ArrayList<>(other.waitingReaders);
    waitingWriters = new ArrayList<>(other.waitingWriters);
    held = other.held;
    claims = new ArrayList<>(other.claims);
    counter = other.counter;
    waitingForZero = new ArrayList<>(other.waitingForZero);
  }

  // ---------------------------------------------------------------------- mutex and condition

  boolean tryLock() {
    boolean was = locked;
    locked = true;
    return !was;
  }

  boolean unlock() {
    boolean was = locked;
    locked = false;
    return was;
  }

  void signal() {
    if (!waitingForSignal.isEmpty()) {
      waitingForSignal.removeFirst();
    }
  }

  /** It could not unlock the mutex, and does not wait; a signal that it has had goes to the next. */
  void withdraw(Integer routine) {
    if (!waitingForSignal.remove(routine)) {
      signal();
    }
  }

  // ---------------------------------------------------------------------- readers and writers

  boolean tryRead() {
    if (writing || !waitingWriters.isEmpty()) {
      return false;
    }
    readers++;
    return true;
  }

  void awaitRead(int routine) {
    waitingReaders.add(routine);
  }

  boolean tryWrite() {
    if (writing || readers > 0 || !waitingWriters.isEmpty() || !waitingReaders.isEmpty()) {
      return false;
    }
    writing = true;
    return true;
  }

  void awaitWrite(int routine) {
    waitingWriters.add(routine);
  }

  List<Integer> readUnlock() {
    if (readers == 0) {
      return null;
    }
    readers--;
    return readers == 0 ? nextWriter() : List.of();
  }

  List<Integer> writeUnlock() {
    if (!writing) {
      return null;
    }
    writing = false;
    if (waitingReaders.isEmpty()) {
      return nextWriter();
    }
    List<Integer> served = List.copyOf(waitingReaders);
    waitingReaders.clear();
    readers += served.size();
    return served;
  }

  private List<Integer> nextWriter() {
    if (waitingWriters.isEmpty()) {
      return List.of();
    }
    writing = true;
    return List.of(waitingWriters.removeFirst());
  }

  // -------------------------------------------------------------------------------- semaphore

  boolean tryAcquire(int permits) {
    if (!claims.isEmpty() || permits > Program.PERMITS - held) {
      return false;
    }
    held += permits;
    return true;
  }

  void awaitPermits(int routine, int permits) {
    claims.add(new Claim(routine, permits));
  }

  List<Integer> release(int permits) {
    if (permits > held) {
      return null;
    }
    held -= permits;
    List<Integer> served = new ArrayList<>();
    while (!claims.isEmpty() && claims.getFirst().permits() <= Program.PERMITS - held) {
      Claim first = claims.removeFirst();
      held += first.permits();
      served.add(first.routine());
    }
    return served;
  }

  // ------------------------------------------------------------------------------- wait group

  boolean isZero() {
    return counter == 0;
  }

  void awaitZero(int routine) {
    waitingForZero.add(routine);
  }

  List<Integer> add(int delta) {
    if (counter + delta < 0) {
      return null;
    }
    counter += delta;
    if (counter > 0) {
      return List.of();
    }
    List<Integer> served = List.copyOf(waitingForZero);
    waitingForZero.clear();
    return served;
  }

  @Override
  public String toString() {
    return (locked ? "locked" : "free")
        + " awaiting " + waitingForSignal
        + (writing ? " writing" : " reading " + readers)
        + " readers " + waitingReaders
        + " writers " + waitingWriters
        + " held " + held + " claims " + claims
        + " counter " + counter + " waiting " + waitingForZero;
  }
}
