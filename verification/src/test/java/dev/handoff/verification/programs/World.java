package dev.handoff.verification.programs;

import dev.handoff.verification.programs.ModelChannel.Entry;
import dev.handoff.verification.programs.Statement.Arm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A state of a program in the model: where each routine is, and what is in channels and locks. A step
 * is one indivisible change: a statement that happens, perhaps together with those of others that it
 * serves; or one that begins to wait.
 */
final class World {
  private static final int UNBORN = -1;

  /** A statement that happened in the last step, by its routine, and what came of it. */
  record Happened(int routine, String result) {}

  private enum Phase {
    /** The statement has not begun. */
    BEFORE,
    /** It waits for somebody to serve it. */
    WAITS,
    /** {@code Cond.await} has lined up, and must give the lock back. */
    LINED_UP
  }

  private final Program program;
  private final int[] next;
  private final Phase[] phases;
  private final List<ModelChannel> channels = new ArrayList<>();
  private final ModelLocks locks;
  private final List<Happened> happened = new ArrayList<>();

  World(Program program) {
    this.program = program;
    next = new int[program.routines().size()];
    Arrays.fill(next, UNBORN);
    next[0] = 0;
    phases = new Phase[next.length];
    Arrays.fill(phases, Phase.BEFORE);
    program.capacities().forEach(c -> channels.add(new ModelChannel(c)));
    locks = new ModelLocks();
  }

  private World(World other) {
    program = other.program;
    next = other.next.clone();
    phases = other.phases.clone();
    other.channels.forEach(c -> channels.add(new ModelChannel(c)));
    locks = new ModelLocks(other.locks);
  }

  /** How many statements of that routine have happened. */
  int done(int routine) {
    return Math.max(0, next[routine]);
  }

  boolean isBorn(int routine) {
    return next[routine] != UNBORN;
  }

  boolean hasEnded(int routine) {
    return next[routine] == program.routines().get(routine).size();
  }

  /** Whether its next statement has begun, and waits. */
  boolean hasBegun(int routine) {
    return phases[routine] != Phase.BEFORE;
  }

  /** What happened in the step that led here. */
  List<Happened> happened() {
    return happened;
  }

  // ---------------------------------------------------------------------------------------- steps

  /** All that this routine can do now; nothing if it has ended, is not born or must wait. */
  List<World> steps(int routine) {
    if (!isBorn(routine) || hasEnded(routine)) {
      return List.of();
    }
    List<World> found = new ArrayList<>();
    switch (statement(routine)) {
      case Statement.Send(int c) -> choose(routine, List.of(new Arm.SendTo(c)), false, found);
      case Statement.Receive(int c) ->
          choose(routine, List.of(new Arm.ReceiveFrom(c)), false, found);
      case Statement.TrySend(int c) -> choose(routine, List.of(new Arm.SendTo(c)), true, found);
      case Statement.TryReceive(int c) ->
          choose(routine, List.of(new Arm.ReceiveFrom(c)), true, found);
      case Statement.Select(List<Arm> arms, boolean otherwise) ->
          choose(routine, arms, otherwise, found);
      case Statement.Close(int c) -> step(found, w -> w.close(routine, w.channels.get(c)));
      case Statement.Spawn(int child) ->
          step(
              found,
              w -> {
                w.next[child] = 0;
                w.happens(routine, "ok");
              });
      case Statement.Acquire(int n) -> {
        if (n <= Program.PERMITS) {
          await(
              routine, found, w -> w.locks.tryAcquire(n), w -> w.locks.awaitPermits(routine, n));
        }
      }
      case Statement.TryAcquire(int n) ->
          step(found, w -> w.happens(routine, "" + w.locks.tryAcquire(n)));
      case Statement.Release(int n) ->
          step(
              found,
              w -> w.served(routine, w.locks.release(n), "IllegalStateException"));
      case Statement.Simple simple -> simple(routine, simple, found);
    }
    return found;
  }

  private void simple(int routine, Statement.Simple statement, List<World> found) {
    switch (statement) {
      case LOCK -> {
        if (!locks.locked) {
          step(found, w -> w.lock(routine));
        }
      }
      case TRY_LOCK -> step(found, w -> w.happens(routine, "" + w.locks.tryLock()));
      case UNLOCK ->
          step(
              found,
              w ->
                  w.happens(routine, w.locks.unlock() ? "ok" : "IllegalMonitorStateException"));
      case AWAIT -> awaitSignal(routine, found);
      case SIGNAL ->
          step(
              found,
              w -> {
                w.locks.signal();
                w.happens(routine, "ok");
              });
      case BROADCAST ->
          step(
              found,
              w -> {
                w.locks.waitingForSignal.clear();
                w.happens(routine, "ok");
              });
      case READ_LOCK ->
          await(routine, found, w -> w.locks.tryRead(), w -> w.locks.awaitRead(routine));
      case TRY_READ_LOCK -> step(found, w -> w.happens(routine, "" + w.locks.tryRead()));
      case READ_UNLOCK ->
          step(
              found,
              w -> w.served(routine, w.locks.readUnlock(), "IllegalMonitorStateException"));
      case WRITE_LOCK ->
          await(routine, found, w -> w.locks.tryWrite(), w -> w.locks.awaitWrite(routine));
      case TRY_WRITE_LOCK -> step(found, w -> w.happens(routine, "" + w.locks.tryWrite()));
      case WRITE_UNLOCK ->
          step(
              found,
              w -> w.served(routine, w.locks.writeUnlock(), "IllegalMonitorStateException"));
      case ADD -> step(found, w -> w.served(routine, w.locks.add(1), "IllegalStateException"));
      case DONE -> step(found, w -> w.served(routine, w.locks.add(-1), "IllegalStateException"));
      case AWAIT_GROUP ->
          await(routine, found, w -> w.locks.isZero(), w -> w.locks.awaitZero(routine));
      case YIELD, SLEEP, BLOCKING -> step(found, w -> w.happens(routine, "ok"));
    }
  }

  private void step(List<World> found, Consumer<World> change) {
    World w = new World(this);
    change.accept(w);
    found.add(w);
  }

  /** What happens if it is possible, and else waits for somebody who serves it. */
  private void await(
      int routine, List<World> found, Attempt attempt, Consumer<World> lineUp) {
    if (phases[routine] == Phase.WAITS) {
      return;
    }
    step(
        found,
        w -> {
          if (attempt.succeeds(w)) {
            w.happens(routine, "ok");
          } else {
            lineUp.accept(w);
            w.phases[routine] = Phase.WAITS;
          }
        });
  }

  private interface Attempt {
    boolean succeeds(World w);
  }

  /** That statement has happened. */
  private void happens(int routine, String result) {
    // A null from tryReceive does not say which of the two it was.
    boolean isNull = result.equals("otherwise") || result.equals("0:closed");
    boolean tried = statement(routine) instanceof Statement.TryReceive;
    next[routine]++;
    phases[routine] = Phase.BEFORE;
    channels.forEach(c -> c.forget(routine));
    happened.add(new Happened(routine, tried && isNull ? "none" : result));
  }

  private Statement statement(int routine) {
    return program.routines().get(routine).get(next[routine]);
  }

  private void served(int routine, List<Integer> others, String refusal) {
    happens(routine, others == null ? refusal : "ok");
    if (others != null) {
      others.forEach(r -> happens(r, "ok"));
    }
  }

  private void lock(int routine) {
    locks.locked = true;
    happens(routine, "ok");
  }

  /** Lines up; gives the lock back; is taken out of the line by a signal; takes the lock again. */
  private void awaitSignal(int routine, List<World> found) {
    switch (phases[routine]) {
      case BEFORE ->
          step(
              found,
              w -> {
                w.locks.waitingForSignal.add(routine);
                w.phases[routine] = Phase.LINED_UP;
              });
      case LINED_UP ->
          step(
              found,
              w -> {
                if (w.locks.unlock()) {
                  w.phases[routine] = Phase.WAITS;
                } else {
                  w.locks.withdraw(routine);
                  w.happens(routine, "IllegalMonitorStateException");
                }
              });
      case WAITS -> {
        if (!locks.waitingForSignal.contains(routine) && !locks.locked) {
          step(found, w -> w.lock(routine));
        }
      }
    }
  }

  // ------------------------------------------------------------------------------------- channels

  /** One of the cases that are ready; if none is, the default, or else it waits for all. */
  private void choose(int routine, List<Arm> arms, boolean otherwise, List<World> found) {
    boolean waits = phases[routine] == Phase.WAITS;
    for (int i = 0; i < arms.size(); i++) {
      int arm = i;
      switch (arms.get(i)) {
        case Arm.SendTo(int c) when !waits && channels.get(c).canSend() ->
            step(found, w -> w.send(routine, arm, w.channels.get(c)));
        case Arm.ReceiveFrom(int c) when !waits && channels.get(c).canReceive() ->
            step(found, w -> w.receive(routine, arm, w.channels.get(c)));
        case Arm.After(int micros) when waits || micros == 0 ->
            step(found, w -> w.happens(routine, arm + ":after"));
        default -> {}
      }
    }
    if (!waits && found.isEmpty()) {
      step(found, otherwise ? w -> w.happens(routine, "otherwise") : w -> w.enlist(routine, arms));
    }
  }

  private void enlist(int routine, List<Arm> arms) {
    phases[routine] = Phase.WAITS;
    for (int i = 0; i < arms.size(); i++) {
      Entry entry = new Entry(routine, i, value(routine));
      switch (arms.get(i)) {
        case Arm.SendTo(int c) -> channels.get(c).senders.add(entry);
        case Arm.ReceiveFrom(int c) -> channels.get(c).receivers.add(entry);
        case Arm.Never _, Arm.After _ -> {}
      }
    }
  }

  private int value(int routine) {
    return Program.value(routine, next[routine]);
  }

  private void send(int routine, int arm, ModelChannel c) {
    if (c.closed) {
      happens(routine, "ChannelClosedException");
      return;
    }
    int value = value(routine);
    if (c.receivers.isEmpty()) {
      c.buffer.add(value);
    } else {
      Entry served = c.receivers.getFirst();
      happens(served.routine(), served.arm() + ":" + value);
    }
    happens(routine, arm + ":sent");
  }

  private void receive(int routine, int arm, ModelChannel c) {
    Integer value = c.buffer.isEmpty() ? null : c.buffer.removeFirst();
    if (!c.senders.isEmpty()) {
      Entry served = c.senders.getFirst();
      if (value == null) {
        value = served.value();
      } else {
        c.buffer.add(served.value());
      }
      happens(served.routine(), served.arm() + ":sent");
    }
    happens(routine, arm + ":" + (value == null ? "closed" : value));
  }

  private void close(int routine, ModelChannel c) {
    if (c.closed) {
      happens(routine, "ChannelClosedException");
      return;
    }
    c.closed = true;
    while (!c.receivers.isEmpty()) { // who is served leaves the queue
      Entry served = c.receivers.getFirst();
      happens(served.routine(), served.arm() + ":closed");
    }
    while (!c.senders.isEmpty()) {
      happens(c.senders.getFirst().routine(), "ChannelClosedException");
    }
    happens(routine, "ok");
  }

  /** All that matters for what can come; equal texts are equal states. */
  @Override
  public String toString() {
    return Arrays.toString(next) + Arrays.toString(phases) + channels + locks;
  }
}
