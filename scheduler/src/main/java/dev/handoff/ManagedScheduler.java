package dev.handoff;

import dev.handoff.runtime.Host;
import java.util.List;

/** The MBean of a scheduler. */
record ManagedScheduler(Host host) implements SchedulerMXBean {
  @Override
  public String getName() {
    return host.name();
  }

  @Override
  public SchedulerStats getStats() {
    return host.stats();
  }

  @Override
  public List<Entry> snapshot(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit " + limit + " is negative");
    }
    return host.snapshot(limit).stream().map(Entry::of).toList();
  }
}
