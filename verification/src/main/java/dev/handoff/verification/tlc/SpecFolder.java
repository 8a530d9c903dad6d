package dev.handoff.verification.tlc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where things stand in the folder of the spec: the modules that people read in the folder itself,
 * what only TLC needs, the .cfg files and the {@code MC...} modules, below it in {@code models}.
 */
public record SpecFolder(Path root) {
  private static final String MODELS = "models";
  private static final Pattern EXTENDS =
      Pattern.compile("^EXTENDS\\s+(\\w+(?:\\s*,\\s*\\w+)*)", Pattern.MULTILINE);

  /** The same folder by its absolute path: TLC runs elsewhere. */
  SpecFolder absolute() {
    return new SpecFolder(root.toAbsolutePath().normalize());
  }

  /** The file of that module, or where it would be if there were one. */
  public Path module(String name) {
    Path model = root.resolve(MODELS).resolve(name + ".tla");
    return Files.exists(model) ? model : root.resolve(name + ".tla");
  }

  /**
   * The module that people read of which that one makes a model: itself, or, if it is one that only
   * TLC needs, the one that it is named after ({@code MCWakeup}), or else the first that it extends.
   */
  public String subject(String module) throws IOException {
    Path file = module(module);
    if (!file.startsWith(models())) {
      return module;
    }
    List<String> candidates = new ArrayList<>();
    if (module.startsWith("MC")) {
      candidates.add(module.substring("MC".length()));
    }
    Matcher extended = EXTENDS.matcher(Files.readString(file));
    if (extended.find()) {
      candidates.addAll(List.of(Groups.text(extended, 1).split("\\s*,\\s*")));
    }
    for (String name : candidates) {
      if (Files.exists(module(name))) {
        return subject(name);
      }
    }
    return module;
  }

  /** The .cfg file of that model. */
  public Path config(String name) {
    return models().resolve(name + ".cfg");
  }

  /** The folder of the models. */
  Path models() {
    return root.resolve(MODELS);
  }

  /** The folder of the seeded faults. */
  Path mutations() {
    return root.resolve("mutations");
  }

  /** The folders in which a module may be. */
  List<Path> library() {
    return List.of(root, models());
  }

  /** The same as TLC's system property {@code TLA-Library} has it. */
  String libraryPath() {
    return root + File.pathSeparator + models();
  }

  /** A path as messages name it: from the folder that holds the spec. */
  String named(Path file) {
    return "spec/" + root.relativize(file).toString().replace(File.separatorChar, '/');
  }

  /** Copies everything that TLC and its callers read: the modules, the models, models.json. */
  public SpecFolder copyTo(Path to) throws IOException {
    for (Path folder : library()) {
      Path target = Files.createDirectories(to.resolve(root.relativize(folder)));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, target.resolve(folder.relativize(file)));
        }
      }
    }
    return new SpecFolder(to);
  }

  /** Copies all modules and one model's .cfg into one folder: TLC's workers look in no other. */
  void copyFlatTo(Path to, String model) throws IOException {
    for (Path folder : library()) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".tla")).toList()) {
          Files.copy(file, to.resolve(folder.relativize(file)));
        }
      }
    }
    Files.copy(config(model), to.resolve(model + ".cfg"));
  }
}
