package dev.handoff.verification.lincheck;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A row of {@code lincheck/faults.json}: a small edit of the production source, and the program that
 * shows it. So the faulty twin cannot drift away from production.
 *
 * @param name unique
 * @param what the fault is, in words
 * @param structure whose operations are run
 * @param program one of that structure's, by name
 * @param caughtBy how the program shows the fault: it hangs, or its calls return what they must not
 * @param quick whether CI tries it too
 */
record SourceFault(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String what,
    @JsonProperty(required = true) Structure structure,
    @JsonProperty(required = true) String program,
    @JsonProperty(required = true) Verdict caughtBy,
    boolean quick,
    @JsonProperty(required = true) List<Edit> edits) {
  /** The production sources. */
  private static final Path SOURCES = Path.of("..", "scheduler", "src", "main", "java");

  /**
   * One edit.
   *
   * @param find a text that occurs in the file exactly once
   */
  record Edit(
      @JsonProperty(required = true) Path file,
      @JsonProperty(required = true) String find,
      @JsonProperty(required = true) String replace) {}

  /** All rows. */
  static List<SourceFault> all() {
    try (InputStream in = SourceFault.class.getResourceAsStream("/lincheck/faults.json")) {
      return JsonMapper.builder().build().readValue(in, new TypeReference<List<SourceFault>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The edited files, each with its text. */
  Map<Path, String> edited() throws IOException {
    Map<Path, String> texts = new LinkedHashMap<>();
    for (Edit edit : edits) {
      String text = texts.get(edit.file());
      if (text == null) {
        text = Files.readString(SOURCES.resolve(edit.file()));
      }
      texts.put(edit.file(), edited(text, edit));
    }
    return texts;
  }

  /** Compiles the edited files into that folder: what is there goes before the production classes. */
  void compileTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Path> files = new ArrayList<>();
    for (Map.Entry<Path, String> file : edited().entrySet()) {
      Path copy = folder.resolve(file.getKey());
      Files.createDirectories(copy.getParent());
      files.add(Files.writeString(copy, file.getValue()));
    }
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = javac.getStandardFileManager(null, null, null)) {
      boolean compiled =
          javac
              .getTask(
                  null,
                  manager,
                  null,
                  List.of(
                      "-g", "-proc:none", "-nowarn", "-implicit:none",
                      "-d", folder.toString(),
                      "-classpath", System.getProperty("java.class.path")),
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!compiled) {
        throw new IllegalStateException(name + " does not compile");
      }
    }
  }

  private String edited(String text, Edit edit) {
    int at = text.indexOf(edit.find());
    if (at < 0 || text.indexOf(edit.find(), at + 1) >= 0) {
      throw new IllegalStateException(
          name + ": does not occur exactly once in " + edit.file() + ": " + edit.find());
    }
    return text.replace(edit.find(), edit.replace());
  }

  @Override
  public String toString() {
    return name + ": " + what;
  }
}
