package dev.handoff.runtime;

import dev.handoff.Goroutine;
import dev.handoff.GoroutineInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Looks at many goroutines, one after the other; none is stopped for longer than it takes to walk
 * its own stack.
 *
 * <p>Of a million goroutines most wait at the same few places. Equal stacks, reasons and times are
 * kept once, so what a snapshot holds is little more than a record a goroutine.
 *
 * <p>The JDK holds an unmounted virtual thread while it walks its stack, and afterwards hands one that
 * is runnable to its scheduler once more, in case that tried to run it meanwhile; {@link G#ready} bears
 * it. The stack of a mounted one is walked by the JVM, also while its M is blocked.
 *
 * <p>A stack begins with the line of the caller: what the library itself does below a call, and what
 * the JDK does for it, is left out. The wait reason says which call it is.
 *
 * <p>For one thread, and one use.
 */
final class Snapshot {
  /** The packages of the library; nobody else's code is in them. */
  private static final Set<String> OWN =
      Set.of("", ".context", ".runtime", ".runtime.jfr", ".sync", ".time").stream()
          .map("dev.handoff"::concat)
          .collect(Collectors.toUnmodifiableSet());

  private final Map<List<StackTraceElement>, List<StackTraceElement>> stacks = new HashMap<>();
  private Parking.@Nullable Wait lastWait;
  private String lastText = "";
  private Instant lastSince = Instant.EPOCH;

  /** All that have not ended, up to {@code limit}. */
  static List<GoroutineInfo> of(List<GoroutineThread> living, long limit) {
    Snapshot snapshot = new Snapshot();
    List<GoroutineInfo> seen = new ArrayList<>((int) Math.min(limit, living.size()));
    for (GoroutineThread g : living) {
      if (seen.size() >= limit) {
        break;
      }
      GoroutineInfo info = snapshot.info(g);
      if (info.state() != Goroutine.State.DEAD) {
        seen.add(info);
      }
    }
    return seen;
  }

  private GoroutineInfo info(GoroutineThread g) {
    Goroutine.State state = g.state();
    Parking.Wait wait = g.waiting();
    List<StackTraceElement> stack = stack(g);
    if (wait == null) {
      return new GoroutineInfo(g.id(), g.name(), state, null, null, stack);
    }
    remember(wait);
    return new GoroutineInfo(g.id(), g.name(), state, lastText, lastSince, stack);
  }

  /** Neighbours have often begun the same wait at the same tick of the coarse clock. */
  private void remember(Parking.Wait wait) {
    Parking.Wait last = lastWait;
    if (last == null || last.reason() != wait.reason() || last.on() != wait.on()) {
      lastText = wait.text();
    }
    if (last == null || last.sinceMillis() != wait.sinceMillis()) {
      lastSince = Instant.ofEpochMilli(wait.sinceMillis());
    }
    lastWait = wait;
  }

  private List<StackTraceElement> stack(GoroutineThread g) {
    List<StackTraceElement> stack = fromCaller(List.of(g.thread().getStackTrace()));
    List<StackTraceElement> known = stacks.putIfAbsent(stack, stack);
    return known == null ? stack : known;
  }

  /**
   * Without the frames above the line that called the library. A stack on which the JDK was called by
   * somebody else stays as it is, and so does one on which nobody called the library: its call is the
   * body of the goroutine.
   */
  private static List<StackTraceElement> fromCaller(List<StackTraceElement> stack) {
    int first = 0;
    while (first < stack.size() && isOfJdk(stack.get(first))) {
      first++;
    }
    if (first == stack.size() || !isOwn(stack.get(first))) {
      return stack;
    }
    while (first < stack.size() && (isOwn(stack.get(first)) || isOfJdk(stack.get(first)))) {
      first++;
    }
    return first == stack.size() ? stack : List.copyOf(stack.subList(first, stack.size()));
  }

  private static boolean isOwn(StackTraceElement frame) {
    String name = frame.getClassName();
    return OWN.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
  }

  private static boolean isOfJdk(StackTraceElement frame) {
    return "java.base".equals(frame.getModuleName());
  }
}
