package dev.handoff.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A {@code go} statement; the event's thread is the one that executed it. */
@Name("dev.handoff.GoroutineStart")
@Label("Goroutine Start")
@Description("A goroutine was started, by the thread of the event")
@Enabled(false)
@Category({"Handoff", "Goroutine"})
@StackTrace(false)
public final class GoroutineStart extends Event {
  private static final GoroutineStart PROBE = new GoroutineStart();

  @Label("Scheduler")
  private final String scheduler;

  @Label("Goroutine Id")
  private final long goroutine;

  @Label("Goroutine Name")
  private final String name;

  private GoroutineStart() {
    this("", 0, "");
  }

  private GoroutineStart(String scheduler, long goroutine, String name) {
    this.scheduler = scheduler;
    this.goroutine = goroutine;
    this.name = name;
  }

  /** Whether a recording asks for it; ask before computing what {@link #emit} is given. */
  public static boolean isOn() {
    return PROBE.isEnabled();
  }

  /** Records it. */
  public static void emit(String scheduler, long goroutine, String name) {
    new GoroutineStart(scheduler, goroutine, name).commit();
  }
}
