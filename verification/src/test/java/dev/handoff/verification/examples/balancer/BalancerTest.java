package dev.handoff.verification.examples.balancer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Scheduler;
import dev.handoff.verification.examples.Played;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class BalancerTest {
  private static final Pattern DID = Pattern.compile("worker \\d did (\\d+) requests");

  @Test
  void everyRequestIsDoneOnce() {
    String output =
        Played.of(2, "balancer", "--workers", "3", "--clients", "5", "--requests", "4").output();
    Matcher did = DID.matcher(output);
    int total = 0;
    int lines = 0;
    while (did.find()) {
      total += Integer.parseInt(did.group(1));
      lines++;
    }
    assertEquals(3, lines, output);
    assertEquals(20, total, output);
  }

  /** While no reply is taken, no worker gets anything done: then each is given as many as the others. */
  @Test
  void theWorkerWithTheFewestGetsTheNext() {
    int each = 3;
    int workers = 4;
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      List<Integer> doneBy =
          scheduler.call(
              () -> {
                Chan<Request> requests = Chan.unbuffered();
                Balancer balancer = new Balancer(workers, workers * each, requests);
                Go.go("balancer", balancer::balance);
                List<Request> asked = new ArrayList<>();
                for (int i = 0; i < workers * each; i++) {
                  Request request = new Request(Duration.ZERO, Chan.unbuffered());
                  requests.send(request);
                  asked.add(request);
                }
                requests.close();
                return asked.stream().map(request -> request.reply().receive()).toList();
              });
      for (int worker = 1; worker <= workers; worker++) {
        assertEquals(each, Collections.frequency(doneBy, worker), doneBy.toString());
      }
    }
  }
}
