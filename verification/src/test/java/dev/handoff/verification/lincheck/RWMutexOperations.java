package dev.handoff.verification.lincheck;

import dev.handoff.sync.RWMutex;
import dev.handoff.verification.lincheck.RWMutexOperations.Model.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A mutex for readers and writers, and a counter that it guards. */
public final class RWMutexOperations extends Operations {
  private final RWMutex mutex = new RWMutex();
  private int counter;

  @Override
  Semantics<?> semantics() {
    return new Model();
  }

  public Object lock(int thread) throws Exception {
    return interruptible(
        thread,
        () -> {
          mutex.lock();
          return DONE;
        });
  }

  public Object tryLock(int thread) {
    return mutex.tryLock() ? DONE : REFUSED;
  }

  public Object unlock(int thread) {
    return unlessRefused(mutex::unlock);
  }

  public Object readLock(int thread) throws Exception {
    return interruptible(
        thread,
        () -> {
          mutex.readLock();
          return DONE;
        });
  }

  public Object tryReadLock(int thread) {
    return mutex.tryReadLock() ? DONE : REFUSED;
  }

  public Object readUnlock(int thread) {
    return unlessRefused(mutex::readUnlock);
  }

  /** Counts, with the mutex held for writing. */
  public Object count(int thread) throws Exception {
    return interruptible(
        thread,
        () -> {
          mutex.lock();
          int counted = ++counter;
          mutex.unlock();
          return counted;
        });
  }

  /** Reads the counter twice, with the mutex held for reading. */
  public Object read(int thread) throws Exception {
    return interruptible(
        thread,
        () -> {
          mutex.readLock();
          int once = counter;
          int again = counter;
          mutex.readUnlock();
          return once == again ? once : once + " and " + again;
        });
  }

  private static Object unlessRefused(Runnable unlock) {
    try {
      unlock.run();
      return DONE;
    } catch (IllegalMonitorStateException e) {
      return REFUSED;
    }
  }

  /**
   * What they should do. The mutex is handed over: who waits has it from the moment at which another
   * gives it back. A waiting writer holds back new readers; a writer that leaves lets in all readers
   * that wait, or else the next writer.
   */
  static final class Model implements Semantics<State> {
    /**
     * The mutex.
     *
     * @param given the waiters that have it by now, and have not returned
     */
    record State(
        boolean writing,
        int readers,
        List<Integer> writeLine,
        List<Integer> readLine,
        Set<Integer> given,
        int counter) {
      boolean isFree() {
        return !writing && readers == 0;
      }

      boolean isOpenToReaders() {
        return !writing && writeLine.isEmpty();
      }

      State writing(boolean on) {
        return new State(on, readers, writeLine, readLine, given, counter);
      }

      State readers(int count) {
        return new State(writing, count, writeLine, readLine, given, counter);
      }

      State lines(List<Integer> writers, List<Integer> waitingReaders) {
        return new State(writing, readers, writers, waitingReaders, given, counter);
      }

      State given(Set<Integer> threads) {
        return new State(writing, readers, writeLine, readLine, threads, counter);
      }

      State counted() {
        return new State(writing, readers, writeLine, readLine, given, counter + 1);
      }

      /** The next writer has it, if there is one. */
      State giveToWriter() {
        if (writeLine.isEmpty()) {
          return this;
        }
        return writing(true)
            .given(Immutable.with(given, writeLine.get(0)))
            .lines(writeLine.subList(1, writeLine.size()), readLine);
      }

      /** All readers that wait have it. */
      State giveToReaders() {
        State next = readers(readers + readLine.size());
        for (int reader : readLine) {
          next = next.given(Immutable.with(next.given(), reader));
        }
        return next.lines(writeLine, List.of());
      }

      State unlock() {
        State next = writing(false);
        return readLine.isEmpty() ? next.giveToWriter() : next.giveToReaders();
      }

      State readUnlock() {
        State next = readers(readers - 1);
        return next.readers() == 0 ? next.giveToWriter() : next;
      }
    }

    @Override
    public State initial() {
      return new State(false, 0, List.of(), List.of(), Set.of(), 0);
    }

    @Override
    public List<Step<State>> begin(State s, int thread, Call call) {
      return List.of(
          switch (call.operation()) {
            case "lock", "count" ->
                s.isFree()
                    ? have(s.writing(true), thread, call)
                    : new Step<>(s.lines(Immutable.append(s.writeLine(), thread), s.readLine()), WAITS);
            case "readLock", "read" ->
                s.isOpenToReaders()
                    ? have(s.readers(s.readers() + 1), thread, call)
                    : new Step<>(s.lines(s.writeLine(), Immutable.append(s.readLine(), thread)), WAITS);
            case "tryLock" ->
                s.isFree() ? new Step<>(s.writing(true), DONE) : new Step<>(s, REFUSED);
            case "tryReadLock" ->
                s.isOpenToReaders()
                    ? new Step<>(s.readers(s.readers() + 1), DONE)
                    : new Step<>(s, REFUSED);
            case "unlock" ->
                s.writing() ? new Step<>(s.unlock(), DONE) : new Step<>(s, REFUSED);
            case "readUnlock" ->
                s.readers() > 0 ? new Step<>(s.readUnlock(), DONE) : new Step<>(s, REFUSED);
            default -> throw new IllegalArgumentException(call.toString());
          });
    }

    /** The thread has it: it returns, or does under it what it came for. */
    private static Step<State> have(State s, int thread, Call call) {
      return switch (call.operation()) {
        case "count", "read" -> new Step<>(s.given(Immutable.with(s.given(), thread)), WAITS);
        default -> new Step<>(s, DONE);
      };
    }

    @Override
    public List<Step<State>> resume(State s, int thread, Call call) {
      if (!s.given().contains(thread)) {
        return List.of();
      }
      State next = s.given(Immutable.without(s.given(), thread));
      return List.of(
          switch (call.operation()) {
            case "count" -> new Step<>(next.counted().unlock(), s.counter() + 1);
            case "read" -> new Step<>(next.readUnlock(), s.counter());
            default -> new Step<>(next, DONE);
          });
    }

    @Override
    public List<State> leave(State s, int thread, Call call) {
      if (s.given().contains(thread)) {
        return List.of();
      }
      List<Integer> writers = new ArrayList<>(s.writeLine());
      boolean wasLastWriter = writers.remove((Object) thread) && writers.isEmpty();
      State next = s.lines(List.copyOf(writers), Immutable.without(s.readLine(), thread));
      return List.of(wasLastWriter && !s.writing() ? next.giveToReaders() : next);
    }
  }
}
