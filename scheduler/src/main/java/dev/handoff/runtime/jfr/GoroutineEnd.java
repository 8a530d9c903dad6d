package dev.handoff.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The body of a goroutine has ended; the event's thread is the goroutine's. */
@Name("dev.handoff.GoroutineEnd")
@Label("Goroutine End")
@Description("The body of a goroutine has returned or thrown")
@Enabled(false)
@Category({"Handoff", "Goroutine"})
@StackTrace(false)
public final class GoroutineEnd extends Event {
  private static final GoroutineEnd PROBE = new GoroutineEnd();

  @Label("Scheduler")
  private final String scheduler;

  @Label("Goroutine Id")
  private final long goroutine;

  @Label("Goroutine Name")
  private final String name;

  @Label("Failure")
  @Description("The class of what the body threw, if it threw")
  private final @Nullable String failure;

  private GoroutineEnd() {
    this("", 0, "", null);
  }

  private GoroutineEnd(String scheduler, long goroutine, String name, @Nullable String failure) {
    this.scheduler = scheduler;
    this.goroutine = goroutine;
    this.name = name;
    this.failure = failure;
  }

  /** Whether a recording asks for it; ask before computing what {@link #emit} is given. */
  public static boolean isOn() {
    return PROBE.isEnabled();
  }

  /** Records it. */
  public static void emit(
      String scheduler, long goroutine, String name, @Nullable Throwable failure) {
    new GoroutineEnd(
            scheduler, goroutine, name, failure == null ? null : failure.getClass().getName())
        .commit();
  }
}
