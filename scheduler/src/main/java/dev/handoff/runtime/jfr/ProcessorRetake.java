package dev.handoff.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** sysmon took a P from its M; the event's thread is sysmon's. */
@Name("dev.handoff.ProcessorRetake")
@Label("Processor Retake")
@Description("A P was taken from an M that was in a system call or had overrun its time slice")
@Enabled(false)
@Category({"Handoff", "Processor"})
@StackTrace(false)
public final class ProcessorRetake extends Event {
  private static final ProcessorRetake PROBE = new ProcessorRetake("", 0, 0, "");

  @Label("Scheduler")
  private final String scheduler;

  @Label("Processor")
  private final int processor;

  @Label("Machine")
  @Description("The M that lost it")
  private final int machine;

  @Label("Reason")
  private final String reason;

  private ProcessorRetake(String scheduler, int processor, int machine, String reason) {
    this.scheduler = scheduler;
    this.processor = processor;
    this.machine = machine;
    this.reason = reason;
  }

  /** Records it, if a recording asks for it. */
  public static void emit(String scheduler, int processor, int machine, String reason) {
    if (PROBE.isEnabled()) {
      new ProcessorRetake(scheduler, processor, machine, reason).commit();
    }
  }
}
