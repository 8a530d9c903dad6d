package dev.handoff.verification.examples.chat;

import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Goroutine;
import dev.handoff.context.Context;
import dev.handoff.sync.ErrGroup;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A chat server, and guests that talk to it over real sockets. With {@code --port} there are no guests:
 * be one yourself.
 *
 * <p>After the chat server in Alan Donovan and Brian Kernighan, "The Go Programming Language", 2015.
 */
public final class Chat implements Example {
  @Override
  public String name() {
    return "chat";
  }

  @Override
  public String summary() {
    return "a chat server on the JDK's own sockets, whose waiting goroutines hold no thread";
  }

  @Override
  public String options() {
    return "--guests N (3), --lines N (2, of each guest) or --port N";
  }

  @Override
  public void main(Options options, PrintStream out) throws Exception {
    int port = options.take("--port", 0);
    int guests = port == 0 ? options.take("--guests", 3) : 0;
    int lines = port == 0 ? options.take("--lines", 2) : 0;
    options.nothingElse();
    ChatServer server = server(port);
    Goroutine host;
    try (Context.Cancellable open = Context.background().withCancel()) {
      host = Go.go("host", () -> server.serve(open));
      if (port == 0) {
        letThemTalk(server.port(), guests, lines, out);
      } else {
        out.println("Take part with: nc localhost " + port + "\nEnter ends the chat.");
        Go.blocking(System.in::read);
      }
    }
    host.join();
    out.println("The server has ended.");
  }

  private static ChatServer server(int port) {
    try {
      return ChatServer.at(port);
    } catch (IOException | IllegalArgumentException e) {
      throw new Options.BadOptionException("cannot use --port " + port + ": " + e.getMessage());
    }
  }

  private static void letThemTalk(int port, int guests, int lines, PrintStream out)
      throws Exception {
    Chan<List<String>> transcripts = Chan.buffered(guests);
    ErrGroup visits = new ErrGroup();
    for (int i = 1; i <= guests; i++) {
      String name = "visitor " + i;
      visits.go(() -> transcripts.send(visit(port, name, guests, lines)));
    }
    visits.await();
    transcripts.close();
    Set<List<String>> different = new HashSet<>();
    transcripts.forEach(different::add);
    if (different.size() != 1) {
      throw new IllegalStateException("not all have heard the same: " + different);
    }
    out.println(
        guests * lines + " lines were said; all " + guests + " guests heard them in one order.");
  }

  /** Says its lines when all have come, and stays until all is said; returns what it heard. */
  private static List<String> visit(int port, String name, int guests, int lines)
      throws IOException {
    try (Visitor visitor = new Visitor(port)) {
      List<String> heard = new ArrayList<>();
      hearUntil("guests here: " + guests, visitor, heard);
      for (int i = 1; i <= lines; i++) {
        String words = "line " + i + " of " + name;
        visitor.say(words);
        hearUntil(words, visitor, heard);
      }
      while (heard.size() < guests * lines) {
        hear(visitor, heard);
      }
      return heard;
    }
  }

  private static void hearUntil(String end, Visitor visitor, List<String> heard)
      throws IOException {
    String line;
    do {
      line = hear(visitor, heard);
    } while (!line.endsWith(end));
  }

  private static String hear(Visitor visitor, List<String> heard) throws IOException {
    String line = visitor.hear();
    if (line == null) {
      throw new EOFException("the server has hung up");
    }
    if (!line.startsWith("*")) {
      heard.add(line);
    }
    return line;
  }
}
