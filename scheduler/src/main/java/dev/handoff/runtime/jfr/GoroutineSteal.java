package dev.handoff.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An M took goroutines from another's P; the event's thread is the M's. */
@Name("dev.handoff.GoroutineSteal")
@Label("Goroutine Steal")
@Description("An M without work took goroutines from the queue of another M's P")
@Enabled(false)
@Category({"Handoff", "Processor"})
@StackTrace(false)
public final class GoroutineSteal extends Event {
  private static final GoroutineSteal PROBE = new GoroutineSteal(0, 0, 0);

  @Label("Processor")
  @Description("The P of the M that took them")
  private final int processor;

  @Label("Victim")
  @Description("The P from which they were taken")
  private final int victim;

  @Label("Count")
  private final int count;

  private GoroutineSteal(int processor, int victim, int count) {
    this.processor = processor;
    this.victim = victim;
    this.count = count;
  }

  /** Records it, if a recording asks for it. */
  public static void emit(int processor, int victim, int count) {
    if (PROBE.isEnabled()) {
      new GoroutineSteal(processor, victim, count).commit();
    }
  }
}
