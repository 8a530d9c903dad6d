package dev.handoff.verification.lincheck;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What Lincheck says of a program. */
enum Verdict {
  /** All that it looked at was right. */
  @JsonProperty("nothing")
  HOLDS,
  /** A run came to a stop, though some call had not returned. */
  @JsonProperty("hang")
  HANGS,
  /** Calls returned what they must not, or threw what nobody expects. */
  @JsonProperty("results")
  WRONG_RESULTS
}
