package dev.handoff.verification.tlc;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A row of {@code spec/models.json}: a model, and everything about it that must not change unseen.
 *
 * @param name of the row and of the .cfg file
 * @param module the .tla file
 * @param tier {@code quick}: part of every check; {@code full}: only on request; {@code tool}: not
 *     run as a model, but pinned
 * @param verdict what TLC must say
 * @param violates for a model that must fail: the property it violates
 * @param pins everything that the .cfg says, by keyword
 * @param distinctStates how many states TLC must find; 0 where it stops at a violation
 * @param depth of the state graph; only with one worker
 * @param why what the model is for
 */
record Model(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String module,
    @JsonProperty(required = true) String tier,
    @JsonProperty(required = true) Tlc.Verdict verdict,
    @Nullable String violates,
    @JsonProperty(required = true) Map<String, List<String>> pins,
    long distinctStates,
    @Nullable Long depth,
    @JsonProperty(required = true) String why) {

  private static final List<String> CHECKED = List.of("INVARIANT", "PROPERTY");

  /** What the .cfg says under that keyword. */
  List<String> pinned(String keyword) {
    return pins.getOrDefault(keyword, List.of());
  }

  /** The invariants and properties that TLC checks. */
  List<String> checks() {
    return CHECKED.stream().flatMap(k -> pinned(k).stream()).toList();
  }

  /** What the .cfg says, but that of the invariants and properties it names this one alone. */
  Map<String, List<String>> checkingOnly(String check) {
    Map<String, List<String>> reduced = new TreeMap<>(pins);
    for (String keyword : CHECKED) {
      reduced.remove(keyword);
      if (pinned(keyword).contains(check)) {
        reduced.put(keyword, List.of(check));
      }
    }
    return reduced;
  }

  /** Whether TLC has so little to do that it is done within seconds. */
  boolean isBrief() {
    return distinctStates < 10_000;
  }

  boolean isQuick() {
    return tier.equals("quick");
  }

  boolean isRun() {
    return !tier.equals("tool");
  }
}
