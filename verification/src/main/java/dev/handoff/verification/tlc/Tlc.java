package dev.handoff.verification.tlc;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;
import tlc2.TLC;

/**
 * Runs TLC in a JVM of its own: TLC keeps its state in static fields, and this way it can be
 * stopped. The JVM gets a folder of its own for everything it writes, which is deleted afterwards.
 */
public final class Tlc {
  /** What TLC says of a model. */
  public enum Verdict {
    HOLDS,
    DEADLOCK,
    INVARIANT,
    PROPERTY,
    ERROR;

    /** As in models.json and in tables. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Verdict ofExit(int status) {
      return switch (status) {
        case 0 -> HOLDS;
        case 11 -> DEADLOCK;
        case 12 -> INVARIANT;
        case 13 -> PROPERTY;
        default -> ERROR;
      };
    }
  }

  /** How far TLC has come. */
  public record Progress(long generatedStates, long distinctStates, long queue) {}

  /**
   * What came out.
   *
   * @param message the error in TLC's words, or the name of what was violated; empty if it holds
   * @param depth of the state graph; certain only with one worker
   * @param behaviour the counterexample, if there is one
   * @param printed what the spec printed
   */
  public record Result(
      Verdict verdict,
      String message,
      long distinctStates,
      long depth,
      Behaviour behaviour,
      List<String> printed,
      double seconds) {}

  private final SpecFolder spec;
  private final Map<String, String> properties = new TreeMap<>();
  private @Nullable Duration limit;
  private boolean brief;

  /**
   * @param spec the folder of the spec
   */
  public Tlc(Path spec) {
    this.spec = new SpecFolder(spec).absolute();
  }

  /** Sets a system property of TLC's JVM, for operators of the spec that we give in Java. */
  public Tlc property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** Whether TLC is to be done within seconds: see {@link TlcJvm}. */
  Tlc brief(boolean on) {
    brief = on;
    return this;
  }

  /** Ends TLC after that time: then there is no verdict. */
  Tlc limit(Duration time) {
    limit = time;
    return this;
  }

  /**
   * Checks a module against a configuration, both named without their endings.
   *
   * @param progress called from time to time, on the calling thread
   * @throws TlcException if TLC cannot be started
   */
  public Result run(String module, String config, int workers, Consumer<Progress> progress)
      throws IOException, TlcException {
    try (Scratch scratch = Scratch.create()) {
      TlcJvm jvm = new TlcJvm(scratch.folder(), !properties.isEmpty(), brief);
      properties.forEach(jvm::property);
      jvm.property("TLA-Library", spec.libraryPath());
      List<String> arguments =
          List.of(
              "-tool",
              "-workers", Integer.toString(workers),
              "-metadir", scratch.folder().resolve("states").toString(),
              "-checkpoint", "0",
              "-config", spec.config(config).toString(),
              spec.module(module).toString());
      Result result = run(jvm.command(TLC.class, workers, arguments), progress);
      jvm.keepArchive();
      return result;
    }
  }

  private Result run(List<String> command, Consumer<Progress> progress)
      throws IOException, TlcException {
    long start = System.nanoTime();
    try (Child process = Child.start(command, spec.root());
        BufferedReader out = process.output()) {
      Duration most = limit;
      if (most != null) {
        process.limit(most);
      }
      TlcReport report = new TlcReport(spec, progress);
      TlcMessages messages = new TlcMessages(report::message);
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        messages.line(line);
      }
      int status = process.status();
      double seconds = (System.nanoTime() - start) / 1e9;
      Verdict verdict = Verdict.ofExit(status);
      String message = report.violated();
      if (verdict == Verdict.ERROR) {
        message = report.errors();
        if (message.isEmpty()) {
          message = "TLC ended with status " + status;
        }
        if (most != null && seconds >= most.toSeconds()) {
          message = "TLC came to no verdict in " + most.toMinutes() + " minutes";
        }
      }
      return report.result(verdict, message, report.behaviour(), messages.printed(), seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TlcException("interrupted while TLC was running");
    }
  }
}
