package dev.handoff.verification.examples.series;

import dev.handoff.Receiver;
import dev.handoff.context.Context;
import dev.handoff.sync.WaitGroup;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.PrintStream;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Power series, each the solution of an equation that is written down as it stands: a series is fed
 * back into the goroutines that compute it. Printed are the coefficients of 1, x, x^2 and so on.
 *
 * <p>After M. Douglas McIlroy, "Squinting at Power Series", Software: Practice and Experience, 1990,
 * where the language is newsqueak.
 */
public final class PowerSeries implements Example {
  @Override
  public String name() {
    return "series";
  }

  @Override
  public String summary() {
    return "power series as streams of rational numbers, which solve their own equations";
  }

  @Override
  public String options() {
    return "--terms N (8)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int terms = options.take("--terms", 8);
    options.nothingElse();
    print("exp", PowerSeries::exp, terms, out);
    print("sin", PowerSeries::sin, terms, out);
    print("tan", PowerSeries::tan, terms, out);
    print("catalan", PowerSeries::catalan, terms, out);
  }

  /** y = 1 + the integral of y. */
  private static Receiver<Rational> exp(Series s) {
    return s.solve(y -> s.integral(Rational.ONE, y));
  }

  /** y = the integral of the cosine, which is 1 - the integral of y. */
  private static Receiver<Rational> sin(Series s) {
    Rational minusOne = Rational.of(-1);
    return s.solve(
        y -> s.integral(Rational.ZERO, s.integral(Rational.ONE, s.times(minusOne, y))));
  }

  /** y = the integral of 1 + y^2. */
  private static Receiver<Rational> tan(Series s) {
    return s.solve(
        y -> s.integral(Rational.ZERO, s.plus(s.constant(Rational.ONE), s.square(y))));
  }

  /** y = 1 + x y^2: the n-th coefficient counts the binary trees with n nodes. */
  private static Receiver<Rational> catalan(Series s) {
    return s.solve(y -> s.plus(s.constant(Rational.ONE), s.timesX(s.square(y))));
  }

  private static void print(
      String name, Function<Series, Receiver<Rational>> function, int terms, PrintStream out) {
    WaitGroup processes = new WaitGroup();
    try (Context.Cancellable wanted = Context.background().withCancel()) {
      Receiver<Rational> series = function.apply(new Series(wanted, processes));
      out.println(
          IntStream.range(0, terms)
              .mapToObj(term -> "" + series.receive())
              .collect(Collectors.joining("  ", name + ":  ", "")));
    }
    processes.await();
  }
}
