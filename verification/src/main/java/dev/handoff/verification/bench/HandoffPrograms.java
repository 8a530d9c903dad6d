package dev.handoff.verification.bench;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Scheduler;
import dev.handoff.Select;
import dev.handoff.Sender;
import dev.handoff.sync.Mutex;
import dev.handoff.sync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.checkerframework.checker.nullness.qual.NonNull;

/** Goroutines: {@code Chan}, {@code Select}, {@code Mutex} and {@code WaitGroup} in one scheduler. */
final class HandoffPrograms implements Programs {
  private final Scheduler scheduler;

  HandoffPrograms(int processors) {
    scheduler = Scheduler.builder().processors(processors).name("bench").build();
  }

  @Override
  public int pingPong(int rounds) {
    return scheduler.call(
        () -> {
          Chan<Object> ping = Chan.unbuffered();
          Chan<Object> pong = Chan.unbuffered();
          WaitGroup partner = new WaitGroup();
          partner.go(
              () -> {
                for (int i = 0; i < rounds; i++) {
                  pong.send(received(ping));
                }
              });
          int returned = 0;
          for (int i = 0; i < rounds; i++) {
            ping.send(BALL);
            if (pong.receive() == BALL) {
              returned++;
            }
          }
          partner.await();
          return returned;
        });
  }

  @Override
  public int spawn(int batches, int count) {
    return scheduler.call(
        () -> {
          AtomicInteger ran = new AtomicInteger();
          for (int batch = 0; batch < batches; batch++) {
            WaitGroup all = new WaitGroup();
            for (int i = 0; i < count; i++) {
              all.go(ran::incrementAndGet);
            }
            all.await();
          }
          return ran.get();
        });
  }

  @Override
  public long skynet(int leaves) {
    return scheduler.call(
        () -> {
          Chan<Long> root = Chan.buffered(1);
          Go.go(() -> node(root, 0, leaves));
          return received(root);
        });
  }

  private static void node(Sender<Long> parent, int first, int leaves) {
    if (leaves == 1) {
      parent.send((long) first);
      return;
    }
    Chan<Long> children = Chan.buffered(FAN_OUT);
    int share = leaves / FAN_OUT;
    for (int i = 0; i < FAN_OUT; i++) {
      int start = first + i * share;
      Go.go(() -> node(children, start, share));
    }
    long sum = 0;
    for (int i = 0; i < FAN_OUT; i++) {
      sum += received(children);
    }
    parent.send(sum);
  }

  @Override
  public int yield(int count, int turns) {
    return scheduler.call(
        () -> {
          AtomicInteger taken = new AtomicInteger();
          WaitGroup all = new WaitGroup();
          for (int i = 0; i < count; i++) {
            all.go(
                () -> {
                  for (int turn = 0; turn < turns; turn++) {
                    Go.yield();
                  }
                  taken.addAndGet(turns);
                });
          }
          all.await();
          return taken.get();
        });
  }

  @Override
  public int sleepers(int count, int spread) {
    return scheduler.call(
        () -> {
          AtomicInteger inTime = new AtomicInteger();
          WaitGroup all = new WaitGroup();
          for (int i = 0; i < count; i++) {
            Duration time = Duration.ofMillis(1 + i % spread);
            all.go(
                () -> {
                  long start = System.nanoTime();
                  Go.sleep(time);
                  if (System.nanoTime() - start >= time.toNanos()) {
                    inTime.incrementAndGet();
                  }
                });
          }
          all.await();
          return inTime.get();
        });
  }

  @Override
  public long[] latency(int samples, int hogs, int stretch) {
    return scheduler.call(
        () -> {
          Chan<Long> sent = Chan.buffered(samples);
          AtomicBoolean over = new AtomicBoolean();
          WaitGroup all = new WaitGroup();
          all.add(hogs);
          for (int i = 0; i < hogs; i++) {
            Go.go(() -> hog(stretch, over, all));
          }
          Latency.sendFromOutside(samples, sent::send);
          long[] nanos = new long[samples];
          for (int i = 0; i < samples; i++) {
            long then = received(sent);
            nanos[i] = System.nanoTime() - then;
          }
          over.set(true);
          all.await();
          return nanos;
        });
  }

  private static void hog(int stretch, AtomicBoolean over, WaitGroup all) {
    Latency.compute(stretch);
    if (over.get()) {
      all.done();
    } else {
      Go.go(() -> hog(stretch, over, all));
    }
  }

  @Override
  public int sieve(int limit) {
    return scheduler.call(
        () -> {
          Chan<Integer> first = Chan.unbuffered();
          Go.go(
              () -> {
                for (int n = 2; n <= limit; n++) {
                  first.send(n);
                }
                first.send(0);
              });
          int primes = 0;
          Chan<Integer> from = first;
          for (int prime = received(from); prime != 0; prime = received(from)) {
            primes++;
            Chan<Integer> in = from;
            Chan<Integer> out = Chan.unbuffered();
            int divisor = prime;
            Go.go(() -> filter(in, out, divisor));
            from = out;
          }
          return primes;
        });
  }

  private static void filter(Chan<Integer> in, Chan<Integer> out, int divisor) {
    int n;
    do {
      n = received(in);
      if (n == 0 || n % divisor != 0) {
        out.send(n);
      }
    } while (n != 0);
  }

  @Override
  public long producers(int pairs, int each) {
    return scheduler.call(
        () -> {
          Chan<Integer> channel = Chan.buffered(BUFFER);
          AtomicLong sum = new AtomicLong();
          WaitGroup all = new WaitGroup();
          for (int i = 0; i < pairs; i++) {
            all.go(
                () -> {
                  for (int n = 0; n < each; n++) {
                    channel.send(n);
                  }
                });
            all.go(
                () -> {
                  long own = 0;
                  for (int n = 0; n < each; n++) {
                    own += received(channel);
                  }
                  sum.addAndGet(own);
                });
          }
          all.await();
          return sum.get();
        });
  }

  @Override
  public long select(int channels, int each) {
    return scheduler.call(
        () -> {
          long[] sum = {0};
          Select.Case[] cases = new Select.Case[channels];
          for (int i = 0; i < channels; i++) {
            Chan<Integer> channel = Chan.unbuffered();
            cases[i] = Select.receive(channel, value -> sum[0] += value == null ? 0 : value);
            Go.go(
                () -> {
                  for (int n = 0; n < each; n++) {
                    channel.send(n);
                  }
                });
          }
          for (int n = 0; n < channels * each; n++) {
            Select.select(cases);
          }
          return sum[0];
        });
  }

  @Override
  public long mutex(int count, int each) {
    return scheduler.call(
        () -> {
          Mutex mutex = new Mutex();
          long[] counter = {0};
          WaitGroup all = new WaitGroup();
          for (int i = 0; i < count; i++) {
            all.go(
                () -> {
                  for (int n = 0; n < each; n++) {
                    mutex.lock();
                    counter[0]++;
                    mutex.unlock();
                  }
                });
          }
          all.await();
          return counter[0];
        });
  }

  private static <T extends @NonNull Object> T received(Chan<T> channel) {
    T value = channel.receive();
    if (value == null) {
      throw new IllegalStateException(channel + ", which nobody closes, is closed");
    }
    return value;
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
