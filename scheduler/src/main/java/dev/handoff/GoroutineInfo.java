package dev.handoff;

import java.time.Instant;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A goroutine at one moment, as a dump shows it.
 *
 * @param id unique in its scheduler
 * @param name the name given to {@code go}, or one made from the id
 * @param state what it was doing
 * @param waitReason why it waited, in Go's words ({@code "chan receive"}), with the object it waited
 *     for; null if it did not wait, or not in this library
 * @param waitingSince since when, give or take ten milliseconds; null where {@code waitReason} is
 * @param stackTrace where it was, innermost first; empty if it had not started or has ended. If it was
 *     in a call of this library, it begins with the line that made the call
 */
public record GoroutineInfo(
    long id,
    String name,
    Goroutine.State state,
    @Nullable String waitReason,
    @Nullable Instant waitingSince,
    List<StackTraceElement> stackTrace) {

  public GoroutineInfo {
    stackTrace = List.copyOf(stackTrace);
  }
}
