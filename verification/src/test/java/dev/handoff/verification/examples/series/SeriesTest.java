package dev.handoff.verification.examples.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handoff.Receiver;
import dev.handoff.Scheduler;
import dev.handoff.context.Context;
import dev.handoff.sync.WaitGroup;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Series that are known by a formula, and laws that hold for all. */
class SeriesTest {
  private static final int TERMS = 8;

  /** The coefficients; and then all goroutines of the series end. */
  private static List<Rational> terms(Function<Series, Receiver<Rational>> function) {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      return scheduler.call(
          () -> {
            WaitGroup processes = new WaitGroup();
            try (Context.Cancellable wanted = Context.background().withCancel()) {
              Receiver<Rational> series = function.apply(new Series(wanted, processes));
              return Stream.generate(series::receive).limit(TERMS).toList();
            } finally {
              processes.await();
            }
          });
    }
  }

  private static Receiver<Rational> exp(Series s, int factor) {
    return s.solve(y -> s.integral(Rational.ONE, s.times(Rational.of(factor), y)));
  }

  @Test
  void theExponentialHasTheReciprocalsOfTheFactorials() {
    Rational[] expected = new Rational[TERMS];
    expected[0] = Rational.ONE;
    for (int n = 1; n < TERMS; n++) {
      expected[n] = expected[n - 1].dividedBy(n);
    }
    assertEquals(List.of(expected), terms(s -> exp(s, 1)));
  }

  @Test
  void exponentialsMultiplyByAddingTheirExponents() {
    assertEquals(terms(s -> exp(s, 5)), terms(s -> s.times(exp(s, 2), exp(s, 3))));
  }

  @Test
  void aSplitSeriesMinusItselfIsZero() {
    List<Rational> zeros = IntStream.range(0, TERMS).mapToObj(i -> Rational.ZERO).toList();
    assertEquals(
        zeros,
        terms(
            s -> {
              Series.Two e = s.split(exp(s, 1));
              return s.plus(e.one(), s.times(Rational.of(-1), e.other()));
            }));
  }

  /** One side is used up before the other is begun. */
  @Test
  void whatOneSideOfASplitHasNotReceivedIsKeptForIt() {
    List<Rational> later =
        terms(
            s -> {
              Series.Two e = s.split(exp(s, 1));
              for (int i = 0; i < 5 * TERMS; i++) {
                e.one().receive();
              }
              return e.other();
            });
    assertEquals(terms(s -> exp(s, 1)), later);
  }

  @Test
  void rationalsAreInLowestTerms() {
    assertEquals("-2/3", rational(4, -6) + "");
    assertEquals("2", rational(-4, -2) + "");
    assertEquals(Rational.ZERO, rational(0, -5));
    assertEquals(rational(1, 6), rational(1, 2).plus(rational(-1, 3)));
    assertThrows(ArithmeticException.class, () -> rational(1, 0));
  }

  private static Rational rational(long numerator, long denominator) {
    return new Rational(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }
}
