package dev.handoff.verification.examples.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Goroutine;
import dev.handoff.Scheduler;
import dev.handoff.context.Context;
import dev.handoff.verification.examples.Played;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server, and this test's own threads at the other ends of its sockets. */
@Timeout(60)
class ChatServerTest {
  private final Scheduler scheduler = Scheduler.builder().processors(1).build();
  private final Context.Cancellable open = Context.background().withCancel();
  private ChatServer server;
  private Goroutine host;

  @BeforeEach
  void begin() throws IOException {
    server = ChatServer.at(0);
    host = scheduler.go("host", () -> server.serve(open));
  }

  @AfterEach
  void end() {
    open.cancel();
    scheduler.close(); // also if a test has failed, and the server does not end by itself
  }

  private Visitor visitor() throws IOException {
    return new Visitor(server.port());
  }

  private static void assertHears(Visitor visitor, String... lines) throws IOException {
    for (String line : lines) {
      assertEquals(line, visitor.hear());
    }
  }

  @Test
  void whatOneSaysAllHear() throws IOException {
    try (Visitor ann = visitor()) {
      assertHears(ann, "* guest 1 has come; guests here: 1");
      try (Visitor ben = visitor()) {
        assertHears(ann, "* guest 2 has come; guests here: 2");
        assertHears(ben, "* guest 2 has come; guests here: 2");
        ben.say("grüß dich");
        assertHears(ann, "guest 2: grüß dich");
        assertHears(ben, "guest 2: grüß dich");
      }
      assertHears(ann, "* guest 2 has left");
      ann.say("gone");
      assertHears(ann, "guest 1: gone");
    }
  }

  @Test
  void allHearTheSameInTheSameOrder() throws Exception {
    int visitors = 5;
    int lines = 40;
    List<Future<List<String>>> heard = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(visitors)) {
      for (int i = 0; i < visitors; i++) {
        heard.add(threads.submit(() -> talk(visitors, lines)));
      }
    }
    List<String> first = heard.getFirst().get();
    assertEquals(visitors * lines, first.size());
    assertEquals(visitors * lines, first.stream().distinct().count());
    for (Future<List<String>> other : heard) {
      assertEquals(first, other.get());
    }
  }

  private List<String> talk(int visitors, int lines) throws IOException {
    try (Visitor visitor = visitor()) {
      String line;
      do {
        line = visitor.hear();
      } while (!line.endsWith("guests here: " + visitors));
      for (int i = 0; i < lines; i++) {
        visitor.say("line " + i);
      }
      List<String> heard = new ArrayList<>();
      while (heard.size() < visitors * lines) {
        line = visitor.hear();
        if (!line.startsWith("*")) {
          heard.add(line);
        }
      }
      return heard;
    }
  }

  @Test
  void aGuestThatNeverReadsIsPutOut() throws IOException {
    String line = "x".repeat(100_000);
    try (Visitor deaf = visitor();
        Visitor ann = visitor()) {
      String heard;
      do {
        ann.say(line);
        heard = ann.hear();
        assertNotNull(heard, "the server has hung up on the one that listens");
      } while (!heard.equals("* guest 1 has left"));
      deaf.close();
    }
  }

  @Test
  void atClosingTimeEveryGoroutineEndsAndEveryGuestIsTold() throws IOException {
    try (Visitor ann = visitor();
        Visitor ben = visitor()) {
      ann.hear();
      ben.hear();
      int port = server.port();
      open.cancel();
      host.join();
      assertEquals(List.of(), Played.left(scheduler));
      assertHungUp(ann);
      assertHungUp(ben);
      assertThrows(ConnectException.class, () -> new Visitor(port));
    }
  }

  /** What was on its way may come first. */
  private static void assertHungUp(Visitor visitor) throws IOException {
    String line = visitor.hear();
    while (line != null && line.startsWith("*")) {
      line = visitor.hear();
    }
    assertNull(line);
  }

  @Test
  void aSchedulerThatClosesEndsAServerThatDoesNot() throws IOException {
    try (Visitor ann = visitor()) {
      assertHears(ann, "* guest 1 has come; guests here: 1");
      scheduler.close();
      assertEquals(0, scheduler.goroutines());
      assertTrue(host.isDone());
      assertHungUp(ann);
    }
  }

  @Test
  void manyLinesOfOneGuestComeBackInOrder() throws Exception {
    int lines = 3000;
    try (Visitor ann = visitor();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      ann.hear();
      Future<?> said =
          other.submit(
              () -> {
                for (int i = 0; i < lines; i++) {
                  ann.say("" + i);
                }
                return null;
              });
      for (int i = 0; i < lines; i++) {
        assertHears(ann, "guest 1: " + i);
      }
      said.get();
    }
  }
}
