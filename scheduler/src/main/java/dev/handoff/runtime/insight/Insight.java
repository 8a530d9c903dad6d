package dev.handoff.runtime.insight;

import dev.handoff.SchedulerMXBean;
import dev.handoff.SchedulerStats;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What a scheduler shows of itself unasked, as the system properties say. */
public final class Insight implements AutoCloseable {
  /** What the properties say. */
  public record Settings(long traceMillis, boolean traceAsJson, boolean jmx) {
    /**
     * As they are now.
     *
     * @throws IllegalArgumentException if a value makes no sense; the message says what would
     */
    public static Settings fromProperties() {
      return new Settings(
          HandoffProperty.SCHEDTRACE.number(),
          HandoffProperty.SCHEDTRACE_FORMAT.oneOf("text", "json").equals("json"),
          HandoffProperty.JMX.oneOf("true", "false").equals("true"));
    }
  }

  private final List<Runnable> endings = new ArrayList<>();

  private Insight() {}

  /**
   * Begins what the settings ask for.
   *
   * @param forTrace figures of which those that count goroutines need not be right
   */
  public static Insight start(
      Settings settings, SchedulerMXBean bean, Supplier<SchedulerStats> forTrace) {
    Insight insight = new Insight();
    if (settings.jmx()) {
      Registration registration = Registration.of(bean);
      if (registration != null) {
        insight.endings.add(registration::close);
      }
    }
    if (settings.traceMillis() > 0) {
      SchedTrace.Format format = settings.traceAsJson() ? SchedTrace::json : SchedTrace::text;
      SchedTrace trace =
          new SchedTrace(bean.getName(), settings.traceMillis(), format, forTrace, System.err);
      Thread thread =
          Thread.ofPlatform()
              .daemon()
              .name(bean.getName() + "/schedtrace")
              .inheritInheritableThreadLocals(false)
              .start(trace);
      insight.endings.add(() -> trace.stop(thread));
    }
    return insight;
  }

  /** Ends it, and waits until it has ended. A second call does nothing. */
  @Override
  public synchronized void close() {
    endings.forEach(Runnable::run);
    endings.clear();
  }
}
