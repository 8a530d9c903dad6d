package dev.handoff;

import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A scheduler as JMX shows it, under {@code dev.handoff:type=Scheduler,name=...}, from its start until
 * it is closed. The system property {@code handoff.jmx=false} does without.
 */
public interface SchedulerMXBean {
  /** The scheduler's name. */
  String getName();

  /** {@link Scheduler#stats}. */
  SchedulerStats getStats();

  /**
   * {@link Scheduler#snapshot}, cut short: a million goroutines with their stacks are more than a
   * connection bears.
   *
   * @param limit how many goroutines at most
   * @throws IllegalArgumentException if the limit is negative
   */
  List<Entry> snapshot(int limit);

  /**
   * {@link GoroutineInfo} in types that every JMX client understands.
   *
   * @param id unique in its scheduler
   * @param name the name given to {@code go}, or one made from the id
   * @param state what it was doing
   * @param waitReason why it waited, or null
   * @param waitingSinceMillis since when, in milliseconds since the epoch; 0 where {@code waitReason}
   *     is null
   * @param stackTrace where it was, one frame an element
   */
  record Entry(
      long id,
      String name,
      Goroutine.State state,
      @Nullable String waitReason,
      long waitingSinceMillis,
      List<String> stackTrace) {
    public Entry {
      stackTrace = List.copyOf(stackTrace);
    }

    static Entry of(GoroutineInfo info) {
      return new Entry(
          info.id(),
          info.name(),
          info.state(),
          info.waitReason(),
          info.waitingSince() == null ? 0 : info.waitingSince().toEpochMilli(),
          info.stackTrace().stream().map(StackTraceElement::toString).toList());
    }
  }
}
