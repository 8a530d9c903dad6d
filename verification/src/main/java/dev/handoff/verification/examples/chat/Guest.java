package dev.handoff.verification.examples.chat;

import static dev.handoff.Select.after;
import static dev.handoff.Select.select;
import static dev.handoff.Select.send;

import dev.handoff.Chan;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** A connection. One goroutine reads what the guest says, another writes what it is to hear. */
final class Guest {
  /** A guest that does not read may hold up the others for so long. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  final int number;
  private final Socket socket;
  private final Chan<String> toHear = Chan.buffered(16);

  Guest(int number, Socket socket) {
    this.number = number;
    this.socket = socket;
  }

  /** Passes on each line that the guest says, until it leaves or the connection breaks. */
  void listen(Consumer<String> said) {
    try (socket;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      String line = in.readLine();
      while (line != null) {
        said.accept(line);
        line = in.readLine();
      }
    } catch (IOException e) {
      // The connection is broken, or closed by disconnect(): the guest has left.
    }
  }

  /** Writes what there is to hear, until it is disconnected or the connection breaks. */
  void tell() {
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8))) {
      for (String line : toHear) {
        out.write(line + "\n");
        out.flush();
      }
    } catch (IOException e) {
      // The reader notices as well, and says that the guest has left.
    }
  }

  /** Puts a line into its queue; false if there is no room for too long. */
  boolean hear(String line) {
    return select(send(toHear, line), after(PATIENCE, () -> {})) == 0;
  }

  /** Ends its two goroutines, wherever they wait. To be called once. */
  void disconnect() {
    toHear.close();
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
