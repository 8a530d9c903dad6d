package dev.handoff.verification.lincheck;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What is checked: the operations of a production class, the programs made by hand, one for each race
 * that is known, and the calls of which others are put together at random.
 */
enum Structure {
  CHAN_UNBUFFERED(
      ChannelOperations.Unbuffered.class,
      List.of(
          "send A #", "receive A", "trySend A #", "tryReceive A", "close A", "isDrained A",
          "length A"),
      Program.of("rendezvous", "send A 1; send A 2 | receive A; receive A"),
      Program.of("sendersInLine", "send A 1 | send A 2 | receive A; receive A"),
      Program.of("receiversInLine", "receive A | receive A | send A 1; send A 2"),
      Program.of("closeAgainstSend", "send A 1 | close A"),
      Program.of("closeAgainstReceive", "receive A | close A"),
      Program.of("closeAgainstBoth", "send A 1 | receive A | close A; isDrained A"),
      Program.of("closeAgainstReceivers", "receive A | receive A | close A; close A"),
      Program.of("closeAgainstSenders", "send A 1 | send A 2 | close A; tryReceive A"),
      Program.of("trySendAgainstReceive", "receive A | trySend A 1; close A"),
      Program.of("trySendAgainstReceivers", "receive A | receive A | trySend A 1; close A"),
      Program.of("tryReceiveAgainstSend", "send A 1 | tryReceive A; close A"),
      Program.of("interruptedSend", "send A 1 | interrupt 0; tryReceive A; close A"),
      Program.of("interruptedReceive", "receive A | interrupt 0; trySend A 1; close A"),
      Program.of("interruptedInLine", "receive A | receive A | interrupt 0; trySend A 1; close A"),
      Program.of("interruptAgainstSend", "receive A | trySend A 1; close A | interrupt 0")),
  CHAN_OF_ONE(
      ChannelOperations.OfOne.class,
      List.of(
          "send A #", "receive A", "trySend A #", "tryReceive A", "close A", "isDrained A",
          "length A"),
      Program.of("full", "send A 1; send A 2; length A | receive A; length A; receive A"),
      Program.of("refill", "send A 1; send A 2 | send A 3 | receive A; receive A; receive A"),
      Program.of("closeBehindSend", "send A 1; close A | receive A; receive A; isDrained A"),
      Program.of("drainedAgainstSend", "send A 1; close A | isDrained A; receive A"),
      Program.of("closeAgainstTrySend", "trySend A 1; tryReceive A | close A; isDrained A"),
      Program.of("closeWhenFull", "send A 1 >> send A 2 | close A; receive A; receive A"),
      Program.of("closeAgainstReceive", "send A 1; close A | receive A | receive A"),
      Program.of("trySendAgainstReceive", "receive A | trySend A 1; trySend A 2; close A"),
      Program.of("interruptedSend", "send A 1 >> send A 2 | interrupt 0; tryReceive A; close A")),
  CHAN_OF_TWO(
      ChannelOperations.OfTwo.class,
      List.of(
          "send A #", "receive A", "trySend A #", "tryReceive A", "close A", "isDrained A",
          "length A"),
      Program.of("around", "send A 1; send A 2; send A 3 | receive A; receive A; receive A"),
      Program.of("refill", "send A 1; send A 2 >> send A 3; length A | receive A; receive A; receive A"),
      Program.of("closeWhenFull", "send A 1; send A 2 >> send A 3 | receive A; close A; receive A")),
  SELECT(
      ChannelOperations.Two.class,
      List.of(
          "select ?A ?B", "select !A# !B#", "select ?A !B#", "select ?B !A#", "select ?A ?B _",
          "select !A# ?B _", "send A #", "receive B", "trySend A #", "tryReceive B", "close A",
          "close B"),
      Program.of("oppositeOrders", "select ?A !B1 | select ?B !A2"),
      Program.of("selectWithSelect", "select ?A ?B | select !B1 !A2"),
      Program.of("twoForTwo", "select ?A ?B | select ?B ?A | send A 1; send B 2"),
      Program.of("closeAgainstReceive", "select ?A ?B | close A | close B"),
      Program.of("closeAgainstSend", "select !A1 !B2 | close A; close B"),
      Program.of("otherwise", "receive A | select !A1 !B2 _; close A"),
      Program.of("otherwiseAgainstSelect", "select ?A ?B | select !B1 !A2 _; close A"),
      Program.of("leftOver", "select ?A ?B | trySend A 1; trySend B 2; close A; close B"),
      Program.of("leftOverInLine", "select ?A ?B; receive B | send A 1; send B 2"),
      Program.of("againstReceivers", "select !A1 !B2; close A; close B | receive A | receive B"),
      Program.of("interrupted", "select ?A ?B | interrupt 0; trySend A 1; trySend B 2; close A"),
      Program.of("interruptAgainstSend", "select ?A ?B | trySend B 1; close A | interrupt 0")),
  SELECT_MIXED(
      ChannelOperations.TwoMixed.class,
      List.of(
          "select ?A ?B", "select !A# !B#", "select ?A !B#", "select ?B !A# _", "send B #",
          "receive B", "trySend B #", "tryReceive A", "close A", "close B"),
      Program.of("bufferOrPartner", "select !A1 !B2; select !A3 !B4 | receive B; close A"),
      Program.of("fullAgainstSelect", "send B 1 >> select !A2 !B3 | receive B; close A; tryReceive B"),
      Program.of("closeBehindBuffer", "send B 1 >> close B | select ?A ?B"),
      Program.of("bufferTwice", "select !A1 !B2 _ | select !A3 !B4 _; close B"),
      Program.of("sameChannel", "select ?B !B1; close B | receive B"),
      Program.of("selectTakesFromFull", "send B 1 >> send B 2 | select ?A ?B; receive B")),
  MUTEX(
      MutexOperations.class,
      List.of("lock", "unlock", "tryLock"),
      Program.of("counting", "count; count | count; count"),
      Program.of("countingByThree", "count | count | count"),
      Program.of("unlockAgainstLock", "lock >> unlock | lock; unlock"),
      Program.of("unlockAgainstTwo", "lock >> unlock | lock; unlock | lock; unlock"),
      Program.of("othersUnlock", "lock >> lock | unlock"),
      Program.of("tryAgainstUnlock", "lock >> unlock | tryLock | tryLock"),
      Program.of("overtaken", "lock >> unlock; lock; unlock | lock; unlock"),
      Program.of("interruptedAgainstUnlock", "lock >> unlock; count | count | interrupt 1"),
      Program.of("interruptedOfTwo", "lock >> unlock | count | interrupt 1; count"),
      Program.of("interruptedWoken", "lock >> unlock; count | count | interrupt 1; count"),
      Program.of("starvingOfTwo", "lock >> unlock; count | count | count")),
  RWMUTEX(
      RWMutexOperations.class,
      List.of(
          "lock", "unlock", "tryLock", "readLock", "readUnlock", "tryReadLock"),
      Program.of("counting", "count; read | count; read"),
      Program.of("readersAndWriter", "read | read | count"),
      Program.of("writerAgainstReaders", "readLock >> readUnlock | count | read"),
      Program.of("writerHoldsBack", "readLock >> readUnlock | count | tryReadLock; readUnlock"),
      Program.of("tryAgainstReaders", "readLock >> tryReadLock; readUnlock; tryLock | tryReadLock; readUnlock; tryLock"),
      Program.of("unlockAgainstReaders", "lock >> unlock | read | read"),
      Program.of("unlockAgainstBoth", "lock >> unlock | count | read"),
      Program.of("unlockAgainstWriters", "lock >> unlock | count | count"),
      Program.of("readersBeforeWriter", "lock >> unlock; read | readLock; readUnlock | count"),
      Program.of("interruptedWriter", "readLock >> interrupt 1; readUnlock | count | read"),
      Program.of("interruptedReader", "lock >> interrupt 1; unlock | read | tryReadLock"),
      Program.of("interruptedWriters", "lock >> interrupt 1; unlock | count | count")),
  SEMAPHORE(
      SemaphoreOperations.class,
      List.of(
          "acquire 1", "acquire 2", "tryAcquire 1", "tryAcquire 2", "release 1", "release 2"),
      Program.of("inTurns", "acquire 2; release 2 | acquire 1; release 1 | acquire 2; release 2"),
      Program.of("releaseAgainstHead", "acquire 2 >> release 1; release 1 | acquire 2; release 2 | tryAcquire 1; release 1"),
      Program.of("releaseAgainstAcquire", "acquire 2 >> release 2 | acquire 1; acquire 1"),
      Program.of("releaseServesTwo", "acquire 2 >> release 2 | acquire 1 | acquire 1"),
      Program.of("notOvertaken", "acquire 1 >> release 1 | acquire 2; release 2 | tryAcquire 1; release 1"),
      Program.of("interruptedHead", "acquire 1 >> interrupt 1; release 1 | acquire 2; release 2 | acquire 1; release 1"),
      Program.of("interruptAgainstRelease", "acquire 2 >> release 2 | acquire 2; release 2 | interrupt 1; acquire 1; release 1"),
      Program.of("refused", "acquire 1 >> release 2; release 1 | acquire 2; release 2")),
  WAIT_GROUP(
      WaitGroupOperations.class,
      List.of("add 1", "add 2", "done", "await"),
      Program.of("doneAgainstAwait", "add 1 >> done | await"),
      Program.of("twoWait", "add 1 >> done | await | await"),
      Program.of("twoDone", "add 2 >> done | done | await"),
      Program.of("twoWaitForTwo", "add 2 >> done; done | await | await"),
      Program.of("reuse", "add 1 >> done; add 1; done | await; await"),
      Program.of("reuseAgainstAwait", "add 1 >> done | add 1; done; await | await"),
      Program.of("earlyRelease", "add 1 >> done | add 1; done | await; await"),
      Program.of("refused", "add 1 >> done; done | await; done"),
      Program.of("interrupted", "add 1 >> interrupt 1; done | await | await")),
  COND(
      CondOperations.class,
      List.of("take", "put", "putMany 2"),
      Program.of("signal", "take | put"),
      Program.of("signalOfTwo", "take | take | put; put"),
      Program.of("broadcast", "take | take | putMany 2"),
      Program.of("interrupted", "take | take | interrupt 0; putMany 2"),
      Program.of("interruptAgainstSignal", "take | put; put | interrupt 0; take")),
  ONCE(
      OnceOperations.class,
      List.of("run"),
      Program.of("two", "run | run"),
      Program.of("three", "run; run | run | run"),
      Program.of("interrupted", "run | run | interrupt 1"));

  private final Class<? extends Operations> operations;
  private final List<String> calls;
  private final List<Program> programs;

  Structure(Class<? extends Operations> operations, List<String> calls, Program... programs) {
    this.operations = operations;
    this.calls = calls;
    this.programs = List.of(programs);
  }

  Class<? extends Operations> operations() {
    return operations;
  }

  Semantics<?> semantics() {
    try {
      return operations.getDeclaredConstructor().newInstance().semantics();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The programs made by hand. */
  List<Program> programs() {
    return programs;
  }

  Program program(String name) {
    return programs.stream()
        .filter(p -> p.name().equals(name))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException(this + " has no program " + name));
  }

  /**
   * Programs put together at random: of two threads with up to three calls, or three with up to two.
   * In each there is a call that may have to wait, and none that could wait for ever: so one that hangs
   * has found a fault.
   */
  List<Program> random(int count, long seed) {
    Random random = new Random(seed);
    Semantics<?> semantics = semantics();
    Set<List<List<Call>>> known = new LinkedHashSet<>();
    List<Program> found = new ArrayList<>();
    for (int drawn = 0; found.size() < count && drawn < 100 * count; drawn++) {
      Program program = draw(random, "random " + seed + "/" + found.size());
      Runs.All runs = new Runs<>(semantics, program).all();
      if (runs.alwaysReturn() && runs.mayWait() && known.add(program.threads())) {
        found.add(program);
      }
    }
    return found;
  }

  private Program draw(Random random, String name) {
    int threads = 2 + random.nextInt(2);
    int value = 0;
    StringBuilder text = new StringBuilder();
    for (int thread = 0; thread < threads; thread++) {
      int length = 1 + random.nextInt(threads == 2 ? 3 : 2);
      text.append(thread == 0 ? "" : " | ");
      for (int i = 0; i < length; i++) {
        String call = calls.get(random.nextInt(calls.size()));
        while (call.contains("#")) {
          value++;
          call = call.replaceFirst("#", String.valueOf(value));
        }
        text.append(i == 0 ? "" : "; ").append(call);
      }
    }
    return Program.of(name, text.toString());
  }
}
