package dev.handoff.verification.soak;

import dev.handoff.SchedulerStats;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What must be so of a scheduler's counters when it has nothing to do. */
final class Rest {
  /** A counter that only ever grows. */
  private record Counter(String name, ToLongFunction<SchedulerStats> value) {}

  private static final List<Counter> COUNTERS =
      List.of(
          new Counter("machines", SchedulerStats::machines),
          new Counter("executions", SchedulerStats::executions),
          new Counter("steals", SchedulerStats::steals),
          new Counter("stolen", SchedulerStats::stolen),
          new Counter("handoffs", SchedulerStats::handoffs),
          new Counter("retakes", SchedulerStats::retakes),
          new Counter("preemptions", SchedulerStats::preemptions),
          new Counter("syscalls", SchedulerStats::syscalls),
          new Counter("spins", SchedulerStats::spins),
          new Counter("wakes", SchedulerStats::wakes),
          new Counter("parks", SchedulerStats::parks),
          new Counter("yields", SchedulerStats::yields));

  private final List<String> complaints = new ArrayList<>();

  private Rest() {}

  /**
   * What is not as it must be; empty if all is.
   *
   * @param before what was seen at the last rest, or null
   * @param ended how many goroutines have ended by now
   * @param machinesAtMost how many Ms there may have been
   */
  static List<String> complaints(
      @Nullable SchedulerStats before, SchedulerStats now, long ended, int machinesAtMost) {
    Rest rest = new Rest();
    rest.nobodyIsThere(now);
    rest.nobodyWorks(now);
    rest.countersBalance(now, ended);
    rest.atMost("machines", now.machines(), machinesAtMost);
    if (before != null) {
      for (Counter counter : COUNTERS) {
        rest.atMost(
            counter.name() + " before", counter.value().applyAsLong(before),
            counter.value().applyAsLong(now));
      }
    }
    return rest.complaints;
  }

  private void nobodyIsThere(SchedulerStats now) {
    equal("goroutines", now.goroutines(), 0);
    equal("runnable", now.runnable(), 0);
    equal("running", now.running(), 0);
    equal("inSyscall", now.inSyscall(), 0);
    equal("waiting", now.waiting(), 0);
    equal("globalQueue", now.globalQueue(), 0);
    equal("localQueues", now.localQueues(), 0);
    equal("timers", now.timers(), 0);
  }

  private void nobodyWorks(SchedulerStats now) {
    equal("idleProcessors", now.idleProcessors(), now.processors());
    equal("idleMachines", now.idleMachines(), now.machines());
    equal("machinesWithoutProcessor", now.machinesWithoutProcessor(), 0);
    equal("spinningMachines", now.spinningMachines(), 0);
  }

  private void countersBalance(SchedulerStats now, long ended) {
    // Who was put on an M has left it again: to wait, to let others run, or for ever.
    equal("executions", now.executions(), now.parks() + now.yields() + ended);
    atMost("steals", now.steals(), now.stolen());
    equal("runQueues", now.runQueues().size(), now.processors());
    equal("scheduleTicks", now.scheduleTicks().size(), now.processors());
  }

  private void equal(String what, long is, long mustBe) {
    if (is != mustBe) {
      complaints.add(what + " is " + is + " and not " + mustBe);
    }
  }

  private void atMost(String what, long is, long most) {
    if (is > most) {
      complaints.add(what + " is " + is + ", above " + most);
    }
  }
}
