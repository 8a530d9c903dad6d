package dev.handoff.verification.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A folder for what only one run of TLC needs: it goes with the run, or at the latest with us. */
final class Scratch implements AutoCloseable {
  private static final Set<Scratch> ALL = ConcurrentHashMap.newKeySet();

  private final Path folder;

  private Scratch(Path folder) {
    this.folder = folder;
  }

  static Scratch create() throws IOException {
    Scratch scratch = new Scratch(Files.createTempDirectory("handoff-tlc"));
    ALL.add(scratch);
    return scratch;
  }

  Path folder() {
    return folder;
  }

  /** Deletes those that are left, when everything comes to an end. */
  static void deleteAll() {
    for (Scratch scratch : ALL) {
      try {
        scratch.close();
      } catch (IOException e) {
        // somebody is still writing there; so be it
      }
    }
  }

  @Override
  public void close() throws IOException {
    ALL.remove(this);
    List<Path> all;
    try (Stream<Path> paths = Files.walk(folder)) {
      all = paths.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
