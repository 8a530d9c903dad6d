package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A lock for critical sections of a few instructions that never wait and never fail: those of
 * channels. Not reentrant, not fair.
 *
 * <p>It does not park, so it leaves the permits alone by which channels wait. Whoever finds it held
 * spins a little and then yields: the operating system may have taken the holder off its core, and a
 * goroutine should then not keep its P busy. So it must not be taken where a goroutine cannot yield,
 * above all not in the scheduler itself.
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
      acquireSlowly();
    }
  }

  private void acquireSlowly() {
    for (int attempt = 1; ; attempt++) {
      boolean free = !(boolean) HELD.getOpaque(this); // a look that keeps the line shared
      if (free && HELD.weakCompareAndSetAcquire(this, false, true)) { // pairs with release()
        return;
      }
      if (attempt % SPINS == 0) {
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
