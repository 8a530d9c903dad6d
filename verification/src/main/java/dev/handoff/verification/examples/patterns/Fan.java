package dev.handoff.verification.examples.patterns;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Receiver;
import dev.handoff.sync.WaitGroup;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;
import org.checkerframework.checker.nullness.qual.NonNull;

/**
 * Fan-out and fan-in: several goroutines receive from one channel, each with results of its own, and
 * these are merged into one channel again. The question is which number takes the most steps of
 * "halve it if it is even, else triple it and add one" to come down to 1.
 *
 * <p>After Rob Pike, "Go Concurrency Patterns", Google I/O, 2012.
 */
public final class Fan implements Example {
  private record Path(int start, int steps) {
    static Path from(int start) {
      int steps = 0;
      for (long n = start; n != 1; n = n % 2 == 0 ? n / 2 : 3 * n + 1) {
        steps++;
      }
      return new Path(start, steps);
    }

    /** The earlier of two equals, whichever comes first. */
    Path orLonger(Path other) {
      boolean longer = other.steps > steps || other.steps == steps && other.start < start;
      return longer ? other : this;
    }
  }

  @Override
  public String name() {
    return "fan";
  }

  @Override
  public String summary() {
    return "fan-out to several goroutines, and their results merged into one channel";
  }

  @Override
  public String options() {
    return "--numbers N (1000), --workers N (3)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int last = options.take("--numbers", 1000);
    int workers = options.take("--workers", 3);
    options.nothingElse();
    Receiver<Integer> numbers = numbers(last);
    List<Receiver<Path>> paths =
        IntStream.range(0, workers).mapToObj(worker -> paths(numbers)).toList();
    Path longest = new Path(1, 0);
    for (Path path : merge(paths)) {
      longest = longest.orLonger(path);
    }
    out.println(
        "Of the numbers up to "
            + last + ", " + longest.start() + " takes the most steps: " + longest.steps() + ".");
  }

  private static Receiver<Integer> numbers(int last) {
    Chan<Integer> numbers = Chan.unbuffered();
    Go.go(
        "numbers",
        () -> {
          for (int n = 1; n <= last; n++) {
            numbers.send(n);
          }
          numbers.close();
        });
    return numbers;
  }

  /** Fan-out: what is called several times shares the numbers among as many goroutines. */
  private static Receiver<Path> paths(Receiver<Integer> numbers) {
    Chan<Path> paths = Chan.unbuffered();
    Go.go(
        "worker",
        () -> {
          for (int n : numbers) {
            paths.send(Path.from(n));
          }
          paths.close();
        });
    return paths;
  }

  /** Fan-in: all that comes from any of the sources, until all are closed. */
  private static <T extends @NonNull Object> Receiver<T> merge(List<Receiver<T>> sources) {
    Chan<T> merged = Chan.unbuffered();
    WaitGroup copiers = new WaitGroup();
    for (Receiver<T> source : sources) {
      copiers.go(
          () -> {
            for (T value : source) {
              merged.send(value);
            }
          });
    }
    Go.go(
        "closer",
        () -> {
          copiers.await();
          merged.close();
        });
    return merged;
  }
}
