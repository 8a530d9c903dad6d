package dev.handoff;

import java.util.List;

/**
 * Counters of a scheduler, in Go's terms. Each is right at some moment of the call; together they
 * are not of one instant. Those that count events do so since the scheduler was built, and may lag
 * behind by what Ms have done in the last moment.
 *
 * @param goroutines goroutines that have not ended
 * @param runnable those of them that are in a queue
 * @param running those that are on an M
 * @param inSyscall those that are in {@code Go.blocking}
 * @param waiting those that wait, in this library or in the JDK
 * @param processors how many Ps there are (GOMAXPROCS)
 * @param idleProcessors Ps that no M holds
 * @param machines Ms, that is threads, started so far
 * @param idleMachines Ms without a P, asleep or falling asleep
 * @param machinesWithoutProcessor Ms that run a goroutine, or are in its system call, and have lost
 *     their P
 * @param spinningMachines Ms that hold a P and look for work
 * @param globalQueue goroutines in the global queue
 * @param localQueues goroutines in the Ps' own queues, runnext included
 * @param runQueues the same for each P
 * @param timers timers that are pending, those of sleepers and of timed selects among them
 * @param scheduleTicks time slices begun, for each P (schedtick)
 * @param executions how often a goroutine was put on an M
 * @param steals how often an M took work from another's P
 * @param stolen how many goroutines that moved
 * @param handoffs how often a P was handed to another M because its own was kept from running it
 * @param retakes how often sysmon took a P from its M
 * @param preemptions how often a goroutine was asked to let others run
 * @param syscalls how often a goroutine entered {@code Go.blocking}
 * @param spins how often an M that had run out of work began to look for it elsewhere
 * @param wakes how often an M was woken, or started, to run goroutines
 * @param parks how often a goroutine left its M to wait
 * @param yields how often a goroutine left its M and stayed runnable
 * @param runQueueLatency how long goroutines were runnable before they ran; about one in eight times
 *     is measured
 */
public record SchedulerStats(
    long goroutines,
    long runnable,
    long running,
    long inSyscall,
    long waiting,
    int processors,
    int idleProcessors,
    int machines,
    int idleMachines,
    int machinesWithoutProcessor,
    int spinningMachines,
    long globalQueue,
    long localQueues,
    List<Integer> runQueues,
    long timers,
    List<Long> scheduleTicks,
    long executions,
    long steals,
    long stolen,
    long handoffs,
    long retakes,
    long preemptions,
    long syscalls,
    long spins,
    long wakes,
    long parks,
    long yields,
    LatencyHistogram runQueueLatency) {

  public SchedulerStats {
    runQueues = List.copyOf(runQueues);
    scheduleTicks = List.copyOf(scheduleTicks);
  }
}
