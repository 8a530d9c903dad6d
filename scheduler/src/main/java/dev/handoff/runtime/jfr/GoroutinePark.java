package dev.handoff.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A goroutine waited in this library, from the park to the end of the wait. Waits in the JDK's own
 * classes have the JDK's events ({@code jdk.ThreadPark}, {@code jdk.JavaMonitorEnter} and others), on
 * the same thread.
 */
@Name("dev.handoff.GoroutinePark")
@Label("Goroutine Park")
@Description("A goroutine waited, for the reason given")
@Enabled(false)
@Category({"Handoff", "Goroutine"})
public final class GoroutinePark extends Event {
  private static final GoroutinePark PROBE = new GoroutinePark("");

  @Label("Reason")
  private final String reason;

  @Label("Goroutine Id")
  private long goroutine;

  @Label("Waited For")
  @Description("The class of the object that the goroutine waited for")
  private @Nullable String object;

  private GoroutinePark(String reason) {
    this.reason = reason;
  }

  /** Begins it; null if no recording asks for it. */
  public static @Nullable GoroutinePark begun(String reason) {
    if (!PROBE.isEnabled()) {
      return null;
    }
    GoroutinePark event = new GoroutinePark(reason);
    event.begin();
    return event;
  }

  /** Records it, if it lasted as long as the recording asks for. */
  public void ended(long goroutine, Object on) {
    end();
    if (shouldCommit()) {
      this.goroutine = goroutine;
      this.object = on.getClass().getName();
      commit();
    }
  }
}
