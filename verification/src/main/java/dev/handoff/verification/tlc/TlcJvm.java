package dev.handoff.verification.tlc;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tlc2.TLC;

/**
 * How the JVM of a TLC process is started. Most models are small, so the start counts: most of it is
 * spent on loading classes, and on compiling for a long run code that does not run long.
 *
 * <ul>
 *   <li>TLC's classes come out of an archive of the JVM's own (class data sharing), which the first
 *       run makes and leaves beside our classes: saves a third of a second and more.
 *   <li>The optimizing compiler waits ten times as long as usual before it takes a method: halves
 *       what a model of some seconds costs, and costs a model of minutes nothing that can be measured.
 *       Where TLC is to be done within seconds there is no optimizing compiler at all: that halves what
 *       a model of some thousand states costs, and costs one of some ten thousand a third more.
 * </ul>
 */
final class TlcJvm {
  private static final List<String> COMPILE_LATER =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  private static final List<String> COMPILE_QUICKLY = List.of("-XX:TieredStopAtLevel=1");

  private final Path scratch;
  private final Map<String, String> properties = new TreeMap<>();
  private final boolean withOurClasses;
  private final boolean brief;
  private final Path archive;

  /**
   * @param scratch a folder for everything that TLC writes
   * @param withOurClasses whether TLC needs the operators that we give in Java; else it gets along
   *     with its own jar, for which alone there can be an archive
   * @param brief whether it is to be done within seconds
   */
  TlcJvm(Path scratch, boolean withOurClasses, boolean brief) {
    this.scratch = scratch;
    this.withOurClasses = withOurClasses;
    this.brief = brief;
    this.archive =
        place(TlcJvm.class)
            .resolveSibling("tlc-" + Runtime.version() + "-" + place(TLC.class).getFileName() + ".jsa");
    property("java.io.tmpdir", scratch.toString());
  }

  TlcJvm property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** The command line for that class with those arguments. */
  List<String> command(Class<?> main, int threads, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(threads > 1 ? "-XX:+UseParallelGC" : "-XX:+UseSerialGC");
    command.add("-Xmx3g");
    command.addAll(brief ? COMPILE_QUICKLY : COMPILE_LATER);
    if (!withOurClasses) {
      command.add("-Xlog:disable"); // an archive that does not fit is no use, but no harm either
      if (Files.exists(archive)) {
        command.add("-XX:SharedArchiveFile=" + archive);
      } else if (main == TLC.class) {
        command.add("-XX:ArchiveClassesAtExit=" + newArchive());
      }
    }
    properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-cp");
    command.add(
        withOurClasses ? System.getProperty("java.class.path", "") : place(TLC.class).toString());
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  private Path newArchive() {
    return scratch.resolve("tlc.jsa");
  }

  /** Keeps the archive that the process, which has ended, may have made. */
  void keepArchive() {
    if (Files.exists(newArchive())) {
      try {
        Path whole = archive.resolveSibling(scratch.getFileName() + ".jsa");
        Files.copy(newArchive(), whole);
        Files.move(whole, archive, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        // The next one may have more luck; until then it takes a little longer.
      }
    }
  }

  /** The jar, or the folder, that a class comes from. */
  static Path place(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException(type + " comes from nowhere");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
