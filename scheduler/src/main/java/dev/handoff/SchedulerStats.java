package dev.handoff;

/**
 * Counters of a scheduler, in Go's terms. Each is right at some moment of the call; together they
 * are not of one instant. Those that count events since the scheduler was built may lag behind by
 * what Ms have done in the last moment.
 *
 * @param goroutines goroutines that have not ended
 * @param processors how many Ps there are (GOMAXPROCS)
 * @param idleProcessors Ps that no M holds
 * @param machines Ms, that is threads, started so far
 * @param idleMachines Ms without a P, asleep or falling asleep
 * @param spinningMachines Ms that hold a P and look for work
 * @param globalQueue goroutines in the global queue
 * @param localQueues goroutines in the Ps' own queues, runnext included
 * @param executions how often a goroutine was put on an M, since the start
 * @param steals how often an M took work from another's P, since the start
 * @param stolen how many goroutines that moved, since the start
 * @param wakes how often an M woke another, since the start; wake-ups by other threads not counted
 * @param parks how often a goroutine left its M to wait, since the start
 * @param yields how often a goroutine left its M and stayed runnable, since the start
 * @param syscalls how often a goroutine went into {@code Go.blocking} with its P, since the start
 * @param retakes how often a P was taken from an M, since the start
 * @param handoffs how often a P that was taken was handed to another M, since the start
 */
public record SchedulerStats(
    long goroutines,
    int processors,
    int idleProcessors,
    int machines,
    int idleMachines,
    int spinningMachines,
    long globalQueue,
    long localQueues,
    long executions,
    long steals,
    long stolen,
    long wakes,
    long parks,
    long yields,
    long syscalls,
    long retakes,
    long handoffs) {}
