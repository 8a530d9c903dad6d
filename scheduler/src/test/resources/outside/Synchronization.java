package outside;

import static outside.Main.check;
import static outside.Main.same;

import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.context.Context;
import dev.handoff.sync.Cond;
import dev.handoff.sync.ErrGroup;
import dev.handoff.sync.Mutex;
import dev.handoff.sync.Once;
import dev.handoff.sync.RWMutex;
import dev.handoff.sync.Semaphore;
import dev.handoff.sync.WaitGroup;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** What goroutines wait with for each other. */
final class Synchronization {
  private Synchronization() {}

  static void use() throws Exception {
    waitGroup();
    mutex();
    readersAndWriters();
    once();
    condition(new Mutex());
    condition(new ReentrantLock());
    semaphore();
    group();
  }

  private static void waitGroup() {
    WaitGroup group = new WaitGroup();
    group.add(2);
    Go.go(group::done);
    Go.go(() -> group.done());
    Goroutine g = group.go(() -> {});
    group.await();
    g.join();
  }

  private static void mutex() throws Exception {
    Mutex mutex = new Mutex();
    mutex.lock();
    check(!mutex.tryLock());
    Go.go(mutex::unlock).join();
    check(mutex.tryLock());
    check(!mutex.tryLock(1, TimeUnit.MILLISECONDS));
    mutex.unlock();
    mutex.lockInterruptibly();
    Lock lock = mutex;
    lock.unlock();
    try {
      mutex.newCondition();
      check(false);
    } catch (UnsupportedOperationException e) {
      check(e.getMessage() != null);
    }
  }

  private static void readersAndWriters() {
    RWMutex mutex = new RWMutex();
    mutex.readLock();
    check(mutex.tryReadLock());
    boolean wrote = mutex.tryLock();
    check(!wrote);
    mutex.readUnlock();
    mutex.readUnlock();
    mutex.lock();
    mutex.unlock();
    check(mutex.tryLock());
    mutex.unlock();
  }

  private static void once() {
    AtomicInteger runs = new AtomicInteger();
    Once once = new Once();
    Runnable first = runs::incrementAndGet;
    once.run(first);
    once.run(first);
    same(1, runs.get());
  }

  private static void condition(Lock lock) {
    Cond cond = new Cond(lock);
    int[] stage = {0};
    Goroutine other =
        Go.go(
            () -> {
              lock.lock();
              stage[0] = 1;
              cond.signal();
              while (stage[0] == 1) {
                cond.await();
              }
              lock.unlock();
            });
    lock.lock();
    while (stage[0] == 0) {
      cond.await();
    }
    stage[0] = 2;
    cond.broadcast();
    lock.unlock();
    other.join();
  }

  private static void semaphore() {
    Semaphore semaphore = new Semaphore(3L);
    semaphore.acquire(2L);
    boolean got = semaphore.tryAcquire(2L);
    check(!got);
    semaphore.release(2L);
  }

  private static void group() throws Exception {
    ErrGroup group = new ErrGroup().limit(2);
    group.go(() -> {});
    group.await();

    Context parent = Context.background();
    ErrGroup failing = new ErrGroup(parent);
    IOException failure = new IOException("broken");
    Goroutine.Body body =
        () -> {
          throw failure;
        };
    failing.go(body);
    try {
      failing.await();
      check(false);
    } catch (IOException e) {
      check(e == failure);
    }
    Context context = failing.context();
    check(context.cause() == failure);
  }
}
