package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for critical sections of a few instructions that never wait and never fail: those of
 * channels. Not reentrant, not fair.
 *
 * <p>It does not park, so it leaves the permits alone by which channels wait. Whoever finds it held
 * spins a little and then yields: the operating system may have taken the holder off its core, and a
 * goroutine should then not keep its P busy. On a goroutine {@link #acquire} must not be called while
 * another such lock is held: the goroutine would keep that one while others run, and an M between two
 * goroutines, which cannot give way, might wait for it for ever. {@link #acquireWithoutYield} may.
 */
public final class SpinLock {
  private static final int SPINS = 64;
  private static final VarHandle HELD;

  static {
    try {
      HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private boolean held;

  /** Takes the lock. */
  @SpecAction("Parking!SleeperLock")
  @SpecAction("Parking!LeaveLock")
  @SpecAction("Parking!WakerLock")
  public void acquire() {
    // Acquire: pairs with setRelease in release().
    if (!HELD.weakCompareAndSetAcquire(this, false, true)) {
      acquireSlowly(true);
    }
  }

  /**
   * Takes the lock; a goroutine spins until it has it. For locks that are taken while another is held,
   * and for the scheduler's own.
   */
  public void acquireWithoutYield() {
    // Acquire: pairs with setRelease in release().
    if (!HELD.weakCompareAndSetAcquire(this, false, true)) {
      acquireSlowly(!Thread.currentThread().isVirtual());
    }
  }

  private void acquireSlowly(boolean mayYield) {
    for (int attempt = 1; ; attempt++) {
      boolean free = !(boolean) HELD.getOpaque(this); // a look that keeps the line shared
      if (free && HELD.weakCompareAndSetAcquire(this, false, true)) { // pairs with release()
        return;
      }
      if (mayYield && attempt % SPINS == 0) {
        Thread.yield();
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** Gives the lock back; what the holder did happens-before the next acquire. */
  @SpecAction("Parking!SleeperUnlock")
  @SpecAction("Parking!WakerUnlock")
  public void release() {
    HELD.setRelease(this, false); // pairs with weakCompareAndSetAcquire in acquire()
  }
}
