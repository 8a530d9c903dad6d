package dev.handoff.verification.jcstress;

import dev.handoff.sync.Cond;
import dev.handoff.sync.Mutex;
import dev.handoff.sync.Once;
import dev.handoff.sync.RWMutex;
import dev.handoff.sync.Semaphore;
import dev.handoff.sync.WaitGroup;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * The happens-before edges of dev.handoff.sync. Of two sections that exclude each other the second
 * sees all of the first or nothing, in whatever order that wrote it: hence x after {@code taken}.
 */
public final class LockEdges {
  private LockEdges() {}

  /** Within a section: so that others that may come in do. */
  private static void linger() {
    for (int i = 0; i < 20; i++) {
      Thread.onSpinWait();
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class MutexUnlockToLock {
    private final Mutex mutex = new Mutex();
    private boolean taken;
    private int x;

    @Actor
    public void first() {
      mutex.lock();
      taken = true;
      linger();
      x = 1;
      mutex.unlock();
    }

    @Actor
    public void second(II_Result result) {
      result.r1 = x;
      mutex.lock();
      result.r2 = taken ? x : -1;
      mutex.unlock();
    }
  }

  /** The twin: the second one looks without the mutex. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class MutexUnlockToNoLockTwin {
    private final Mutex mutex = new Mutex();
    private boolean taken;
    private int x;

    @Actor
    public void first() {
      mutex.lock();
      taken = true;
      linger();
      x = 1;
      mutex.unlock();
    }

    @Actor
    public void second(II_Result result) {
      result.r1 = x;
      result.r2 = taken ? x : -1;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class RWMutexUnlockToReadLock {
    private final RWMutex mutex = new RWMutex();
    private boolean taken;
    private int x;

    @Actor
    public void first() {
      mutex.lock();
      taken = true;
      linger();
      x = 1;
      mutex.unlock();
    }

    @Actor
    public void second(II_Result result) {
      result.r1 = x;
      mutex.readLock();
      result.r2 = taken ? x : -1;
      mutex.readUnlock();
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class RWMutexReadUnlockToLock {
    private final RWMutex mutex = new RWMutex();
    private boolean taken;
    private int x;

    @Actor
    public void first() {
      mutex.readLock();
      taken = true;
      linger();
      x = 1;
      mutex.readUnlock();
    }

    @Actor
    public void second(II_Result result) {
      result.r1 = x;
      mutex.lock();
      result.r2 = taken ? x : -1;
      mutex.unlock();
    }
  }

  /** The twin of both: readers do not exclude each other. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class RWMutexReadUnlockToReadLockTwin {
    private final RWMutex mutex = new RWMutex();
    private boolean taken;
    private int x;

    @Actor
    public void first() {
      mutex.readLock();
      taken = true;
      linger();
      x = 1;
      mutex.readUnlock();
    }

    @Actor
    public void second(II_Result result) {
      result.r1 = x;
      mutex.readLock();
      result.r2 = taken ? x : -1;
      mutex.readUnlock();
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class SemaphoreReleaseToAcquire {
    private final Semaphore semaphore = new Semaphore(1);
    private boolean taken;
    private int x;

    @Actor
    public void first() {
      semaphore.acquire(1);
      taken = true;
      linger();
      x = 1;
      semaphore.release(1);
    }

    @Actor
    public void second(II_Result result) {
      result.r1 = x;
      semaphore.acquire(1);
      result.r2 = taken ? x : -1;
      semaphore.release(1);
    }
  }

  /** The twin: a permit for each. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class SemaphoreOfTwoTwin {
    private final Semaphore semaphore = new Semaphore(2);
    private boolean taken;
    private int x;

    @Actor
    public void first() {
      semaphore.acquire(1);
      taken = true;
      linger();
      x = 1;
      semaphore.release(1);
    }

    @Actor
    public void second(II_Result result) {
      result.r1 = x;
      semaphore.acquire(1);
      result.r2 = taken ? x : -1;
      semaphore.release(1);
    }
  }

  /** What precedes a signal is seen when the wait is over, by way of the lock. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class CondSignalToAwait {
    private final Mutex mutex = new Mutex();
    private final Cond changed = new Cond(mutex);
    private boolean ready;
    private int x;

    @Actor
    public void signals() {
      mutex.lock();
      ready = true;
      linger();
      x = 1;
      changed.signal();
      mutex.unlock();
    }

    @Actor
    public void waits(II_Result result) {
      result.r1 = x;
      mutex.lock();
      while (!ready) {
        changed.await();
      }
      result.r2 = x;
      mutex.unlock();
    }
  }

  /** The twin: it looks at the condition first, without the lock. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class CondWithoutLockTwin {
    private final Mutex mutex = new Mutex();
    private final Cond changed = new Cond(mutex);
    private boolean ready;
    private int x;

    @Actor
    public void signals() {
      mutex.lock();
      ready = true;
      linger();
      x = 1;
      changed.signal();
      mutex.unlock();
    }

    @Actor
    public void waits(II_Result result) {
      result.r1 = x;
      if (!ready) {
        mutex.lock();
        while (!ready) {
          changed.await();
        }
        mutex.unlock();
      }
      result.r2 = x;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class WaitGroupDoneToAwait {
    private final WaitGroup group = new WaitGroup();
    private int x;

    public WaitGroupDoneToAwait() {
      group.add(1);
    }

    @Actor
    public void does() {
      x = 1;
      group.done();
    }

    @Actor
    public void waits(II_Result result) {
      result.r1 = x;
      group.await();
      result.r2 = x;
    }
  }

  /** The twin: what is waited for is added by the one who does it. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class WaitGroupAddedLateTwin {
    private final WaitGroup group = new WaitGroup();
    private int x;

    @Actor
    public void does() {
      group.add(1);
      x = 1;
      group.done();
    }

    @Actor
    public void waits(II_Result result) {
      result.r1 = x;
      group.await();
      result.r2 = x;
    }
  }

  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class OnceToOnce {
    private final Once once = new Once();
    private int x;

    private void set() {
      once.run(
          () -> {
            linger();
            x = 1;
          });
    }

    @Actor
    public void one() {
      set();
    }

    @Actor
    public void other(II_Result result) {
      result.r1 = x;
      set();
      result.r2 = x;
    }
  }

  /** The twin: whoever finds that it has begun does not wait for its end. */
  @JCStressTest
  @JCStressMeta(Seen.class)
  @State
  public static class OnceBegunTwin {
    private boolean begun;
    private int x;

    private void set() {
      if (!begun) {
        begun = true;
        linger();
        x = 1;
      }
    }

    @Actor
    public void one() {
      set();
    }

    @Actor
    public void other(II_Result result) {
      result.r1 = x;
      set();
      result.r2 = x;
    }
  }
}
