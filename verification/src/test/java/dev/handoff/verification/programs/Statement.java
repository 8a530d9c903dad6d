package dev.handoff.verification.programs;

import java.util.List;

/**
 * What a routine of a program does. Channels and routines are given by their number; of every other
 * kind of object a program has one: a mutex, a condition with that mutex as its lock, a mutex for
 * readers and writers, a semaphore, a wait group.
 */
sealed interface Statement {
  record Send(int channel) implements Statement {}

  record Receive(int channel) implements Statement {}

  record TrySend(int channel) implements Statement {}

  record TryReceive(int channel) implements Statement {}

  record Close(int channel) implements Statement {}

  /** With a default, or without. */
  record Select(List<Arm> arms, boolean otherwise) implements Statement {}

  /** A case of a select. */
  sealed interface Arm {
    record SendTo(int channel) implements Arm {}

    record ReceiveFrom(int channel) implements Arm {}

    /** A receive from the nil channel. */
    record Never() implements Arm {}

    record After(int micros) implements Arm {}
  }

  record Acquire(int permits) implements Statement {}

  record TryAcquire(int permits) implements Statement {}

  record Release(int permits) implements Statement {}

  /** Starts that routine as a goroutine; each is started by one statement at most. */
  record Spawn(int routine) implements Statement {}

  /** Those without an operand. */
  enum Simple implements Statement {
    LOCK,
    TRY_LOCK,
    UNLOCK,
    AWAIT,
    SIGNAL,
    BROADCAST,
    WRITE_LOCK,
    TRY_WRITE_LOCK,
    WRITE_UNLOCK,
    READ_LOCK,
    TRY_READ_LOCK,
    READ_UNLOCK,
    ADD,
    DONE,
    AWAIT_GROUP,
    YIELD,
    SLEEP,
    BLOCKING
  }
}
