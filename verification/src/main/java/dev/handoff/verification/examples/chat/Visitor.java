package dev.handoff.verification.examples.chat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The other end of a connection to the server, for a program that takes part. */
final class Visitor implements AutoCloseable {
  /** A server that says nothing for so long, in milliseconds, is taken for dead. */
  private static final int PATIENCE = 20_000;

  private final Socket socket;
  private final BufferedReader in;

  Visitor(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE);
    in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  void say(String line) throws IOException {
    socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The next line; null: the server has hung up.
   *
   * @throws java.net.SocketTimeoutException if it seems to be dead
   */
  @Nullable String hear() throws IOException {
    return in.readLine();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
