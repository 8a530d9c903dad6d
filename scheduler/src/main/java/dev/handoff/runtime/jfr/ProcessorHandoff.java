package dev.handoff.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A P whose M was kept from running it was handed to another M. */
@Name("dev.handoff.ProcessorHandoff")
@Label("Processor Handoff")
@Description("A P whose M was kept from running goroutines was handed to another M")
@Enabled(false)
@Category({"Handoff", "Processor"})
@StackTrace(false)
public final class ProcessorHandoff extends Event {
  private static final ProcessorHandoff PROBE = new ProcessorHandoff("", 0, 0);

  @Label("Scheduler")
  private final String scheduler;

  @Label("Processor")
  private final int processor;

  @Label("Machine")
  @Description("The M that got it")
  private final int machine;

  private ProcessorHandoff(String scheduler, int processor, int machine) {
    this.scheduler = scheduler;
    this.processor = processor;
    this.machine = machine;
  }

  /** Records it, if a recording asks for it. */
  public static void emit(String scheduler, int processor, int machine) {
    if (PROBE.isEnabled()) {
      new ProcessorHandoff(scheduler, processor, machine).commit();
    }
  }
}
