package dev.handoff.verification.tlc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tlc2.output.EC;

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
      return name().toLowerCase(java.util.Locale.ROOT);
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

  /** A state of a counterexample: the action that led to it and the values of all variables. */
  public record State(int number, String action, Map<String, String> values) {}

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
      List<State> behaviour,
      List<String> printed,
      double seconds) {}

  private final Path spec;
  private final Map<String, String> properties = new TreeMap<>();

  /**
   * @param spec the folder of the modules
   */
  public Tlc(Path spec) {
    this.spec = spec.toAbsolutePath();
  }

  /** Sets a system property of TLC's JVM. */
  public Tlc property(String name, String value) {
    properties.put(name, value);
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
    Path scratch = Files.createTempDirectory("handoff-tlc");
    try {
      return run(command(module, config, workers, scratch), progress);
    } finally {
      delete(scratch);
    }
  }

  private List<String> command(String module, String config, int workers, Path scratch) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseParallelGC");
    command.add("-Xmx3g");
    command.add("-Djava.io.tmpdir=" + scratch);
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", System.getProperty("java.class.path", "")));
    command.add("tlc2.TLC");
    command.addAll(List.of("-tool", "-workers", Integer.toString(workers)));
    command.addAll(List.of("-metadir", scratch.resolve("states").toString()));
    command.addAll(List.of("-checkpoint", "0"));
    command.addAll(List.of("-config", spec.resolve(config + ".cfg").toString()));
    command.add(spec.resolve(module + ".tla").toString());
    return command;
  }

  private Result run(List<String> command, Consumer<Progress> progress)
      throws IOException, TlcException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).directory(spec.toFile()).redirectErrorStream(true).start();
    Thread killer = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(killer);
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      Collector collector = new Collector(spec, progress);
      TlcMessages messages = new TlcMessages(collector::message);
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        messages.line(line);
      }
      int status = process.waitFor();
      double seconds = (System.nanoTime() - start) / 1e9;
      return collector.result(Verdict.ofExit(status), status, messages.printed(), seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TlcException("interrupted while TLC was running");
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(killer);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.deleteIfExists(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  /** Puts the result together from the messages. */
  private static final class Collector {
    private static final Pattern COUNTS =
        Pattern.compile(
            "([\\d,]+) states generated(?: \\([^)]*\\))?, ([\\d,]+) distinct states found"
                + "(?: \\([^)]*\\))?, ([\\d,]+) states left");
    private static final Pattern DEPTH = Pattern.compile("search is (\\d+)");
    private static final Pattern STATE =
        Pattern.compile("(\\d+): <(.*?)(?: line \\d+.*)?>\\n(.*)", Pattern.DOTALL);

    private final Path spec;
    private final Consumer<Progress> progress;
    private final List<State> behaviour = new ArrayList<>();
    private final StringBuilder errors = new StringBuilder();
    private String violated = "";
    private long distinct;
    private long depth;

    Collector(Path spec, Consumer<Progress> progress) {
      this.spec = spec;
      this.progress = progress;
    }

    void message(TlcMessages.Message m) {
      switch (m.code()) {
        case EC.TLC_PROGRESS_STATS, EC.TLC_STATS, EC.TLC_STATS_DFID -> counts(m.text());
        case EC.TLC_SEARCH_DEPTH -> {
          Matcher found = DEPTH.matcher(m.text());
          if (found.find()) {
            depth = Long.parseLong(Groups.text(found, 1));
          }
        }
        case EC.TLC_STATE_PRINT2 -> state(m.text());
        case EC.TLC_INVARIANT_VIOLATED_INITIAL,
            EC.TLC_INVARIANT_VIOLATED_BEHAVIOR,
            EC.TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR ->
            violated = Violated.in(spec, m.text());
        case EC.TLC_TEMPORAL_PROPERTY_VIOLATED -> violated = "a temporal property";
        case EC.TLC_DEADLOCK_REACHED -> violated = "deadlock";
        case EC.GENERAL -> errors.append(m.text()).append('\n');
        default -> {
          if (isError(m.code())) {
            errors.append(m.text()).append('\n');
          }
        }
      }
    }

    /** TLC and SANY number their complaints from 1000 to 2099 and from 3000 to 5999. */
    private static boolean isError(int code) {
      return code >= 1000 && code < 2100 || code >= 3000 && code < 6000 || code == 2103;
    }

    private void counts(String text) {
      Matcher found = COUNTS.matcher(text);
      if (found.find()) {
        distinct = number(Groups.text(found, 2));
        progress.accept(new Progress(number(Groups.text(found, 1)), distinct, number(Groups.text(found, 3))));
      }
    }

    private void state(String text) {
      Matcher found = STATE.matcher(text);
      if (!found.matches()) {
        return;
      }
      Map<String, String> values = new TreeMap<>();
      for (String conjunct : Groups.text(found, 3).split("(?m)^/\\\\ ")) {
        int equals = conjunct.indexOf(" = ");
        if (equals > 0) {
          values.put(
              conjunct.substring(0, equals).strip(),
              conjunct.substring(equals + 3).strip().replaceAll("\\s+", " "));
        }
      }
      behaviour.add(new State(Integer.parseInt(Groups.text(found, 1)), Groups.text(found, 2), values));
    }

    private static long number(String text) {
      return Long.parseLong(text.replace(",", ""));
    }

    Result result(Verdict verdict, int status, List<String> printed, double seconds) {
      String message = violated;
      if (verdict == Verdict.ERROR) {
        message = errors.isEmpty() ? "TLC ended with status " + status : errors.toString().strip();
      }
      return new Result(verdict, message, distinct, depth, behaviour, printed, seconds);
    }
  }
}
