package dev.handoff.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Ms on platform threads. */
final class MachineThreads implements Machines {
  private static final long KEEP_ALIVE_NANOS = Duration.ofSeconds(5).toNanos();

  private final String name;
  private final int limit;
  private final AllGoroutines goroutines;
  private final Set<MachineThread> threads = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<MachineThread> ended = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Consumer<Supplier<Throwable>> onFailure;

  /**
   * @param name what the threads are named after
   * @param limit how many may be started
   * @param goroutines where what goroutines start on these threads is listed
   */
  MachineThreads(String name, int limit, AllGoroutines goroutines) {
    this.name = name;
    this.limit = limit;
    this.goroutines = goroutines;
  }

  /** Whom to tell when an M fails, perhaps often; before the first M starts. */
  void onFailure(Consumer<Supplier<Throwable>> listener) {
    onFailure = listener;
  }

  @Override
  public void start(M m) {
    MachineThread thread = new MachineThread(m, name + "/" + m, goroutines.newPart(), this);
    m.sleeper().setParker(
        new Parker() {
          @Override
          public void park() {
            LockSupport.park(m);
          }

          @Override
          public void pause(long nanos) {
            LockSupport.parkNanos(m, nanos);
          }

          @Override
          public void unpark() {
            LockSupport.unpark(thread);
          }
        });
    for (MachineThread old = ended.poll(); old != null; old = ended.poll()) {
      threads.remove(old); // join() need not wait for it: it has ended, or is about to, long before
    }
    threads.add(thread);
    try {
      thread.start();
    } catch (OutOfMemoryError e) { // the operating system gives no more threads
      threads.remove(thread);
      goroutines.remove(thread.spawned());
      throw e;
    }
  }

  /** Called by the thread itself, as its last act. */
  void ended(MachineThread thread) {
    goroutines.remove(thread.spawned());
    ended.add(thread);
  }

  @Override
  public long keepAliveNanos() {
    return KEEP_ALIVE_NANOS;
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public void limitReached() {
    report(
        () ->
            new IllegalStateException(
                name + " needs more than " + limit + " Ms; raise Builder.maxThreads"));
  }

  @Override
  public void failed(Throwable failure) {
    report(() -> failure);
  }

  private void report(Supplier<Throwable> failure) {
    Consumer<Supplier<Throwable>> listener = onFailure;
    if (listener != null) {
      listener.accept(failure);
    }
  }

  /** Waits until all Ms have ended, whatever interrupts say. */
  void join() {
    // Again and again: one that ends may have started another.
    while (threads.stream().anyMatch(Thread::isAlive)) {
      threads.forEach(MachineThreads::join);
    }
  }

  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
