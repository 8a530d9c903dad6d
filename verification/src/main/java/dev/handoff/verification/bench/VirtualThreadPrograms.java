package dev.handoff.verification.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Virtual threads on the JDK's own scheduler: {@code SynchronousQueue}, {@code CountDownLatch},
 * {@code ArrayBlockingQueue} and {@code ReentrantLock}. How many run at once is set by the JVM's properties.
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

  @Override
  public int yield(int count, int turns) {
    return call(
        () -> {
          AtomicInteger taken = new AtomicInteger();
          all(
              count,
              i -> {
                for (int turn = 0; turn < turns; turn++) {
                  Thread.yield();
                }
                taken.addAndGet(turns);
              });
          return taken.get();
        });
  }

  @Override
  public int sleepers(int count, int spread) {
    return call(
        () -> {
          AtomicInteger inTime = new AtomicInteger();
          all(
              count,
              i -> {
                Duration time = Duration.ofMillis(1 + i % spread);
                long start = System.nanoTime();
                Thread.sleep(time);
                if (System.nanoTime() - start >= time.toNanos()) {
                  inTime.incrementAndGet();
                }
              });
          return inTime.get();
        });
  }

  @Override
  public long[] latency(int samples, int hogs, int stretch) {
    return call(
        () -> {
          BlockingQueue<Long> sent = new ArrayBlockingQueue<>(samples);
          AtomicBoolean over = new AtomicBoolean();
          CountDownLatch all = new CountDownLatch(hogs);
          for (int i = 0; i < hogs; i++) {
            Thread.startVirtualThread(() -> hog(stretch, over, all));
          }
          Latency.sendFromOutside(samples, sent::add);
          long[] nanos = new long[samples];
          for (int i = 0; i < samples; i++) {
            long then = sent.take();
            nanos[i] = System.nanoTime() - then;
          }
          over.set(true);
          all.await();
          return nanos;
        });
  }

  private static void hog(int stretch, AtomicBoolean over, CountDownLatch all) {
    Latency.compute(stretch);
    if (over.get()) {
      all.countDown();
    } else {
      Thread.startVirtualThread(() -> hog(stretch, over, all));
    }
  }

  @Override
  public int sieve(int limit) {
    return call(
        () -> {
          BlockingQueue<Integer> first = new SynchronousQueue<>();
          start(
              () -> {
                for (int n = 2; n <= limit; n++) {
                  first.put(n);
                }
                first.put(0);
                return limit;
              });
          int primes = 0;
          BlockingQueue<Integer> from = first;
          for (int prime = from.take(); prime != 0; prime = from.take()) {
            primes++;
            BlockingQueue<Integer> in = from;
            BlockingQueue<Integer> out = new SynchronousQueue<>();
            int divisor = prime;
            start(() -> filter(in, out, divisor));
            from = out;
          }
          return primes;
        });
  }

  private static int filter(BlockingQueue<Integer> in, BlockingQueue<Integer> out, int divisor)
      throws InterruptedException {
    int n;
    do {
      n = in.take();
      if (n == 0 || n % divisor != 0) {
        out.put(n);
      }
    } while (n != 0);
    return n;
  }

  @Override
  public long producers(int pairs, int each) {
    return call(
        () -> {
          BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(BUFFER);
          AtomicLong sum = new AtomicLong();
          all(
              2 * pairs,
              i -> {
                long own = 0;
                for (int n = 0; n < each; n++) {
                  if (i % 2 == 0) {
                    queue.put(n);
                  } else {
                    own += queue.take();
                  }
                }
                sum.addAndGet(own);
              });
          return sum.get();
        });
  }

  /** What was sent, and by whom. */
  private record Tagged(int sender, int value) {}

  @Override
  public long select(int channels, int each) {
    return call(
        () -> {
          BlockingQueue<Tagged> shared = new SynchronousQueue<>();
          for (int i = 0; i < channels; i++) {
            int sender = i;
            start(
                () -> {
                  for (int n = 0; n < each; n++) {
                    shared.put(new Tagged(sender, n));
                  }
                  return each;
                });
          }
          long[] sums = new long[channels];
          for (int n = 0; n < channels * each; n++) {
            Tagged got = shared.take();
            sums[got.sender()] += got.value();
          }
          return Arrays.stream(sums).sum();
        });
  }

  @Override
  public long mutex(int count, int each) {
    return call(
        () -> {
          ReentrantLock lock = new ReentrantLock();
          long[] counter = {0};
          all(
              count,
              i -> {
                for (int n = 0; n < each; n++) {
                  lock.lock();
                  counter[0]++;
                  lock.unlock();
                }
              });
          return counter[0];
        });
  }

  /** What one of many does. */
  private interface Body {
    void run(int number) throws InterruptedException;
  }

  /** Starts that many and waits until all have ended. */
  private static void all(int count, Body body) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      int number = i;
      start(
          () -> {
            body.run(number);
            left.countDown();
            return number;
          });
    }
    left.await();
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
