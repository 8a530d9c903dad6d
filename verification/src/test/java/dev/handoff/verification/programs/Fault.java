package dev.handoff.verification.programs;

import dev.handoff.Chan;
import dev.handoff.ChannelClosedException;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.Select;
import dev.handoff.sync.Cond;
import dev.handoff.sync.Mutex;
import dev.handoff.sync.RWMutex;
import dev.handoff.sync.Semaphore;
import dev.handoff.sync.WaitGroup;
import java.util.function.Function;

/** What a library could do wrong; each must be noticed. */
enum Fault implements Trial.Setting {
  /** A value is taken, and none is returned. */
  LOSES_A_VALUE(
      program ->
          new Operations(program) {
            @Override
            Integer tryReceive(Chan<Integer> channel) {
              channel.tryReceive();
              return null;
            }
          }),

  /** The second value comes first. */
  REORDERS_VALUES(
      program ->
          new Operations(program) {
            @Override
            Integer receive(Chan<Integer> channel) {
              Integer first = channel.receive();
              Integer second = first == null ? null : channel.tryReceive();
              if (second == null) {
                return first;
              }
              Go.go(() -> sendUnlessClosed(channel, first));
              return second;
            }
          }),

  /** A send returns before anybody has received. */
  SENDS_WITHOUT_WAITING(
      program ->
          new Operations(program) {
            @Override
            void send(Chan<Integer> channel, int value) {
              Go.go(() -> sendUnlessClosed(channel, value));
            }
          }),

  /** A value counts as sent that is not. */
  PRETENDS_TO_SEND(
      program ->
          new Operations(program) {
            @Override
            boolean trySend(Chan<Integer> channel, int value) {
              return true;
            }
          }),

  /** The second close is no error. */
  CLOSES_TWICE(
      program ->
          new Operations(program) {
            @Override
            void close(Chan<Integer> channel) {
              try {
                channel.close();
              } catch (ChannelClosedException closed) {
                // the fault
              }
            }
          }),

  /** A select waits for its first case only. */
  SELECTS_THE_FIRST(
      program ->
          new Operations(program) {
            @Override
            int select(Select.Case... cases) {
              return cases.length == 0 ? Select.select() : Select.select(cases[0]);
            }
          }),

  /** A lock that is taken is taken again. */
  LOCKS_TWICE(
      program ->
          new Operations(program) {
            @Override
            boolean tryLock(Mutex mutex) {
              mutex.tryLock();
              return true;
            }
          }),

  /** A signal wakes all. */
  SIGNALS_ALL(
      program ->
          new Operations(program) {
            @Override
            void signal(Cond cond) {
              cond.broadcast();
            }
          }),

  /** A writer comes in as a reader does. */
  WRITES_BESIDE_READERS(
      program ->
          new Operations(program) {
            @Override
            void writeLock(RWMutex mutex) {
              mutex.readLock();
            }
          }),

  /** A permit too few is taken. */
  TAKES_TOO_FEW_PERMITS(
      program ->
          new Operations(program) {
            @Override
            void acquire(Semaphore semaphore, int permits) {
              semaphore.acquire(permits - 1);
            }
          }),

  /** Zero is not waited for. */
  DOES_NOT_WAIT_FOR_ZERO(
      program ->
          new Operations(program) {
            @Override
            void await(WaitGroup group) {}
          }),

  /** A goroutine never runs. */
  LOSES_A_GOROUTINE(
      program ->
          new Operations(program) {
            @Override
            Goroutine go(String name, Goroutine.Body body) {
              return Go.go(name, () -> {});
            }
          }),

  /** One that yields is not run again. */
  FORGETS_WHO_YIELDS(
      program ->
          new Operations(program) {
            @Override
            void pause() {
              Chan.unbuffered().receive();
            }
          });

  private static void sendUnlessClosed(Chan<Integer> channel, int value) {
    try {
      channel.send(value);
    } catch (ChannelClosedException closed) {
      // nobody is there any more to be told
    }
  }

  private final Function<Program, Operations> operations;

  Fault(Function<Program, Operations> operations) {
    this.operations = operations;
  }

  @Override
  public Operations operations(Program program) {
    return operations.apply(program);
  }
}
