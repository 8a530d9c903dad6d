package dev.handoff.sync;

import static dev.handoff.sync.MutexWord.FREE;
import static dev.handoff.sync.MutexWord.LOCKED;

import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.Statements;
import dev.handoff.runtime.WaitReason;
import dev.handoff.sync.Waiter.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * Go's {@code sync.Mutex}: at most one has it. It is not tied to a goroutine: any goroutine or other
 * thread may unlock what another has locked. For the same reason it is not reentrant: who locks it
 * twice waits for itself.
 *
 * <p><b>Who is next.</b> In <i>normal</i> mode an unlock wakes the first in line, but whoever comes by
 * may take the mutex first; that is fast and unfair. A waiter that was woken, lost, and has by then
 * waited for more than 1 ms puts the mutex into <i>starvation</i> mode: there an unlock hands it to the
 * first in line, and nobody else can take it. The mode ends with the last waiter, or with one that has
 * not waited so long.
 *
 * <p><b>Memory.</b> As in Go's memory model, in Java's terms: what precedes the n-th successful unlock
 * happens-before what follows the m-th successful lock, for n &lt; m, whoever made the calls. That is
 * also what {@link Lock} asks. A {@code tryLock} that fails orders nothing.
 *
 * <p><b>Interruption.</b> A call that need not wait ignores the interrupt flag of its thread, except
 * those that {@link Lock} says look at it on entry. A waiter that was handed the mutex before it noticed
 * the interrupt has it, and its call returns.
 *
 * <p><b>Structure.</b> The protocol is spec/Mutex.tla. All is decided on one word, changed by
 * compare-and-set ({@link MutexWord}); those who wait are in {@link Sleepers}. Two sides race.
 *
 * <pre>
 *   a waiter                              whoever unlocks
 *   1. finds `locked' set, and adds       1. finds `waiters' above zero, and with
 *      itself to `waiters', in one CAS       one CAS takes one off, and clears
 *   2. enqueues and sleeps, unless           `locked' or keeps it for the waiter
 *      there is a permit                  2. wakes the first in line, or leaves a
 *   3. woken, competes; if it loses, it      permit
 *      adds itself to `waiters' again
 * </pre>
 *
 * <p>The first steps exclude each other: a waiter enlists before the unlock, which then counts it, or
 * after it, and then sees that the mutex is free. The second steps may come in either order. A waiter
 * keeps its place in line while it competes, so whoever begins starvation mode is the next to have the
 * mutex.
 *
 * <p>After a change here run MutexTest, and the models {@code Mutex...} of {@code ./handoff check}.
 */
public final class Mutex implements Lock {
  /** Who has waited longer, and loses, begins starvation mode. */
  private static final long LATE_NANOS = 1_000_000;

  /** How often one that must wait for another thread's next step spins before it yields. */
  private static final int SPINS = 64;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(Mutex.class, "word", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** How a competition ended. */
  private enum Contest {
    WON,
    LOST,
    GIVEN_UP
  }

  /** See {@link MutexWord}. Changed by {@link #cas} only. */
  private volatile int word = FREE;

  private final Sleepers sleepers = new Sleepers();

  /** A mutex that is free. */
  public Mutex() {}

  // -------------------------------------------------------------------------------------- locking

  /**
   * Locks it; waits until that is possible.
   *
   * @throws GoroutineInterruptedException if the caller, a goroutine or not, has to wait and its thread
   *     is interrupted; the interrupt flag stays set
   */
  @Override
  public void lock() {
    lock(WaitReason.MUTEX_LOCK, this);
  }

  /** Locks it on behalf of another structure: dumps show that one. */
  @SpecAction("Mutex!Arrive")
  void lock(WaitReason reason, Object on) {
    Statements.checkpoint();
    if (!cas(FREE, LOCKED) && !lockSlowly(Patience.untilInterrupted(reason, on))) {
      throw new GoroutineInterruptedException();
    }
  }

  /**
   * Locks it; waits until that is possible.
   *
   * @throws InterruptedException if the caller's thread is interrupted when the call begins or while it
   *     waits; the interrupt flag is cleared
   */
  @Override
  public void lockInterruptibly() throws InterruptedException {
    throwIfInterrupted();
    Statements.checkpoint();
    if (!cas(FREE, LOCKED) && !lockSlowly(Patience.untilInterrupted(WaitReason.MUTEX_LOCK, this))) {
      Thread.interrupted();
      throw new InterruptedException("interrupted while waiting for " + this);
    }
  }

  /** Locks it if it is free; whether it was. Does not wait. */
  @Override
  @SpecAction("Mutex!TryLock")
  public boolean tryLock() {
    for (; ; ) {
      int seen = word;
      if (MutexWord.isLocked(seen)) {
        return false;
      }
      if (cas(seen, MutexWord.taken(seen))) {
        return true;
      }
    }
  }

  /**
   * Locks it; waits for that, but no longer than it is told. Time that is zero or negative is over at
   * once. Whether the mutex is locked now.
   *
   * @throws InterruptedException if the caller's thread is interrupted when the call begins or while it
   *     waits; the interrupt flag is cleared
   */
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    long nanos = Objects.requireNonNull(unit, "unit").toNanos(time);
    throwIfInterrupted();
    Statements.checkpoint();
    if (tryLock()) {
      return true;
    }
    if (nanos <= 0) {
      return false;
    }
    if (lockSlowly(Patience.forNanos(WaitReason.MUTEX_TRY_LOCK, this, nanos))) {
      return true;
    }
    throwIfInterrupted();
    return false;
  }

  private static void throwIfInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before or while locking a Mutex");
    }
  }

  /** Locks it, waiting if need be; false: the patience was over before that. */
  private boolean lockSlowly(Patience patience) {
    Waiter self = new Waiter(); // before it is counted: no failure to allocate may come in between
    switch (arrive(patience)) {
      case WON -> {
        return true;
      }
      case GIVEN_UP -> {
        return false;
      }
      case LOST -> sleepers.enqueue(self);
    }
    long since = System.nanoTime();
    for (; ; ) {
      Outcome outcome = sleep(self, patience);
      if (outcome == Outcome.WAITING) {
        return false;
      }
      boolean late = System.nanoTime() - since > LATE_NANOS;
      if (outcome == Outcome.SERVED) {
        handed(late);
        return true;
      }
      Contest contest = compete(self, patience, late);
      if (contest != Contest.LOST) {
        return contest == Contest.WON;
      }
    }
  }

  /** Takes the mutex if it is free, or else joins those who are counted as waiting. */
  @SpecAction("Mutex!ReadWord")
  @SpecAction("Mutex!Take")
  @SpecAction("Mutex!Enlist")
  @SpecAction("Mutex!ThrowArriving")
  private Contest arrive(Patience patience) {
    for (; ; ) {
      int seen = word;
      if (!MutexWord.isLocked(seen)) {
        if (cas(seen, MutexWord.taken(seen))) {
          return Contest.WON;
        }
      } else if (patience.isOver()) {
        return Contest.GIVEN_UP;
      } else if (cas(seen, MutexWord.enlisted(seen))) {
        return Contest.LOST;
      }
    }
  }

  /** Sleeps until it is roused or served; WAITING: the patience was over, and it has left. */
  @SpecAction("Mutex!Wake")
  @SpecAction("Mutex!WakeLate")
  private Outcome sleep(Waiter self, Patience patience) {
    while (self.isWaiting()) {
      if (patience.isOver() && sleepers.leave(self)) {
        return leaveCount(self);
      }
      if (self.isWaiting()) {
        patience.park();
      }
    }
    return self.outcome();
  }

  /**
   * Takes itself off the count of those who wait. If nobody is counted any more then a wake-up is on its
   * way that no other waiter will take: it must take that.
   */
  @SpecAction("Mutex!LeaveCount")
  private Outcome leaveCount(Waiter self) {
    for (int attempt = 1; ; attempt++) {
      int seen = word;
      if (MutexWord.waiters(seen) > 0) {
        if (cas(seen, MutexWord.left(seen))) {
          return Outcome.WAITING;
        }
      } else if (sleepers.takePermit(self)) {
        return self.outcome();
      } else if (attempt % SPINS == 0) {
        Thread.yield(); // the sender is between two steps
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** One that has been woken, and stands first in line, tries to take the mutex. */
  @SpecAction("Mutex!TakeWoken")
  @SpecAction("Mutex!EnlistAgain")
  @SpecAction("Mutex!DropOut")
  private Contest compete(Waiter self, Patience patience, boolean late) {
    self.decide(Outcome.WAITING); // nobody wakes it while `woken' is set: it may be woken anew then
    for (; ; ) {
      int seen = word;
      if (!MutexWord.isLocked(seen)) {
        if (cas(seen, MutexWord.takenByWoken(seen))) {
          sleepers.remove(self);
          return Contest.WON;
        }
      } else if (patience.isOver()) {
        sleepers.remove(self); // first, so that nobody wakes it again
        return dropOut();
      } else if (cas(seen, MutexWord.enlistedAgain(seen, late))) {
        return Contest.LOST;
      }
    }
  }

  /** One that has been woken gives up, and lets others be woken; or takes the mutex if it is free now. */
  @SpecAction("Mutex!TakeWoken")
  @SpecAction("Mutex!ThrowWoken")
  private Contest dropOut() {
    for (; ; ) {
      int seen = word;
      if (!MutexWord.isLocked(seen)) {
        if (cas(seen, MutexWord.takenByWoken(seen))) {
          return Contest.WON;
        }
      } else if (cas(seen, MutexWord.dropped(seen))) {
        return Contest.GIVEN_UP;
      }
    }
  }

  /** It has been handed the mutex. If it has not waited long it ends starvation mode. */
  @SpecAction("Mutex!EndStarvation")
  @SpecAction("Mutex!KeepMode")
  private void handed(boolean late) {
    for (int seen = word;
        !late && MutexWord.isStarving(seen) && !cas(seen, MutexWord.withoutStarvation(seen));
        seen = word) {
      // read again
    }
  }

  // ------------------------------------------------------------------------------------ unlocking

  /**
   * Unlocks it, whoever has locked it.
   *
   * @throws IllegalMonitorStateException if it is not locked; nothing is changed then
   */
  @Override
  @SpecAction("Mutex!BeginUnlock")
  @SpecAction("Mutex!UnlockFree")
  @SpecAction("Mutex!UnlockWake")
  @SpecAction("Mutex!UnlockHand")
  @SpecAction("Mutex!RefuseUnlock")
  @SpecAction("Mutex!CatchRefusal")
  public void unlock() {
    if (cas(LOCKED, FREE)) {
      return;
    }
    for (; ; ) {
      int seen = word;
      if (!MutexWord.isLocked(seen)) {
        throw new IllegalMonitorStateException(
            "unlock of " + this + ", which is not locked: call unlock once after each lock");
      }
      if (MutexWord.isStarving(seen)) {
        if (cas(seen, MutexWord.handedOver(seen))) {
          sleepers.handOver();
          return;
        }
      } else if (MutexWord.needsWaking(seen)) {
        if (cas(seen, MutexWord.unlockedToWake(seen))) {
          sleepers.rouse();
          return;
        }
      } else if (cas(seen, MutexWord.unlocked(seen))) {
        return;
      }
    }
  }

  /** Volatile, all of them: the one that unlocks pairs with the next one that locks. */
  private boolean cas(int seen, int next) {
    return WORD.compareAndSet(this, seen, next);
  }

  /**
   * Not supported: see {@link Cond}, which works with this lock.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Condition newCondition() {
    throw new UnsupportedOperationException("a Mutex has no conditions: use new Cond(mutex)");
  }

  /** How many wait and have no wake-up on its way to them. */
  int waiters() {
    return MutexWord.waiters(word);
  }

  /** Whether it is in starvation mode. */
  boolean isStarving() {
    return MutexWord.isStarving(word);
  }

  @Override
  public String toString() {
    return "Mutex@"
        + Integer.toHexString(System.identityHashCode(this))
        + "[" + MutexWord.toString(word) + "]";
  }
}
