package dev.handoff.verification.examples;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Sender;
import java.io.PrintStream;

/**
 * A tree of goroutines, ten below each, whose leaves send their numbers up and whose other nodes add
 * up what they receive. After Alexander Temerev's benchmark of that name.
 */
public final class Skynet implements Example {
  private static final int FAN_OUT = 10;

  @Override
  public String name() {
    return "skynet";
  }

  @Override
  public String summary() {
    return "a tree of goroutines adds up the numbers of its leaves";
  }

  @Override
  public String options() {
    return "--leaves N, a power of ten (1000000)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int leaves = options.take("--leaves", 1_000_000);
    options.nothingElse();
    long sum = sum(leaves);
    long expected = (long) leaves * (leaves - 1) / 2;
    out.println("The " + leaves + " leaves add up to " + sum + ".");
    if (sum != expected) {
      throw new IllegalStateException("the sum should be " + expected);
    }
  }

  /** Builds the tree, the caller being its root, and returns what that adds up to. */
  public static long sum(int leaves) {
    for (int n = leaves; n > 1; n /= FAN_OUT) {
      if (n % FAN_OUT != 0) {
        throw new Options.BadOptionException(
            "--leaves " + leaves + " is no power of ten; say 1000 or 1000000, for example");
      }
    }
    return leaves == 1 ? 0 : node(0, leaves);
  }

  /** A node that stands for the leaves from {@code first} on; {@code size} is above 1. */
  private static long node(int first, int size) {
    Chan<Long> fromChildren = Chan.buffered(FAN_OUT);
    int below = size / FAN_OUT;
    for (int i = 0; i < FAN_OUT; i++) {
      int start = first + i * below;
      Go.go(() -> child(start, below, fromChildren));
    }
    long sum = 0;
    for (int i = 0; i < FAN_OUT; i++) {
      sum += received(fromChildren);
    }
    return sum;
  }

  private static void child(int first, int size, Sender<Long> parent) {
    parent.send(size == 1 ? (long) first : node(first, size));
  }

  private static long received(Chan<Long> channel) {
    Long value = channel.receive();
    if (value == null) {
      throw new IllegalStateException("a channel that nobody closes was closed");
    }
    return value;
  }
}
