package dev.handoff.verification.examples.patterns;

import dev.handoff.Go;
import dev.handoff.sync.ErrGroup;
import dev.handoff.verification.examples.Example;
import dev.handoff.verification.examples.Options;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Bounded parallelism: the digests of all files below a folder, so many at a time, by a group that ends
 * with its first failure. Without a folder it makes one, with a few files. Reading a file blocks the
 * thread, so it is a call of which the scheduler is told.
 *
 * <p>After the last part of Sameer Ajmani, "Go Concurrency Patterns: Pipelines and cancellation", The
 * Go Blog, 2014, and the example MD5All of Go's package errgroup.
 */
public final class Digests implements Example {
  private static final int SHOWN = 8;

  @Override
  public String name() {
    return "digests";
  }

  @Override
  public String summary() {
    return "bounded parallelism: the digests of the files below a folder, a few at a time";
  }

  @Override
  public String options() {
    return "--workers N (4), --files N (6) or --folder PATH";
  }

  @Override
  public void main(Options options, PrintStream out) throws Exception {
    int workers = options.take("--workers", 4);
    @Nullable String folder = options.takeText("--folder");
    int files = folder == null ? options.take("--files", 6) : 0;
    options.nothingElse();
    if (folder != null) {
      print(existing(folder), workers, out);
    } else {
      Path samples = samples(files);
      try {
        print(samples, workers, out);
      } finally {
        delete(samples);
      }
    }
  }

  private static void print(Path folder, int workers, PrintStream out) throws Exception {
    List<Path> files = filesBelow(folder);
    SortedMap<Path, String> digests = digests(files, workers);
    digests.forEach(
        (file, digest) -> out.println(digest.substring(0, SHOWN) + "  " + folder.relativize(file)));
    out.println(digests.size() + " files");
  }

  /**
   * The SHA-256 of each file, made by at most so many goroutines at a time.
   *
   * @throws Exception the first failure; nothing is read after it
   */
  static SortedMap<Path, String> digests(List<Path> files, int workers) throws Exception {
    SortedMap<Path, String> digests = new ConcurrentSkipListMap<>();
    ErrGroup group = new ErrGroup().limit(workers);
    for (Path file : files) {
      group.go(
          () -> {
            if (group.context().err() == null) {
              byte[] content = Go.blocking(() -> Files.readAllBytes(file));
              byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
              digests.put(file, HexFormat.of().formatHex(digest));
            }
          });
    }
    group.await();
    return digests;
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static Path existing(String folder) {
    Path path = Path.of(folder);
    if (!Files.isDirectory(path)) {
      throw new Options.BadOptionException("--folder " + folder + " is no folder");
    }
    return path;
  }

  private static Path samples(int files) throws IOException {
    Path folder = Files.createTempDirectory("handoff-digests");
    for (int i = 1; i <= files; i++) {
      Files.writeString(folder.resolve("sample-" + i + ".txt"), "sample\n".repeat(i));
    }
    return folder;
  }

  private static void delete(Path samples) throws IOException {
    for (Path file : filesBelow(samples)) {
      Files.delete(file);
    }
    Files.delete(samples);
  }
}
