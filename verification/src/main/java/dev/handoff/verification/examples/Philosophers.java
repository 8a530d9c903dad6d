package dev.handoff.verification.examples;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.sync.Mutex;
import dev.handoff.sync.Once;
import dev.handoff.sync.WaitGroup;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * The dining philosophers: each needs the forks to both sides, and shares each with a neighbour. All
 * goes well if the forks are numbered and everybody takes the one with the lower number first. With
 * {@code --left-first} everybody takes the left one, and waits until all have done so: then nobody can
 * ever have a second one, and the scheduler reports that.
 *
 * <p>After Edsger W. Dijkstra, "Hierarchical Ordering of Sequential Processes", 1971, where the
 * solution is another; that of the numbered forks is the usual textbook's.
 */
public final class Philosophers implements Example {
  /** A fork, and how often it was eaten with: counted by who holds it. */
  private static final class Fork {
    final Mutex mutex = new Mutex();
    int meals;
  }

  @Override
  public String name() {
    return "philosophers";
  }

  @Override
  public String summary() {
    return "dining philosophers on mutexes; with --left-first they deadlock, which is reported";
  }

  @Override
  public String options() {
    return "--philosophers N (5), --meals N (3), --left-first";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int count = options.take("--philosophers", 5);
    int meals = options.take("--meals", 3);
    boolean leftFirst = options.takeFlag("--left-first");
    options.nothingElse();
    if (count == 1) {
      throw new Options.BadOptionException(
          "--philosophers 1 has one fork, and nobody eats with one; say 2 or more");
    }
    List<Fork> forks = Stream.generate(Fork::new).limit(count).toList();
    WaitGroup haveNoFork = new WaitGroup();
    haveNoFork.add(count);
    Chan<String> fed = Chan.unbuffered();
    for (int i = 0; i < count; i++) {
      Fork left = forks.get(i);
      Fork right = forks.get((i + 1) % count);
      Fork first = i < count - 1 || leftFirst ? left : right;
      Fork second = first == left ? right : left;
      Runnable pause = leftFirst ? untilAllHaveOne(haveNoFork) : Go::yield;
      String name = "philosopher " + (i + 1);
      Go.go(
          name,
          () -> {
            dine(meals, first, second, pause);
            fed.send(name);
          });
    }
    for (int i = 0; i < count; i++) {
      fed.receive();
    }
    out.println("All " + count + " philosophers have eaten " + meals + " times.");
    forks.forEach(fork -> out.println("A fork was used " + fork.meals + " times."));
  }

  private static void dine(int meals, Fork first, Fork second, Runnable pause) {
    for (int i = 0; i < meals; i++) {
      first.mutex.lock();
      try {
        pause.run();
        second.mutex.lock();
        try {
          first.meals++;
          second.meals++;
        } finally {
          second.mutex.unlock();
        }
      } finally {
        first.mutex.unlock();
      }
    }
  }

  /** A pause, the first time, until every philosopher makes it. */
  private static Runnable untilAllHaveOne(WaitGroup haveNoFork) {
    Once first = new Once();
    return () ->
        first.run(
            () -> {
              haveNoFork.done();
              haveNoFork.await();
            });
  }
}
