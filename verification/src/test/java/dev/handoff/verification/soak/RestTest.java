package dev.handoff.verification.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.LatencyHistogram;
import dev.handoff.SchedulerStats;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scheduler at rest, and each way in which one is not. */
class RestTest {
  private static final int ENDED = 30;
  private static final int MACHINES_AT_MOST = 6;

  /** At rest, but for what is changed. */
  private static SchedulerStats stats(Map<String, Integer> changed) {
    int ps = changed.getOrDefault("processors", 2);
    return new SchedulerStats(
        changed.getOrDefault("goroutines", 0),
        changed.getOrDefault("runnable", 0),
        changed.getOrDefault("running", 0),
        changed.getOrDefault("inSyscall", 0),
        changed.getOrDefault("waiting", 0),
        ps,
        changed.getOrDefault("idleProcessors", 2),
        changed.getOrDefault("machines", 4),
        changed.getOrDefault("idleMachines", 4),
        changed.getOrDefault("machinesWithoutProcessor", 0),
        changed.getOrDefault("spinningMachines", 0),
        changed.getOrDefault("globalQueue", 0),
        changed.getOrDefault("localQueues", 0),
        Collections.nCopies(changed.getOrDefault("runQueues", ps), 0),
        changed.getOrDefault("timers", 0),
        Collections.nCopies(changed.getOrDefault("scheduleTicks", ps), 9L),
        changed.getOrDefault("executions", 100),
        changed.getOrDefault("steals", 7),
        changed.getOrDefault("stolen", 8),
        changed.getOrDefault("handoffs", 5),
        changed.getOrDefault("retakes", 5),
        changed.getOrDefault("preemptions", 5),
        changed.getOrDefault("syscalls", 5),
        changed.getOrDefault("spins", 5),
        changed.getOrDefault("wakes", 5),
        changed.getOrDefault("parks", 50),
        changed.getOrDefault("yields", 20),
        new LatencyHistogram(List.of(), List.of(0L)));
  }

  @Test
  void atRestThereIsNothingToComplainOf() {
    SchedulerStats rest = stats(Map.of());
    assertEquals(List.of(), Rest.complaints(null, rest, ENDED, MACHINES_AT_MOST));
    assertEquals(List.of(), Rest.complaints(rest, rest, ENDED, MACHINES_AT_MOST));
  }

  @ParameterizedTest
  @CsvSource({
    "goroutines, 1", "runnable, 1", "running, 1", "inSyscall, 1", "waiting, 1", "globalQueue, 1",
    "localQueues, 1", "timers, 1", "idleProcessors, 1", "idleMachines, 3",
    "machinesWithoutProcessor, 1", "spinningMachines, 1", "executions, 101", "executions, 99",
    "steals, 9", "runQueues, 3", "scheduleTicks, 1", "machines, 7"
  })
  void whatIsNotAtRestIsNamed(String component, int value) {
    List<String> complaints =
        Rest.complaints(null, stats(Map.of(component, value)), ENDED, MACHINES_AT_MOST);
    assertTrue(
        complaints.stream().anyMatch(c -> c.startsWith(component + " is " + value)),
        complaints::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "machines, 5", "executions, 101", "steals, 8", "stolen, 9", "handoffs, 6", "retakes, 6",
    "preemptions, 6", "syscalls, 6", "spins, 6", "wakes, 6", "parks, 51", "yields, 21"
  })
  void aCounterThatGoesBackIsNamed(String component, int before) {
    List<String> complaints =
        Rest.complaints(
            stats(Map.of(component, before)), stats(Map.of()), ENDED, MACHINES_AT_MOST);
    assertTrue(
        complaints.stream().anyMatch(c -> c.startsWith(component + " before is " + before)),
        complaints::toString);
  }
}
