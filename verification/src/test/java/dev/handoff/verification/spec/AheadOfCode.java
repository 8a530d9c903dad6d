package dev.handoff.verification.spec;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code spec/ahead.json}: the actions that need no method.
 *
 * @param ahead what the spec has, and the code has not yet
 * @param environment steps of somebody else: of the JDK, the operating system, the program
 */
record AheadOfCode(List<Entry> ahead, List<Entry> environment) {
  /**
   * Actions of one module.
   *
   * @param actions their names, or the one word {@code all}
   * @param why they need none
   */
  record Entry(String module, List<String> actions, String why) {
    boolean isAll() {
      return actions.equals(List.of("all"));
    }

    boolean covers(String ofModule, String action) {
      return module.equals(ofModule) && (isAll() || actions.contains(action));
    }
  }

  static AheadOfCode of(Path spec) throws IOException {
    return JsonMapper.builder()
        .build()
        .readValue(spec.resolve("ahead.json").toFile(), AheadOfCode.class);
  }

  /** Whether the code has yet to take that step. */
  boolean isAhead(String module, String action) {
    return ahead.stream().anyMatch(entry -> entry.covers(module, action));
  }

  /** Whether somebody else takes it. */
  boolean isOfTheEnvironment(String module, String action) {
    return action.startsWith("Jdk")
        || environment.stream().anyMatch(entry -> entry.covers(module, action));
  }
}
