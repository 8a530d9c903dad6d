package dev.handoff.runtime;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Ms on platform threads. */
final class MachineThreads implements Machines {
  private final String name;
  private final int limit;
  private final CopyOnWriteArrayList<MachineThread> threads = new CopyOnWriteArrayList<>();
  private volatile @Nullable Consumer<Throwable> onFailure;

  /**
   * @param name what the threads are named after
   * @param limit how many may be started
   */
  MachineThreads(String name, int limit) {
    this.name = name;
    this.limit = limit;
  }

  /** Whom to tell when an M fails; before the first M starts. */
  void onFailure(Consumer<Throwable> listener) {
    onFailure = listener;
  }

  @Override
  public void start(M m) {
    MachineThread thread = new MachineThread(m, name + "/" + m);
    m.setParker(
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
    threads.add(thread);
    thread.start();
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public void limitReached() {
    report(
        new IllegalStateException(
            name + " needs more than " + limit + " Ms; raise Builder.maxThreads"));
  }

  @Override
  public void failed(M m, Throwable failure) {
    report(failure);
  }

  private void report(Throwable failure) {
    Consumer<Throwable> listener = onFailure;
    if (listener != null) {
      listener.accept(failure);
    }
  }

  /** Waits until all Ms have ended, whatever interrupts say. */
  void join() {
    threads.forEach(MachineThreads::join);
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
