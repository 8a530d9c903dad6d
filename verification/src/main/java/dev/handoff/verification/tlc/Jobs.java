package dev.handoff.verification.tlc;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Runs of TLC side by side, as many at once as the machine has processors for. */
final class Jobs {
  /**
   * One run.
   *
   * @param processors how many it keeps busy
   */
  record Job<T>(int processors, Callable<T> work) {}

  private Jobs() {}

  /**
   * Does all of them, beginning in that order.
   *
   * @param processors how many there are; a job that wants more gets these
   * @param done told of each result as it comes, one at a time
   * @return the results, in the order of the jobs
   */
  static <T> List<T> run(List<Job<T>> jobs, int processors, Consumer<T> done)
      throws IOException, TlcException {
    Semaphore free = new Semaphore(processors, true);
    Object oneAtATime = new Object();
    ExecutorService pool = Executors.newFixedThreadPool(processors);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (Job<T> job : jobs) {
        running.add(
            pool.submit(
                () -> {
                  T result = with(free, Math.min(job.processors(), processors), job.work());
                  synchronized (oneAtATime) {
                    done.accept(result);
                  }
                  return result;
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TlcException("interrupted while TLC was running");
    } catch (ExecutionException e) {
      throw failed(e);
    } finally {
      pool.shutdownNow();
      pool.close(); // nothing goes on behind the caller's back
    }
  }

  private static <T> T with(Semaphore free, int wanted, Callable<T> work) throws Exception {
    free.acquire(wanted);
    try {
      return work.call();
    } finally {
      free.release(wanted);
    }
  }

  private static TlcException failed(ExecutionException e) throws IOException, TlcException {
    return switch (e.getCause()) {
      case TlcException cause -> throw cause;
      case IOException cause -> throw cause;
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      case null, default -> new TlcException("TLC could not run: " + e.getCause());
    };
  }
}
