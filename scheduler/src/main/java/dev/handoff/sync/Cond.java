package dev.handoff.sync;

import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.Parking;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.SpinLock;
import dev.handoff.runtime.Statements;
import dev.handoff.runtime.WaitReason;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Go's {@code sync.Cond}: where goroutines wait for a change of something that a lock guards.
 *
 * <pre>{@code
 * lock.lock();
 * try {
 *   while (!condition()) {
 *     cond.await();
 *   }
 *   // make use of it
 * } finally {
 *   lock.unlock();
 * }
 * }</pre>
 *
 * <p>Who waits is signalled in the order of coming. It does not hold the lock when it is signalled: the
 * condition may be false again by the time it does, hence the loop. There are no spurious wake-ups.
 *
 * <p><b>Memory.</b> What precedes a {@link #signal} or {@link #broadcast} happens-before the return of
 * each {@link #await} that it ends. Beside that the lock orders what is done under it.
 *
 * <p><b>Structure.</b> The protocol is spec/Cond.tla: a waiter puts itself in line before it gives the
 * lock back. Who changes the condition holds the lock meanwhile, and so finds in line everybody who has
 * seen the condition as it was before.
 *
 * <p>After a change here run CondTest, and the models {@code Cond...} of {@code ./handoff check}.
 */
public final class Cond {
  private final Lock userLock;
  private final SpinLock lock = new SpinLock();

  // Guarded by `lock`.
  private final Line<Waiter> line = new Line<>();

  /** For a condition that is guarded by that lock: a {@link Mutex}, or any other. */
  public Cond(Lock lock) {
    userLock = Objects.requireNonNull(lock, "lock");
  }

  /**
   * Gives the lock back, waits until it is signalled, and takes the lock again. The caller holds the
   * lock when this returns, and when it throws.
   *
   * <p>A waiter that is interrupted when a signal has reached it already counts as signalled: the call
   * returns, the interrupt flag is set, and the next call that must wait will throw.
   *
   * @throws GoroutineInterruptedException if its thread is interrupted before the call or while it waits
   *     for a signal; the interrupt flag stays set
   * @throws IllegalMonitorStateException if the lock is not held, as far as the lock knows
   */
  public void await() {
    Parking.checkInterrupt();
    Waiter self = new Waiter();
    enqueue(self);
    unlockToWait(self);
    try {
      Statements.checkpoint(); // signalled already, it would not wait
      sleep(self);
    } finally {
      relock();
    }
  }

  @SpecAction("Cond!Enqueue")
  private void enqueue(Waiter self) {
    lock.acquire();
    line.add(self);
    lock.release();
  }

  @SpecAction("Cond!UnlockToWait")
  private void unlockToWait(Waiter self) {
    boolean unlocked = false;
    try {
      userLock.unlock();
      unlocked = true;
    } finally {
      if (!unlocked && !withdraw(self)) {
        signal(); // the call fails: somebody else is to have the signal
      }
    }
  }

  @SpecAction("Cond!Wake")
  private void sleep(Waiter self) {
    self.await(WaitReason.COND, this, () -> withdraw(self));
  }

  /** Leaves the line; false if a signal was quicker. */
  @SpecAction("Cond!Withdraw")
  private boolean withdraw(Waiter self) {
    lock.acquire();
    boolean left = line.remove(self);
    lock.release();
    return left;
  }

  /** Takes the lock, which no interrupt prevents. The interrupt flag is as it was. */
  @SpecAction("Cond!Relock")
  @SpecAction("Cond!Leave")
  private void relock() {
    boolean interrupted = false;
    boolean locked = false;
    try {
      while (!locked) {
        interrupted |= Thread.interrupted();
        locked = tryRelock();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Takes the lock; false: an interrupt came in between. */
  private boolean tryRelock() {
    try {
      userLock.lock();
      return true;
    } catch (GoroutineInterruptedException e) {
      return false;
    }
  }

  /** Wakes the one that has waited longest, if any. The caller may hold the lock, but need not. */
  @SpecAction("Cond!Signal")
  public void signal() {
    lock.acquire();
    Waiter served = line.serveFirst();
    lock.release();
    Waiter.unparkAll(served);
  }

  /** Wakes all that wait. The caller may hold the lock, but need not. */
  @SpecAction("Cond!Broadcast")
  public void broadcast() {
    lock.acquire();
    @Nullable Waiter served = line.serveAll();
    lock.release();
    Waiter.unparkAll(served);
  }

  /** How many wait and have not been signalled. */
  int waiting() {
    lock.acquire();
    int size = line.size();
    lock.release();
    return size;
  }

  @Override
  public String toString() {
    return "Cond@" + Integer.toHexString(System.identityHashCode(this)) + "[" + waiting() + " waiting]";
  }
}
