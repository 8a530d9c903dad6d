package dev.handoff.verification.tlc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code models.json} as a page for people: {@code docs/models.md}. */
public final class ModelsTable {
  private static final String HEAD =
      """
      # The models

      What `./handoff check` runs, and what must come out. A model is a `.cfg` file in `spec/models`: a module of
      the spec with small constants, and what TLC is to check of it. *Quick* models are run by `mvn -B verify` and
      `./handoff check`, *full* ones by `./handoff check --full`. Models that must fail show that a state is reached
      which the properties speak of.

      Made from `spec/models.json` by `./handoff models > docs/models.md`; a test compares.
      """;

  private ModelsTable() {}

  /** The whole page. */
  public static String markdown(Path folder) throws IOException {
    SpecFolder spec = new SpecFolder(folder);
    Map<String, List<Model>> modules = new LinkedHashMap<>();
    for (Model row : Models.of(spec).rows()) {
      if (row.isRun()) {
        modules.computeIfAbsent(spec.subject(row.module()), m -> new ArrayList<>()).add(row);
      }
    }
    StringBuilder page = new StringBuilder(HEAD);
    modules.forEach((module, rows) -> page.append(table(module, rows)));
    return page.toString();
  }

  private static String table(String module, List<Model> rows) {
    return "\n## "
        + module
        + "\n\n| model | tier | TLC must say | checked | distinct states | why |\n"
        + "| --- | --- | --- | --- | ---: | --- |\n"
        + rows.stream().map(ModelsTable::row).collect(Collectors.joining());
  }

  private static String row(Model row) {
    return "| "
        + String.join(
            " | ",
            "`" + row.name() + "`",
            row.tier(),
            row.violates() == null ? row.verdict().text() : "violates " + code(row.violates()),
            row.checks().stream().map(ModelsTable::code).collect(Collectors.joining(", ")),
            row.distinctStates() == 0 ? "" : String.format(Locale.ROOT, "%,d", row.distinctStates()),
            row.why().replace("|", "\\|"))
        + " |\n";
  }

  private static String code(String name) {
    return name.matches("\\w+") ? "`" + name + "`" : name.replace("|", "\\|");
  }
}
