package dev.handoff.verification.bench;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Virtual threads on the JDK's own scheduler: {@code SynchronousQueue}, {@code CountDownLatch} and
 * {@code ArrayBlockingQueue}. How many run at once is set by the JVM's properties.
 */
final class VirtualThreadPrograms implements Programs {
  @Override
  public int pingPong(int rounds) {
    return call(
        () -> {
          BlockingQueue<Object> ping = new SynchronousQueue<>();
          BlockingQueue<Object> pong = new SynchronousQueue<>();
          Thread partner =
              start(
                  () -> {
                    for (int i = 0; i < rounds; i++) {
                      pong.put(ping.take());
                    }
                    return rounds;
                  });
          int returned = 0;
          for (int i = 0; i < rounds; i++) {
            ping.put(BALL);
            if (pong.take() == BALL) {
              returned++;
            }
          }
          partner.join();
          return returned;
        });
  }

  @Override
  public int spawn(int batches, int count) {
    return call(
        () -> {
          AtomicInteger ran = new AtomicInteger();
          for (int batch = 0; batch < batches; batch++) {
            CountDownLatch all = new CountDownLatch(count);
            for (int i = 0; i < count; i++) {
              Thread.startVirtualThread(
                  () -> {
                    ran.incrementAndGet();
                    all.countDown();
                  });
            }
            all.await();
          }
          return ran.get();
        });
  }

  @Override
  public long skynet(int leaves) {
    return call(
        () -> {
          BlockingQueue<Long> root = new ArrayBlockingQueue<>(1);
          start(() -> node(root, 0, leaves));
          return root.take();
        });
  }

  private static long node(BlockingQueue<Long> parent, int first, int leaves)
      throws InterruptedException {
    long sum = leaves == 1 ? first : 0;
    if (leaves > 1) {
      BlockingQueue<Long> children = new ArrayBlockingQueue<>(FAN_OUT);
      int share = leaves / FAN_OUT;
      for (int i = 0; i < FAN_OUT; i++) {
        int start = first + i * share;
        start(() -> node(children, start, share));
      }
      for (int i = 0; i < FAN_OUT; i++) {
        sum += children.take();
      }
    }
    parent.put(sum);
    return sum;
  }

  private static <T> T call(Callable<T> main) {
    FutureTask<T> task = new FutureTask<>(main);
    Thread.startVirtualThread(task);
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> Thread start(Callable<T> body) {
    return Thread.startVirtualThread(
        () -> {
          try {
            body.call();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Override
  public void close() {
    // The JDK's scheduler cannot be ended.
  }
}
