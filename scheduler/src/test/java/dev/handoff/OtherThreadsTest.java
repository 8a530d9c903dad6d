package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Threads that goroutines start through the JDK's own API, the JDK's pollers of sockets among them:
 * plain threads, which live as long as they like.
 */
@Timeout(60)
class OtherThreadsTest {
  /** A byte goes from a client to a server and back, one up. */
  private static void exchange() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          Thread.startVirtualThread(
              () -> {
                try (Socket peer = server.accept()) {
                  peer.getOutputStream().write(peer.getInputStream().read() + 1);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      try (Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
        socket.getOutputStream().write(41);
        assertEquals(42, socket.getInputStream().read());
      }
      answering.join();
    }
  }

  @Test
  void socketsWorkBeforeDuringAndAfterTheLifeOfAScheduler() throws Exception {
    exchange();
    for (int round = 0; round < 3; round++) {
      try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
        scheduler.run(OtherThreadsTest::exchange);
      }
      exchange();
      Thread outside = Thread.startVirtualThread(() -> assertExchanges());
      outside.join();
    }
  }

  private static void assertExchanges() {
    try {
      exchange();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aVirtualThreadThatAGoroutineStartedTakesNoPUsesChannelsAndSurvivesClose() throws Exception {
    AtomicReference<Thread> started = new AtomicReference<>();
    CountDownLatch closed = new CountDownLatch(1);
    CountDownLatch lived = new CountDownLatch(1);
    Chan<String> words = Chan.unbuffered();
    try (Scheduler scheduler = Scheduler.builder().processors(1).build()) {
      scheduler.run(
          () -> {
            started.set(
                Thread.startVirtualThread(
                    () -> {
                      words.send("hello");
                      long spins = 0;
                      while (closed.getCount() > 0 && spins < 1_000_000_000L) {
                        spins++; // with the one P nobody else would run
                        Thread.yield();
                      }
                      lived.countDown();
                    }));
            assertEquals("hello", words.receive());
            assertEquals(2, Go.<Integer>blocking(() -> 2));
          });
    }
    Thread thread = started.get();
    assertTrue(thread.isAlive());
    closed.countDown();
    lived.await();
    thread.join();
    assertFalse(thread.isAlive());
  }

  @Test
  void whoIsNoGoroutineIsInterruptedInASleepAsOneIs() throws Exception {
    Side sleeper =
        new Side(
            () -> {
              Go.sleep(Duration.ofDays(1));
              return null;
            });
    Await.until("it sleeps", () -> sleeper.thread.getState() == Thread.State.TIMED_WAITING);
    sleeper.thread.interrupt();
    assertInstanceOf(GoroutineInterruptedException.class, sleeper.ended().thrown.get());
    assertTrue(sleeper.flag.get(), "the flag stays set");
    Side early =
        new Side(
            () -> {
              Thread.currentThread().interrupt();
              Go.sleep(Duration.ZERO); // need not wait
              Go.sleep(Duration.ofDays(1));
              return null;
            });
    assertInstanceOf(GoroutineInterruptedException.class, early.ended().thrown.get());
    assertTrue(early.flag.get(), "the flag stays set");
  }

  @Test
  void aStackOverflowInAGoroutineIsAPanicAndNothingElse() {
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      GoroutinePanicException panic =
          assertThrows(
              GoroutinePanicException.class,
              () ->
                  scheduler.run(
                      () -> {
                        Go.go(() -> dive(0));
                        Chan.unbuffered().receive();
                      }));
      assertInstanceOf(StackOverflowError.class, panic.getCause());
      assertEquals(1, scheduler.<Integer>call(() -> 1));
    }
  }

  private static int dive(int depth) {
    return dive(depth + 1) + 1;
  }
}
