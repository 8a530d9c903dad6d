package dev.handoff.runtime;

import dev.handoff.SchedulerStats;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Puts the counters of Ms, Ps and others together. Stops nobody, and any thread may call it. */
final class Stats {
  private Stats() {}

  /** Everything there is. Each figure is right at some moment of the call. */
  static SchedulerStats of(Sched sched, Census goroutines) {
    Idle idle = sched.idle();
    List<P> processors = Arrays.asList(sched.allProcessors()).subList(0, idle.online());
    List<Integer> runQueues = processors.stream().map(p -> p.queue.size()).toList();
    Sum sum = new Sum();
    sched.allMachines().forEach(m -> sum.add(m.counts));
    SharedCounts shared = sched.shared;
    return new SchedulerStats(
        goroutines.total(),
        goroutines.runnable(),
        goroutines.running(),
        goroutines.syscall(),
        goroutines.waiting(),
        processors.size(),
        idle.idleProcessors(),
        idle.started(),
        length(idle.machines()),
        withoutProcessor(sched),
        idle.spinning(),
        sched.global.size(),
        runQueues.stream().mapToLong(Integer::longValue).sum(),
        runQueues,
        sched.timers().pending(),
        processors.stream().map(P::slices).toList(),
        sum.executions,
        sum.steals,
        sum.stolen,
        shared.handoffs(),
        shared.retakes(),
        shared.preemptions(),
        sum.syscalls,
        sum.spins,
        sum.wakes + shared.wakes(),
        sum.parks,
        sum.yields,
        RunLatency.histogram(sched.allMachines().stream().map(m -> m.latency).toList()));
  }

  /** Ms that run a goroutine and that no P names. */
  private static int withoutProcessor(Sched sched) {
    Set<Integer> named = new HashSet<>();
    for (P p : sched.allProcessors()) {
      named.add(Ownership.machine(p.ownership.look()));
    }
    int n = 0;
    for (M m : sched.allMachines()) {
      if (m.isRunning() && !named.contains(m.id)) {
        n++;
      }
    }
    return n;
  }

  private static int length(Idle.@Nullable Stack<?> top) {
    int n = 0;
    for (Idle.Stack<?> s = top; s != null; s = s.rest()) {
      n++;
    }
    return n;
  }

  private static final class Sum {
    private long executions;
    private long steals;
    private long stolen;
    private long syscalls;
    private long spins;
    private long wakes;
    private long parks;
    private long yields;

    void add(Counts of) {
      executions += of.executions;
      steals += of.steals;
      stolen += of.stolen;
      syscalls += of.syscalls;
      spins += of.spins;
      wakes += of.wakes;
      parks += of.parks;
      yields += of.yields;
    }
  }
}
