package dev.handoff.verification.examples.chat;

import static dev.handoff.Select.receive;
import static dev.handoff.Select.select;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.context.Context;
import dev.handoff.sync.WaitGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What one guest says in a line all hear, in the same order. One goroutine makes that order, the host:
 * it alone knows who is there, and all events come to it through one channel. Other goroutines wait for
 * connections and for input in the methods of the sockets; they hold no thread meanwhile.
 *
 * <p>To end: 1. the context is cancelled; 2. the host closes the server's socket and disconnects every
 * guest; 3. that wakes whoever waits at a socket, and they end; 4. when all have ended the channel of
 * the events is closed, and the host ends.
 */
final class ChatServer {
  private sealed interface Event {
    record Came(Guest guest) implements Event {}

    record Said(Guest guest, String line) implements Event {}

    record Left(Guest guest) implements Event {}
  }

  private final ServerSocket socket;
  private final Chan<Event> events = Chan.unbuffered();

  /** Who is there. Only the host uses it. */
  private final Set<Guest> guests = new LinkedHashSet<>();

  private ChatServer(ServerSocket socket) {
    this.socket = socket;
  }

  /**
   * A server for programs on this computer.
   *
   * @param port 0: any that is free
   * @throws IOException if it cannot have that port
   */
  static ChatServer at(int port) throws IOException {
    return new ChatServer(new ServerSocket(port, 0, InetAddress.getLoopbackAddress()));
  }

  int port() {
    return socket.getLocalPort();
  }

  /** The host: serves until the context is cancelled, and returns when all has ended. */
  void serve(Context open) throws IOException {
    Go.go("door", this::admit);
    while (open.err() == null) {
      select(receive(events, this::happens), receive(open.done()));
    }
    socket.close();
    guests.forEach(Guest::disconnect);
    for (Event event : events) {
      if (event instanceof Event.Came(Guest late)) {
        late.disconnect();
      }
    }
  }

  /** Lets guests in, and waits for all of them when the server's socket is closed. */
  private void admit() throws IOException {
    WaitGroup inside = new WaitGroup();
    try {
      for (int number = 1; true; number++) {
        Guest guest = new Guest(number, socket.accept());
        inside.go(guest::tell);
        inside.go(() -> attend(guest));
      }
    } catch (SocketException e) {
      if (!socket.isClosed()) {
        throw e;
      }
    }
    inside.await();
    events.close();
  }

  private void attend(Guest guest) {
    events.send(new Event.Came(guest));
    guest.listen(line -> events.send(new Event.Said(guest, line)));
    events.send(new Event.Left(guest));
  }

  private void happens(@Nullable Event event) {
    switch (event) {
      case Event.Came(Guest guest) -> {
        guests.add(guest);
        tellAll("* guest " + guest.number + " has come; guests here: " + guests.size());
      }
      case Event.Said(Guest guest, String line) -> tellAll("guest " + guest.number + ": " + line);
      case Event.Left(Guest guest) -> remove(guest);
      case null -> throw new IllegalStateException("the door was closed before closing time");
    }
  }

  /** Whoever is too slow to hear it has to leave. */
  private void tellAll(String line) {
    List<Guest> slow = guests.stream().filter(guest -> !guest.hear(line)).toList();
    slow.forEach(this::remove);
  }

  private void remove(Guest guest) {
    if (guests.remove(guest)) {
      guest.disconnect();
      tellAll("* guest " + guest.number + " has left");
    }
  }
}
