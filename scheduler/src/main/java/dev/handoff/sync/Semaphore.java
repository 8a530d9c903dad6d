package dev.handoff.sync;

import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.Parking;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.SpinLock;
import dev.handoff.runtime.Statements;
import dev.handoff.runtime.WaitReason;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A weighted semaphore, as Go's {@code golang.org/x/sync/semaphore}: a number of permits, of which each
 * caller takes as many as it needs. Not tied to goroutines: one may release what another has acquired.
 *
 * <p><b>Who is next.</b> First come, first served: who waits is not overtaken, also not by one that
 * wants fewer permits and could have them. One that wants more than the total can never be served; it
 * waits for ever, until it is interrupted, and stands aside: it holds up nobody.
 *
 * <p><b>Memory.</b> What precedes a {@link #release} happens-before what follows each later {@link
 * #acquire} or {@link #tryAcquire} that succeeds.
 *
 * <p><b>Interruption.</b> A call that need not wait ignores the interrupt flag. One that waits and is
 * interrupted leaves the line, and those behind it are served if they fit now. Who was given its permits
 * before it noticed the interrupt has them: its call returns.
 *
 * <p><b>Structure.</b> The protocol is spec/Semaphore.tla. Permits and line are guarded by one small
 * lock; who waits has its permits when it is woken.
 *
 * <p>After a change here run SemaphoreTest, and the models {@code Semaphore...} of {@code ./handoff
 * check}.
 */
public final class Semaphore {
  private final long total;
  private final SpinLock lock = new SpinLock();

  // Guarded by `lock`.
  private long held;
  private final Line<Claim> line = new Line<>();

  /** One that waits for permits. */
  private static final class Claim extends Waiter {
    final long permits;

    Claim(long permits) {
      this.permits = permits;
    }
  }

  /**
   * A semaphore with that many permits, none of which is held.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Semaphore(long permits) {
    total = notNegative(permits, "a semaphore with");
  }

  private static long notNegative(long permits, String what) {
    if (permits < 0) {
      throw new IllegalArgumentException(
          what + " " + permits + " permits: the number must not be negative");
    }
    return permits;
  }

  // ------------------------------------------------------------------------------------ acquiring

  /**
   * Takes {@code n} permits; waits until they are there and nobody who came before waits. More than the
   * total: waits for ever.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   * @throws GoroutineInterruptedException if the caller has to wait and its thread is interrupted; the
   *     interrupt flag stays set, and no permit has been taken
   */
  public void acquire(long n) {
    acquire(n, WaitReason.SEMAPHORE, this);
  }

  /** Acquires on behalf of another structure: dumps show that one. */
  @SpecAction("Semaphore!Await")
  void acquire(long n, WaitReason reason, Object on) {
    Statements.checkpoint();
    if (tryAcquire(n)) {
      return;
    }
    if (n > total) {
      waitInVain(reason, on);
    }
    Claim self = new Claim(n);
    lock.acquire();
    if (take(n)) {
      lock.release();
      return;
    }
    if (Thread.currentThread().isInterrupted()) {
      lock.release();
      throw new GoroutineInterruptedException();
    }
    line.add(self);
    lock.release();
    self.await(reason, on, () -> leave(self));
  }

  /**
   * Takes {@code n} permits if they are there and nobody waits; whether it did. Does not wait.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public boolean tryAcquire(long n) {
    notNegative(n, "acquiring");
    lock.acquire();
    boolean took = take(n);
    lock.release();
    return took;
  }

  /** Takes permits if they are there and nobody waits. Called under the lock. */
  @SpecAction("Semaphore!Acquire")
  private boolean take(long n) {
    if (n > total - held || !line.isEmpty()) {
      return false;
    }
    held += n;
    return true;
  }

  @SpecAction("Semaphore!Doom")
  @SpecAction("Semaphore!LeaveDoomed")
  private static void waitInVain(WaitReason reason, Object on) {
    for (; ; ) {
      Parking.checkInterrupt();
      Parking.park(reason, on);
    }
  }

  // ------------------------------------------------------------------------------------ releasing

  /**
   * Gives {@code n} permits back, whoever has acquired them.
   *
   * @throws IllegalArgumentException if {@code n} is negative
   * @throws IllegalStateException if fewer are held; nothing is changed then
   */
  @SpecAction("Semaphore!Release")
  public void release(long n) {
    notNegative(n, "releasing");
    lock.acquire();
    if (n > held) {
      long inUse = held;
      lock.release();
      throw new IllegalStateException(
          "release of " + n + " permits, but " + inUse + " of " + total
              + " are held: release only what was acquired");
    }
    held -= n;
    Waiter served = serve();
    lock.release();
    Waiter.unparkAll(served);
  }

  /** Gives the first in line their permits, as many as fit: those to be woken. Under the lock. */
  @SpecAction("Semaphore!Serve")
  @SpecAction("Semaphore!ServeNoMore")
  private @Nullable Waiter serve() {
    Waiter chain = null;
    for (Claim first = line.first();
        first != null && first.permits <= total - held;
        first = line.first()) {
      held += first.permits;
      line.serveFirst();
      first.next = chain;
      chain = first;
    }
    return chain;
  }

  /** An interrupted waiter leaves the line, if it is still there; whether it was. */
  @SpecAction("Semaphore!Leave")
  private boolean leave(Claim self) {
    lock.acquire();
    boolean left = line.remove(self);
    Waiter served = left ? serve() : null;
    lock.release();
    Waiter.unparkAll(served);
    return left;
  }

  // -------------------------------------------------------------------------------------- the rest

  /** How many wait in line. */
  int waiting() {
    lock.acquire();
    int size = line.size();
    lock.release();
    return size;
  }

  @Override
  public String toString() {
    lock.acquire();
    long inUse = held;
    int size = line.size();
    lock.release();
    return "Semaphore@"
        + Integer.toHexString(System.identityHashCode(this))
        + "[" + inUse + "/" + total + " held" + (size == 0 ? "" : ", " + size + " waiting") + "]";
  }
}
