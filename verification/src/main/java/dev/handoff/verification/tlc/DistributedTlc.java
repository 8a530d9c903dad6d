package dev.handoff.verification.tlc;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tlc2.TLC;
import tlc2.output.EC;
import tlc2.tool.distributed.TLCServer;
import tlc2.tool.distributed.TLCWorker;

/**
 * Runs TLC on several machines: a server that keeps the set of states, and workers that compute the
 * next ones. TLC's server does not tell by its exit status how it went, and not even by its output
 * which invariant is violated. So this is how the verdict comes about:
 *
 * <ul>
 *   <li>It holds if the server says that it has looked at everything and found no error; nothing else
 *       counts as that.
 *   <li>If the server shows a state where something is wrong, the worker that found it knows what. It
 *       tells, because RMI is made to print the exceptions that it takes to the server.
 * </ul>
 *
 * <p>This mode is for invariants. Temporal properties are passed over in silence, and action
 * properties are looked at only in steps to states not seen before. Of a counterexample TLC shows
 * here only the last step.
 */
public final class DistributedTlc {
  /** So long workers may be gone before the server is taken to be waiting in vain. */
  private static final Duration GRACE = Duration.ofSeconds(20);

  private static final String PORT = TLCServer.class.getName() + ".port";
  private static final String RMI_HOST = "java.rmi.server.hostname";
  private static final Pattern FOUND =
      Pattern.compile("(?:Error: )(Invariant|Implied-\\w+|deadlock) (\\S+)");
  private static final Pattern FAILED = Pattern.compile("WorkerException: (.*)");

  private final SpecFolder spec;
  private final String host;
  private final int workers;
  private final Consumer<String> told;

  /**
   * @param spec the folder of the spec
   * @param host by which name workers reach this machine
   * @param workers how many to start here
   * @param told how to start more of them elsewhere
   */
  public DistributedTlc(Path spec, String host, int workers, Consumer<String> told) {
    this.spec = new SpecFolder(spec).absolute();
    this.host = host;
    this.workers = workers;
    this.told = told;
  }

  /**
   * Checks the invariants of a module against a configuration, both named without their endings.
   *
   * @param deadlock whether a state without a next one is an error; this mode does not read it from
   *     the .cfg
   * @param progress called from time to time, on the calling thread
   * @throws TlcException if TLC cannot be started, or its workers are gone
   */
  Tlc.Result run(String module, String config, boolean deadlock, Consumer<Tlc.Progress> progress)
      throws IOException, TlcException {
    try (Scratch scratch = Scratch.create();
        Run run = new Run(scratch.folder(), port(), progress)) {
      return run.result(module, config, deadlock);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TlcException("interrupted while TLC was running");
    }
  }

  private static int port() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /** How to start a worker on another machine that has a JDK and TLC's jar. */
  private String command(int port) {
    return String.join(
        " ",
        "java",
        "-D" + RMI_HOST + "=ITS-OWN-NAME",
        "-D" + PORT + "=" + port,
        "-Dsun.rmi.server.exceptionTrace=true",
        "-cp",
        "" + TlcJvm.place(TLC.class).getFileName(),
        TLCWorker.class.getName(),
        host);
  }

  /** One run: the server and its workers. */
  private final class Run implements AutoCloseable {
    private final long start = System.nanoTime();
    private final Path scratch;
    private final int port;
    private final TlcReport report;
    private final List<Child> children = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();
    private volatile boolean deserted;

    Run(Path scratch, int port, Consumer<Tlc.Progress> progress) {
      this.scratch = scratch;
      this.port = port;
      this.report = new TlcReport(spec, progress);
    }

    Tlc.Result result(String module, String config, boolean deadlock)
        throws IOException, TlcException, InterruptedException {
      Path flat = Files.createDirectory(scratch.resolve("spec"));
      spec.copyFlatTo(flat, config);
      List<String> arguments = new ArrayList<>(List.of("-tool", "-checkpoint", "0"));
      if (!deadlock) {
        arguments.add("-deadlock"); // which switches it off
      }
      arguments.addAll(List.of("-metadir", scratch.resolve("states").toString()));
      arguments.addAll(List.of("-config", flat.resolve(config + ".cfg").toString()));
      arguments.add(flat.resolve(module + ".tla").toString());
      List<String> command =
          jvm(scratch.resolve("server"))
              .property(TLCServer.class.getName() + ".report", "2000") // ms from report to report
              .command(TLCServer.class, workers, arguments);
      TlcMessages messages = new TlcMessages(this::message);
      Child server = Child.start(command, flat);
      children.add(server);
      try (BufferedReader out = server.output()) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          messages.line(line);
          if (children.size() == 1 && isReady) {
            startWorkers(server);
          }
        }
      }
      server.status();
      return judged(messages.printed());
    }

    private boolean isReady;

    private void message(TlcMessages.Message message) {
      report.message(message);
      isReady |= message.code() == EC.TLC_DISTRIBUTED_SERVER_RUNNING;
    }

    private TlcJvm jvm(Path folder) throws IOException {
      Files.createDirectory(folder);
      return new TlcJvm(folder, false, false)
          .property(PORT, Integer.toString(port))
          .property(RMI_HOST, host);
    }

    private void startWorkers(Child server) throws IOException, TlcException {
      told.accept(command(port));
      for (int i = 1; i <= workers; i++) {
        Path folder = scratch.resolve("worker" + i);
        List<String> command =
            jvm(folder)
                .property(TLCWorker.class.getName() + ".threadCount", "1")
                .property("sun.rmi.server.exceptionTrace", "true")
                .command(TLCWorker.class, 1, List.of(host));
        Path log = folder.resolve("output");
        logs.add(log);
        Child worker = Child.start(command, folder, log);
        children.add(worker);
        worker.afterwards(() -> endIfDeserted(server));
      }
    }

    /** Without workers the server waits for new ones, for ever. */
    private void endIfDeserted(Child server) {
      if (children.stream().allMatch(child -> child == server || !child.isAlive())) {
        CompletableFuture.delayedExecutor(GRACE.toSeconds(), TimeUnit.SECONDS)
            .execute(
                () -> {
                  deserted = server.isAlive();
                  server.end();
                });
      }
    }

    private Tlc.Result judged(List<String> printed) throws IOException, TlcException {
      double seconds = (System.nanoTime() - start) / 1e9;
      StringBuilder said = new StringBuilder(report.errors());
      for (Path log : logs) {
        said.append('\n').append(Files.readString(log));
      }
      if (deserted) {
        throw new TlcException("all workers have ended before their time:" + said);
      }
      Behaviour shown = lastStep(report.behaviour());
      if (report.succeeded() && report.errors().isEmpty() && shown.isEmpty()) {
        return report.result(Tlc.Verdict.HOLDS, "", Behaviour.NONE, printed, seconds);
      }
      Matcher found = FOUND.matcher(said);
      if (found.find()) {
        String name = found.group(2);
        return switch (Groups.text(found, 1)) {
          case "Invariant" -> report.result(Tlc.Verdict.INVARIANT, name + "", shown, printed, seconds);
          case "deadlock" -> report.result(Tlc.Verdict.DEADLOCK, "deadlock", shown, printed, seconds);
          default -> report.result(Tlc.Verdict.PROPERTY, name + "", shown, printed, seconds);
        };
      }
      Matcher failed = FAILED.matcher(said);
      if (failed.find()) {
        throw new TlcException(Groups.text(failed, 1));
      }
      if (shown.isEmpty()) {
        throw new TlcException(said.isEmpty() ? String.join("\n", printed) : said.toString().strip());
      }
      return report.result(
          Tlc.Verdict.INVARIANT, "what its worker names", shown, printed, seconds);
    }

    @Override
    public void close() {
      children.forEach(Child::close);
    }
  }

  /** What TLC calls the initial state here is the one before the last. */
  private static Behaviour lastStep(Behaviour shown) {
    List<Behaviour.State> states = new ArrayList<>(shown.states());
    if (!states.isEmpty()) {
      Behaviour.State first = states.removeFirst();
      states.addFirst(new Behaviour.State(first.number(), "(from here)", first.values()));
    }
    return new Behaviour(List.copyOf(states), shown.backTo());
  }
}
