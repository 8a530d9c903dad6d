package dev.handoff.verification.bench;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Scheduler;
import dev.handoff.Sender;
import dev.handoff.sync.WaitGroup;
import java.util.concurrent.atomic.AtomicInteger;
import org.checkerframework.checker.nullness.qual.NonNull;

/** Goroutines: {@code Chan} and {@code WaitGroup} in one scheduler. */
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
