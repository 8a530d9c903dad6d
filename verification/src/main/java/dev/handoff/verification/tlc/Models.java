package dev.handoff.verification.tlc;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of {@code models.json} in a folder of the spec, and how the .cfg files differ from them. */
final class Models {
  private final SpecFolder spec;
  private final List<Model> rows;

  private Models(SpecFolder spec, List<Model> rows) {
    this.spec = spec;
    this.rows = rows;
  }

  static Models of(SpecFolder spec) throws IOException {
    Path file = spec.root().resolve("models.json");
    return new Models(
        spec, JsonMapper.builder().build().readValue(file.toFile(), new TypeReference<>() {}));
  }

  List<Model> rows() {
    return rows;
  }

  Optional<Model> named(String name) {
    return rows.stream().filter(row -> row.name().equals(name)).findFirst();
  }

  /**
   * What is wrong with the pins, a line each: every row is compared with its files, whether it is to
   * be run or not, and every .cfg file must have a row.
   */
  List<String> problems() throws IOException {
    List<String> problems = new ArrayList<>();
    TreeSet<String> configs = new TreeSet<>();
    try (Stream<Path> files = Files.list(spec.models())) {
      files
          .map(file -> spec.models().relativize(file).toString())
          .filter(name -> name.endsWith(".cfg"))
          .forEach(name -> configs.add(name.substring(0, name.length() - ".cfg".length())));
    }
    for (Model row : rows) {
      if (!configs.remove(row.name())) {
        problems.add(row.name() + ": there is no " + config(row.name()));
        continue;
      }
      if (!Files.exists(spec.module(row.module()))) {
        problems.add(row.name() + ": there is no " + row.module() + ".tla in spec or spec/models");
      }
      Map<String, List<String>> said = Config.read(spec.config(row.name()));
      problems.addAll(differences(row, said));
      if (row.isRun() && row.verdict() == Tlc.Verdict.HOLDS && row.distinctStates() <= 0) {
        problems.add(row.name() + ": models.json pins no number of distinct states");
      }
      if (row.verdict() != Tlc.Verdict.HOLDS && row.violates() == null) {
        problems.add(row.name() + ": models.json does not say what it must violate");
      }
    }
    configs.forEach(c -> problems.add(c + ": " + config(c) + " has no row in models.json"));
    return problems;
  }

  private String config(String name) {
    return spec.named(spec.config(name));
  }

  private List<String> differences(Model row, Map<String, List<String>> said) {
    List<String> differences = new ArrayList<>();
    TreeMap<String, List<String>> pinned = new TreeMap<>();
    row.pins().forEach((keyword, entries) -> pinned.put(keyword, entries.stream().sorted().toList()));
    TreeSet<String> keywords = new TreeSet<>(said.keySet());
    keywords.addAll(pinned.keySet());
    for (String keyword : keywords) {
      List<String> is = said.getOrDefault(keyword, List.of());
      List<String> should = pinned.getOrDefault(keyword, List.of());
      if (!is.equals(should)) {
        differences.add(
            row.name()
                + ": "
                + config(row.name())
                + " differs from models.json in "
                + keyword
                + described(" lacks ", should, is)
                + described(" has besides ", is, should));
      }
    }
    return differences;
  }

  private static String described(String what, List<String> of, List<String> without) {
    String rest =
        of.stream().filter(entry -> !without.contains(entry)).collect(Collectors.joining(", "));
    return rest.isEmpty() ? "" : what + "\"" + rest + "\"";
  }
}
