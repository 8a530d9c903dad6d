package dev.handoff.verification.soak;

import dev.handoff.Goroutine;
import dev.handoff.sync.WaitGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The workers of one act: most are goroutines of the act's own scheduler, some of another one, some
 * virtual threads of the JDK, a few platform threads. For one thread.
 */
final class Team {
  /** What a worker does. */
  @FunctionalInterface
  interface Work {
    /**
     * Does it.
     *
     * @param random for this worker alone
     */
    void run(SplittableRandom random) throws Exception;
  }

  private final Stage stage;
  private final SplittableRandom random;
  private final WaitGroup group = new WaitGroup();
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final List<Thread> threads = new ArrayList<>();

  Team(Stage stage, SplittableRandom random) {
    this.stage = stage;
    this.random = random.split();
  }

  /** Starts so many workers, each somewhere. */
  Team start(int count, Work work) {
    for (int i = 0; i < count; i++) {
      start(work);
    }
    return this;
  }

  /** Starts one somewhere. */
  void start(Work work) {
    SplittableRandom own = random.split();
    int where = random.nextInt(40);
    group.add(1);
    left.incrementAndGet();
    Goroutine.Body body = () -> run(work, own);
    if (where < 30) {
      threads.add(stage.crew().go(body).thread());
    } else if (where < 35) {
      threads.add(stage.anyCrew(random).go(body).thread());
    } else if (where < 39) {
      threads.add(Thread.startVirtualThread(() -> run(work, own)));
    } else {
      threads.add(Thread.ofPlatform().daemon().name("soak-worker").start(() -> run(work, own)));
    }
  }

  private void run(Work work, SplittableRandom own) {
    try {
      work.run(own);
    } catch (Throwable t) {
      failure.compareAndSet(null, t);
      stage.failed().accept(t); // the act may wait for what this one was to do
    } finally {
      left.decrementAndGet();
      group.done();
    }
  }

  /**
   * Waits until all have done their work.
   *
   * @throws SoakException if one of them failed
   */
  void await() {
    group.await();
    Throwable first = failure.get();
    if (first != null) {
      throw new SoakException("a worker failed: " + first, first);
    }
  }

  /** Interrupts one or another again and again until all have done their work, and then as await. */
  void interruptUntilDone() {
    while (left.get() > 0) {
      threads.get(random.nextInt(threads.size())).interrupt();
      Stage.pauseToRetry();
    }
    await();
  }
}
