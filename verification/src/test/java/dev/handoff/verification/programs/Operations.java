package dev.handoff.verification.programs;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.Select;
import dev.handoff.sync.Cond;
import dev.handoff.sync.Mutex;
import dev.handoff.sync.RWMutex;
import dev.handoff.sync.Semaphore;
import dev.handoff.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Carries out statements, on the library itself. What comes of a statement is told in words, the same
 * as those of {@link World}. {@link Fault} overrides single operations.
 */
class Operations {
  private static final Duration NAP = Duration.ofNanos(50_000);

  private final List<Chan<Integer>> channels = new ArrayList<>();
  private final Mutex mutex = new Mutex();
  private final Cond cond = new Cond(mutex);
  private final RWMutex readWrite = new RWMutex();
  private final Semaphore semaphore = new Semaphore(Program.PERMITS);
  private final WaitGroup group = new WaitGroup();

  Operations(Program program) {
    program.capacities().forEach(c -> channels.add(Chan.buffered(c)));
  }

  /** All statements but {@code Spawn}. */
  final String perform(Statement statement, int value) throws Exception {
    return switch (statement) {
      case Statement.Send(int c) -> {
        send(channels.get(c), value);
        yield "0:sent";
      }
      case Statement.Receive(int c) -> "0:" + orClosed(receive(channels.get(c)));
      case Statement.TrySend(int c) -> trySend(channels.get(c), value) ? "0:sent" : "otherwise";
      case Statement.TryReceive(int c) -> {
        Integer got = tryReceive(channels.get(c));
        yield got == null ? "none" : "0:" + got;
      }
      case Statement.Close(int c) -> done(() -> close(channels.get(c)));
      case Statement.Select select -> select(select, value);
      case Statement.Acquire(int n) -> done(() -> acquire(semaphore, n));
      case Statement.TryAcquire(int n) -> "" + semaphore.tryAcquire(n);
      case Statement.Release(int n) -> done(() -> semaphore.release(n));
      case Statement.Spawn spawn -> throw new IllegalArgumentException("not here: " + spawn);
      case Statement.Simple simple -> simple(simple);
    };
  }

  private String simple(Statement.Simple statement) throws Exception {
    return switch (statement) {
      case LOCK -> done(mutex::lock);
      case TRY_LOCK -> "" + tryLock(mutex);
      case UNLOCK -> done(mutex::unlock);
      case AWAIT -> done(cond::await);
      case SIGNAL -> done(() -> signal(cond));
      case BROADCAST -> done(cond::broadcast);
      case WRITE_LOCK -> done(() -> writeLock(readWrite));
      case TRY_WRITE_LOCK -> "" + readWrite.tryLock();
      case WRITE_UNLOCK -> done(readWrite::unlock);
      case READ_LOCK -> done(readWrite::readLock);
      case TRY_READ_LOCK -> "" + readWrite.tryReadLock();
      case READ_UNLOCK -> done(readWrite::readUnlock);
      case ADD -> done(() -> group.add(1));
      case DONE -> done(group::done);
      case AWAIT_GROUP -> done(() -> await(group));
      case YIELD -> done(this::pause);
      case SLEEP -> done(() -> Go.sleep(NAP));
      case BLOCKING -> done(() -> Go.blocking(Operations::nap));
    };
  }

  private static String done(Goroutine.Body call) throws Exception {
    call.run();
    return "ok";
  }

  private static String orClosed(Integer received) {
    return received == null ? "closed" : received.toString();
  }

  private static boolean nap() {
    LockSupport.parkNanos(NAP.toNanos());
    return true;
  }

  private String select(Statement.Select statement, int value) {
    String[] result = {"nothing"};
    List<Select.Case> cases = new ArrayList<>();
    for (Statement.Arm arm : statement.arms()) {
      Consumer<Integer> received = v -> result[0] = orClosed(v);
      cases.add(
          switch (arm) {
            case Statement.Arm.SendTo(int c) ->
                Select.send(channels.get(c), value, () -> result[0] = "sent");
            case Statement.Arm.ReceiveFrom(int c) -> Select.receive(channels.get(c), received);
            case Statement.Arm.Never() -> Select.receive(null, received);
            case Statement.Arm.After(int micros) ->
                Select.after(Duration.ofNanos(micros * 1000L), () -> result[0] = "after");
          });
    }
    if (statement.otherwise()) {
      cases.add(Select.otherwise(() -> result[0] = "otherwise"));
    }
    int index = select(cases.toArray(Select.Case[]::new));
    return index == statement.arms().size() ? result[0] : index + ":" + result[0];
  }

  /** The program is over: lets go whoever must have the mutex again before it can end. */
  final void giveUp() {
    try {
      mutex.unlock();
    } catch (IllegalMonitorStateException free) {
      // then nobody is kept
    }
  }

  // ------------------------------------------------------------------- what faults are put into

  Goroutine go(String name, Goroutine.Body body) {
    return Go.go(name, body);
  }

  void send(Chan<Integer> channel, int value) {
    channel.send(value);
  }

  boolean trySend(Chan<Integer> channel, int value) {
    return channel.trySend(value);
  }

  Integer receive(Chan<Integer> channel) {
    return channel.receive();
  }

  Integer tryReceive(Chan<Integer> channel) {
    return channel.tryReceive();
  }

  void close(Chan<Integer> channel) {
    channel.close();
  }

  int select(Select.Case... cases) {
    return Select.select(cases);
  }

  boolean tryLock(Mutex mutex) {
    return mutex.tryLock();
  }

  void signal(Cond cond) {
    cond.signal();
  }

  void writeLock(RWMutex mutex) {
    mutex.lock();
  }

  void acquire(Semaphore semaphore, int permits) {
    semaphore.acquire(permits);
  }

  void await(WaitGroup group) {
    group.await();
  }

  void pause() {
    Go.yield();
  }
}
