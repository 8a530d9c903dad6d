package dev.handoff.runtime.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A goroutine was in {@code Go.blocking}. */
@Name("dev.handoff.GoroutineSyscall")
@Label("Goroutine Syscall")
@Description("A goroutine was in a call that it had announced as blocking")
@Enabled(false)
@Category({"Handoff", "Goroutine"})
public final class GoroutineSyscall extends Event {
  private static final GoroutineSyscall PROBE = new GoroutineSyscall();

  @Label("Goroutine Id")
  private long goroutine;

  private GoroutineSyscall() {}

  /** Begins it; null if no recording asks for it. */
  public static @Nullable GoroutineSyscall begun() {
    if (!PROBE.isEnabled()) {
      return null;
    }
    GoroutineSyscall event = new GoroutineSyscall();
    event.begin();
    return event;
  }

  /** Records it, if it lasted as long as the recording asks for. */
  public void ended(long goroutine) {
    this.goroutine = goroutine;
    commit();
  }
}
