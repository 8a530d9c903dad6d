package dev.handoff.verification.examples.series;

import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Receiver;
import dev.handoff.Select.Case;
import dev.handoff.Sender;
import dev.handoff.context.Context;
import dev.handoff.sync.WaitGroup;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Arithmetic on power series. A series is the channel on which its coefficients come, one by one for
 * ever; a sum, a product, an integral is a goroutine that receives from its operands. A coefficient is
 * computed when somebody receives it.
 *
 * <p>Whoever receives from a series uses it up: one that is needed twice is {@link #split} first.
 */
final class Series {
  private final Context wanted;
  private final WaitGroup processes;

  /**
   * @param wanted when it is cancelled, the goroutines of all series end
   * @param processes counts these goroutines
   */
  Series(Context wanted, WaitGroup processes) {
    this.wanted = wanted;
    this.processes = processes;
  }

  /** A series and a copy of it. */
  record Two(Receiver<Rational> one, Receiver<Rational> other) {}

  /** c, 0, 0, 0, ... */
  Receiver<Rational> constant(Rational c) {
    return process(
        out -> {
          put(out, c);
          while (true) {
            put(out, Rational.ZERO);
          }
        });
  }

  /** f + g. */
  Receiver<Rational> plus(Receiver<Rational> f, Receiver<Rational> g) {
    return process(
        out -> {
          while (true) {
            put(out, get(f).plus(get(g)));
          }
        });
  }

  /** c f. */
  Receiver<Rational> times(Rational c, Receiver<Rational> f) {
    return process(
        out -> {
          while (true) {
            put(out, c.times(get(f)));
          }
        });
  }

  /** x f. */
  Receiver<Rational> timesX(Receiver<Rational> f) {
    return process(
        out -> {
          put(out, Rational.ZERO);
          copy(f, out);
        });
  }

  /** c plus the integral of f from 0 to x. Its first coefficient does not depend on f. */
  Receiver<Rational> integral(Rational c, Receiver<Rational> f) {
    return process(
        out -> {
          put(out, c);
          for (long n = 1; true; n++) {
            put(out, get(f).dividedBy(n));
          }
        });
  }

  /** f g. With f = a + x F and g = b + x G it is a b + x (a G + b F + x F G), and so on for F G. */
  Receiver<Rational> times(Receiver<Rational> f, Receiver<Rational> g) {
    return process(
        out -> {
          Rational a = get(f);
          Rational b = get(g);
          put(out, a.times(b));
          Two fs = split(f);
          Two gs = split(g);
          Receiver<Rational> linear = plus(times(a, gs.one()), times(b, fs.one()));
          copy(plus(linear, timesX(times(fs.other(), gs.other()))), out);
        });
  }

  /** f f. */
  Receiver<Rational> square(Receiver<Rational> f) {
    Two fs = split(f);
    return times(fs.one(), fs.other());
  }

  /**
   * The series that is its own image: what the equation gives goes to the caller, and back into the
   * equation. It must give each coefficient before it asks for that one.
   */
  Receiver<Rational> solve(UnaryOperator<Receiver<Rational>> equation) {
    Chan<Rational> solution = Chan.unbuffered();
    Chan<Rational> back = Chan.unbuffered();
    split(equation.apply(back), solution, back);
    return solution;
  }

  /** The same series twice. */
  Two split(Receiver<Rational> f) {
    Chan<Rational> one = Chan.unbuffered();
    Chan<Rational> other = Chan.unbuffered();
    split(f, one, other);
    return new Two(one, other);
  }

  /** What one side has received and the other has not is kept for that one. */
  private void split(Receiver<Rational> f, Chan<Rational> one, Chan<Rational> other) {
    processes.go(
        () -> {
          Queue<Rational> forOne = new ArrayDeque<>();
          Queue<Rational> forOther = new ArrayDeque<>();
          Consumer<@Nullable Rational> both =
              coefficient -> {
                forOne.add(orExit(coefficient));
                forOther.add(orExit(coefficient));
              };
          try {
            while (true) {
              boolean needed = forOne.isEmpty() || forOther.isEmpty();
              select(
                  receive(needed ? f : null, both),
                  offer(one, forOne),
                  offer(other, forOther),
                  receive(wanted.done(), end -> Go.exit()));
            }
          } finally {
            one.close();
            other.close();
          }
        });
  }

  /** The head of the queue is sent and removed; never, if it is empty. */
  private static Case offer(Sender<Rational> out, Queue<Rational> queue) {
    Rational next = queue.peek();
    return next == null ? receive(null) : send(out, next, queue::remove);
  }

  // --------------------------------------------------------------------------------- the processes

  /** Starts the goroutine that computes a series. When it ends, those that receive from it end. */
  private Receiver<Rational> process(Consumer<Sender<Rational>> body) {
    Chan<Rational> out = Chan.unbuffered();
    processes.go(
        () -> {
          try {
            body.accept(out);
          } finally {
            out.close();
          }
        });
    return out;
  }

  private void put(Sender<Rational> out, Rational coefficient) {
    select(send(out, coefficient), receive(wanted.done(), end -> Go.exit()));
  }

  private static Rational get(Receiver<Rational> in) {
    return orExit(in.receive());
  }

  private void copy(Receiver<Rational> in, Sender<Rational> out) {
    while (true) {
      put(out, get(in));
    }
  }

  /** What was received; if that series has ended, so does the calling goroutine. */
  private static Rational orExit(@Nullable Rational received) {
    if (received == null) {
      Go.exit();
      throw new IllegalStateException("Go.exit() has returned");
    }
    return received;
  }
}
