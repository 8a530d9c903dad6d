package dev.handoff.verification.tlc;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A process of ours that ends when we do, whatever we end of: its output, and its end. */
final class Child implements AutoCloseable {
  private static final Set<Process> ALIVE = new HashSet<>();
  private static boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Child::endAll, "handoff-end-children"));
  }

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /**
   * Starts a command in that folder.
   *
   * @throws TlcException if we are ending: what is started now would outlive us
   */
  static Child start(List<String> command, Path folder) throws IOException, TlcException {
    return start(new ProcessBuilder(command).directory(folder.toFile()));
  }

  /** The same, with its output in a file. */
  static Child start(List<String> command, Path folder, Path output)
      throws IOException, TlcException {
    return start(
        new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(output.toFile()));
  }

  private static Child start(ProcessBuilder builder) throws IOException, TlcException {
    builder.redirectErrorStream(true);
    synchronized (ALIVE) {
      if (ending) {
        throw new TlcException("interrupted");
      }
      Process process = builder.start();
      ALIVE.add(process);
      return new Child(process);
    }
  }

  private static void endAll() {
    synchronized (ALIVE) {
      ending = true;
      ALIVE.forEach(Process::destroyForcibly);
      try {
        for (Process process : ALIVE) {
          process.waitFor(5, TimeUnit.SECONDS);
        }
      } catch (InterruptedException e) {
        // in a hurry: then their folders stay
      }
      Scratch.deleteAll();
    }
  }

  /** What it says, errors included. */
  BufferedReader output() {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  /** Its exit status, once it has ended. */
  int status() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends it after that time, if it has not ended by then. */
  void limit(Duration time) {
    process
        .onExit()
        .orTimeout(time.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (ended, late) -> {
              if (late != null) {
                end();
              }
            });
  }

  /** Whether it has not ended yet. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Does something once it has ended. */
  void afterwards(Runnable action) {
    process.onExit().thenRun(action);
  }

  /** Ends it, if it has not ended by itself. */
  void end() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    end();
    try {
      process.waitFor(5, TimeUnit.SECONDS); // it may still write
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (ALIVE) {
      ALIVE.remove(process);
    }
  }
}
