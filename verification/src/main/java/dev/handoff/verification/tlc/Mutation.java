package dev.handoff.verification.tlc;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A row of a file in {@code spec/mutations}: a small fault, put into one module, and what must notice
 * it.
 *
 * @param name of the fault, unique
 * @param what the fault is, in words
 * @param module the .tla file that is edited
 * @param find a text that occurs in the module exactly once
 * @param replace what stands there in the faulty module
 * @param model the model that must notice, the smallest that does
 * @param violates the invariant or property of that model that must notice it by itself, without
 *     the help of the others; or {@code deadlock}; null for a fault that is none
 * @param equivalent why the edited module allows the same, for a fault that is none
 */
public record Mutation(
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String what,
    @JsonProperty(required = true) String module,
    @JsonProperty(required = true) String find,
    @JsonProperty(required = true) String replace,
    @JsonProperty(required = true) String model,
    @Nullable String violates,
    @Nullable String equivalent) {

  @Override
  public String toString() {
    return module + ": " + what;
  }
}
