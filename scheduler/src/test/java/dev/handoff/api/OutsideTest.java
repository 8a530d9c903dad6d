package dev.handoff.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Scheduler;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program outside the library, in test/resources/outside, uses all that is public. To run it needs the
 * library's classes and one flag, and nothing else: it has a JVM of its own that is given no more.
 */
@Timeout(120)
class OutsideTest {
  private static final Path SOURCES = Path.of("src/test/resources/outside");

  @TempDir static Path folder;

  private static Path library() {
    return whereabouts(Scheduler.class);
  }

  private static Path whereabouts(Class<?> type) {
    return Path.of(
        URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  private static String path(Path... parts) {
    return Stream.of(parts).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path classes() {
    return folder.resolve("classes");
  }

  private static Path module() {
    return folder.resolve("module");
  }

  /** On the class path against the library alone; a module needs the annotations that ours names. */
  @BeforeAll
  static void itCompiles() throws IOException {
    compile(f -> !f.endsWith("module-info.java"), "-cp", library().toString(), "-d", classes().toString());
    compile(
        f -> true,
        "--module-path",
        path(library(), whereabouts(Nullable.class)),
        "-d",
        module().toString());
  }

  private static void compile(Predicate<Path> which, String... options) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null);
        Stream<Path> sources = Files.list(SOURCES)) {
      var units = files.getJavaFileObjectsFromPaths(sources.filter(which).toList());
      assertTrue(
          compiler
              .getTask(complaints, files, null, List.of(options), List.of(), units)
              .call(),
          complaints::toString);
    }
  }

  @Test
  void itRunsOnTheClassPathWithTheOneFlag() throws Exception {
    ran(
        "--add-opens",
        "java.base/java.lang=ALL-UNNAMED",
        "-cp",
        path(classes(), library()),
        "outside.Main");
  }

  @Test
  void itRunsOnTheModulePathWithTheOneFlag() throws Exception {
    ran(
        "--add-opens",
        "java.base/java.lang=dev.handoff",
        "-p",
        path(module(), library()),
        "-m",
        "outside/outside.Main");
  }

  private static void ran(String... arguments) throws Exception {
    Run run = Run.of(arguments);
    assertEquals("all of it was used\n", run.said());
    assertEquals(0, run.status());
  }

  /** Without it, or with that for the other path. */
  @ParameterizedTest
  @ValueSource(strings = {"-Dno=flag", "--add-opens=java.base/java.lang=ALL-UNNAMED"})
  void withoutTheFlagAMessageNamesIt(String instead) throws Exception {
    Run run =
        Run.of(
            instead,
            "-p",
            path(module(), library()),
            "-m",
            "outside/outside.Main");
    assertNotEquals(0, run.status());
    assertTrue(run.said().contains("--add-opens java.base/java.lang=dev.handoff"), run.said());
  }

  /** A JVM that had these arguments, and the name of a file. */
  private record Run(int status, String said) {
    static Run of(String... arguments) throws Exception {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of(arguments));
      command.add(folder.resolve("trace").toString());
      Path output = folder.resolve("output");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        assertTrue(process.waitFor(100, TimeUnit.SECONDS), "it ends");
      } finally {
        process.destroyForcibly();
      }
      return new Run(process.exitValue(), Files.readString(output));
    }
  }

  @Test
  void itUsesAllThatIsPublic() throws Exception {
    assertEquals(Set.of(), UsedMembers.unused(library(), exported(), classes()));
  }

  private static Set<String> exported() {
    Set<String> packages = new TreeSet<>();
    PublicApi api = PublicApi.ofThisModule();
    api.types().forEach(t -> packages.add(api.elements().getPackageOf(t).toString()));
    return packages;
  }

  /** It would be noticed if it used less: without its channels, for one. */
  @Test
  void whatIsNotUsedIsFound(@TempDir Path less) throws Exception {
    try (Stream<Path> files = Files.list(classes().resolve("outside"))) {
      for (Path file : files.filter(f -> !f.toString().contains("Channels")).toList()) {
        Files.copy(file, less.resolve(file.getFileName()));
      }
    }
    Set<String> unused = UsedMembers.unused(library(), exported(), less);
    assertTrue(unused.contains("dev.handoff.Chan.capacity()I"), unused.toString());
    assertTrue(
        unused.contains("dev.handoff.Sender.trySend(Ljava/lang/Object;)Z"), unused.toString());
  }
}
