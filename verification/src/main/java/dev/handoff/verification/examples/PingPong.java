package dev.handoff.verification.examples;

import dev.handoff.Chan;
import dev.handoff.Go;
import java.io.PrintStream;

/** Two goroutines and two unbuffered channels: the price of a switch. */
public final class PingPong implements Example {
  @Override
  public String name() {
    return "pingpong";
  }

  @Override
  public String summary() {
    return "two goroutines hand a ball back and forth over unbuffered channels";
  }

  @Override
  public String options() {
    return "--rounds N (10000)";
  }

  @Override
  public void main(Options options, PrintStream out) {
    int rounds = options.take("--rounds", 10_000);
    options.nothingElse();
    long hits = play(rounds);
    out.println("The ball went to and fro " + hits + " times.");
  }

  /** Plays that many rounds; the number that the ball has counted. */
  public static int play(int rounds) {
    Chan<Integer> ping = Chan.unbuffered();
    Chan<Integer> pong = Chan.unbuffered();
    Go.go(
        "partner",
        () -> {
          for (int ball : ping) {
            pong.send(ball + 1);
          }
          pong.close();
        });
    int ball = 0;
    for (int i = 0; i < rounds; i++) {
      ping.send(ball);
      Integer back = pong.receive();
      if (back == null) {
        throw new IllegalStateException("the partner has left");
      }
      ball = back;
    }
    ping.close();
    return ball;
  }
}
