package dev.handoff.verification.examples;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Receiver;
import dev.handoff.Sender;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The prime sieve of Hoare and McIlroy: a chain of filters, one goroutine a prime. */
public final class Sieve implements Example {
  @Override
  public String name() {
    return "sieve";
  }

  @Override
  public String summary() {
    return "a growing chain of goroutines, each taking the multiples of one prime out of a stream";
  }

  @Override
  public String options() {
    return "--primes N (100)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int count = options.take("--primes", 100);
    options.nothingElse();
    List<Integer> primes = primes(count);
    for (int i = 0; i < primes.size(); i++) {
      out.print(primes.get(i) + ((i + 1) % 10 == 0 || i + 1 == primes.size() ? "\n" : " "));
    }
  }

  /** The first primes, from a chain of goroutines that is left running. */
  public static List<Integer> primes(int count) {
    List<Integer> primes = new ArrayList<>();
    Chan<Integer> numbers = Chan.unbuffered();
    Go.go("numbers", () -> generate(numbers));
    Receiver<Integer> stream = numbers;
    while (primes.size() < count) {
      Integer prime = stream.receive();
      if (prime == null) {
        throw new IllegalStateException("the numbers have run out");
      }
      primes.add(prime);
      Chan<Integer> rest = Chan.unbuffered();
      Receiver<Integer> in = stream;
      Go.go("without multiples of " + prime, () -> filter(in, rest, prime));
      stream = rest;
    }
    return primes;
  }

  private static void generate(Sender<Integer> out) {
    for (int n = 2; ; n++) {
      out.send(n);
    }
  }

  private static void filter(Receiver<Integer> in, Sender<Integer> out, int prime) {
    for (int n : in) {
      if (n % prime != 0) {
        out.send(n);
      }
    }
  }
}
