package dev.handoff.verification.cli;

import dev.handoff.DeadlockException;
import dev.handoff.GoroutinePanicException;
import dev.handoff.Scheduler;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Examples;
import dev.handoff.verification.examples.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code handoff run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs an example by its name, or a program of your own in one .java file.",
    footerHeading = "%nExamples:%n")
@SuppressWarnings("initialization.field.uninitialized") // picocli sets them before call()
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(names = "--processors", paramLabel = "N", description = "How many Ps.")
  private @Nullable Integer processors;

  @Option(names = "--trace", paramLabel = "FILE", description = "Record the run into this file.")
  private @Nullable Path trace;

  @Option(
      names = "--validate",
      description = "Record the run and ask TLC whether it is a behaviour of the spec.")
  private boolean validate;

  @Parameters(
      index = "0",
      paramLabel = "PROGRAM",
      description = "The name of an example, or the path of a .java file.")
  private String program;

  @Parameters(index = "1..*", paramLabel = "ARGS", description = "What the program is given.")
  private List<String> arguments = new ArrayList<>();

  /** What is to be run: once for each number of Ps. */
  private record Job(String name, List<Integer> processors, String smaller, Callable<@Nullable Object> main) {}

  /** One run of it, and where it was recorded. */
  private record Recorded(int processors, Path trace) {}

  /** The command, whose help tells of every example. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new RunCommand());
    line.getCommandSpec().usageMessage().footer(footer());
    // What follows the program's name is the program's.
    return line.setStopAtPositional(true);
  }

  private static String[] footer() {
    List<String> lines = new ArrayList<>();
    for (Example example : Examples.all()) {
      lines.add(String.format("  %-13s %s", example.name(), example.options()).stripTrailing());
    }
    lines.add("");
    lines.add(
        "A file's main, void main() or public static void main(String[] args), is the main goroutine.");
    return lines.toArray(new String[0]);
  }

  @Override
  public Integer call() throws Exception {
    if (processors != null && processors < 1) {
      throw new UnusableException("--processors " + processors + " is below 1");
    }
    Job job = job();
    List<Integer> counts = processors == null ? job.processors() : List.of(processors);
    List<Recorded> runs = new ArrayList<>();
    Path scratch = validate && trace == null ? Files.createTempDirectory("handoff-run") : null;
    try {
      for (int count : counts) {
        Path file = traceFile(count, counts.size() > 1, scratch);
        if (file != null) {
          runs.add(new Recorded(count, file));
        }
        if (!run(job, count, file)) {
          return Handoff.FAILED;
        }
      }
      return validate ? validated(job, runs) : 0;
    } finally {
      if (scratch != null) {
        for (Recorded run : runs) {
          Files.deleteIfExists(run.trace());
        }
        Files.deleteIfExists(scratch);
      }
    }
  }

  private Job job() throws UnusableException, IOException {
    Optional<Example> example = Examples.byName(program);
    if (example.isPresent()) {
      return exampleJob(example.get());
    }
    Path file = Path.of(program);
    if (!program.endsWith(".java")) {
      throw new UnusableException(
          "there is no example \""
              + program
              + "\", and a program of your own is a .java file. Examples: "
              + Examples.all().stream().map(Example::name).collect(Collectors.joining(", ")));
    }
    if (!Files.isRegularFile(file)) {
      throw new UnusableException("there is no file " + file);
    }
    UserProgram own = UserProgram.compile(file);
    return new Job(
        program,
        List.of(Runtime.getRuntime().availableProcessors()),
        "Let the program do less, with an option of its own",
        () -> own.main(arguments));
  }

  private Job exampleJob(Example example) {
    return new Job(
        example.name(),
        example.processors(),
        "Make it smaller with " + example.options(),
        () -> {
          example.main(new Options(arguments), System.out);
          return "done";
        });
  }

  private @Nullable Path traceFile(int count, boolean several, @Nullable Path scratch) {
    if (scratch != null) {
      return scratch.resolve(count + ".trace");
    }
    Path named = trace;
    return named != null && several ? Path.of(named + "." + count + "P") : named;
  }

  /** Runs it once; whether it came to its end as it should. */
  private boolean run(Job job, int count, @Nullable Path file) throws UnusableException {
    PrintWriter err = command.commandLine().getErr();
    Scheduler.Builder builder = Scheduler.builder().name(job.name()).processors(count);
    if (file != null) {
      builder.trace(file);
    }
    try (Scheduler scheduler = build(builder)) {
      try {
        scheduler.call(job.main());
        return true;
      } catch (DeadlockException e) {
        err.println("fatal error: " + e.getMessage());
      } catch (Options.BadOptionException e) {
        throw new UnusableException(job.name() + ": " + e.getMessage());
      } catch (GoroutinePanicException e) {
        Throwable cause = e.getCause();
        err.println(e.getMessage());
        (cause == null ? e : cause).printStackTrace(err);
      } catch (RuntimeException | Error e) {
        err.println("goroutine main panicked: " + e);
        e.printStackTrace(err);
      } finally {
        System.out.flush();
        err.flush();
      }
      return false;
    }
  }

  private static Scheduler build(Scheduler.Builder builder) throws UnusableException {
    try {
      return builder.build();
    } catch (IllegalStateException | UncheckedIOException e) {
      throw new UnusableException(e.getMessage() + "");
    }
  }

  private int validated(Job job, List<Recorded> runs) throws UnusableException, IOException {
    PrintWriter out = command.commandLine().getOut();
    out.println();
    boolean all = true;
    for (Recorded run : runs) {
      String subject = job.name() + " on " + run.processors() + (run.processors() == 1 ? " P" : " Ps");
      all &=
          Validation.print(
              run.trace(), subject, job.smaller(), out, command.commandLine().getErr());
    }
    return all ? 0 : Handoff.FAILED;
  }
}
