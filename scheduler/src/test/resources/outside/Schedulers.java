package outside;

import static outside.Main.check;
import static outside.Main.same;

import dev.handoff.Chan;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInfo;
import dev.handoff.LatencyHistogram;
import dev.handoff.Scheduler;
import dev.handoff.SchedulerMXBean;
import dev.handoff.SchedulerStats;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import javax.management.JMX;
import javax.management.ObjectName;

/** Scheduler, and what it says of itself. */
final class Schedulers {
  private Schedulers() {}

  static void use(Path trace) throws Exception {
    Scheduler.Builder builder = Scheduler.builder();
    AutoCloseable closeable =
        builder
            .processors(2)
            .name("outside")
            .timeSlice(Duration.ofMillis(10))
            .maxThreads(1000)
            .deadlockDetection(true)
            .trace(trace)
            .build();
    Scheduler scheduler = (Scheduler) closeable;
    Goroutine.Body main = () -> same(scheduler, Scheduler.current());
    scheduler.run(main);
    Callable<String> question = () -> "answer";
    String answer = scheduler.call(question);
    same("answer", answer);
    same(null, scheduler.<Object>call(() -> null));

    Chan<String> gate = Chan.unbuffered();
    Goroutine unnamed = scheduler.go(() -> gate.receive());
    Goroutine named = scheduler.go("named", gate::receive);
    while (scheduler.stats().waiting() < 2) {
      Thread.onSpinWait();
    }
    int living = scheduler.goroutines();
    same(2, living);
    List<GoroutineInfo> snapshot = scheduler.snapshot();
    same(2, snapshot.size());
    info(snapshot.stream().filter(g -> g.name().equals("named")).findAny().orElseThrow());
    SchedulerStats stats = scheduler.stats();
    statistics(stats);
    histogram(stats.runQueueLatency());
    management();
    gate.close();
    unnamed.join();
    named.join();

    int processors = scheduler.processors();
    same(2, processors);
    int before = scheduler.setProcessors(1);
    same(2, before);
    scheduler.close();
    check(Files.size(trace) > 0);
    check(scheduler.toString().startsWith("Scheduler[outside"));
  }

  private static void info(GoroutineInfo info) {
    long id = info.id();
    Goroutine.State state = info.state();
    same(Goroutine.State.WAITING, state);
    String reason = info.waitReason();
    check(reason.startsWith("chan receive"));
    Instant since = info.waitingSince();
    List<StackTraceElement> stack = info.stackTrace();
    same(info, new GoroutineInfo(id, info.name(), state, reason, since, stack));
  }

  private static void statistics(SchedulerStats stats) {
    long goroutines = stats.goroutines();
    int processors = stats.processors();
    List<Integer> runQueues = stats.runQueues();
    List<Long> ticks = stats.scheduleTicks();
    same(
        stats,
        new SchedulerStats(
            goroutines,
            stats.runnable(),
            stats.running(),
            stats.inSyscall(),
            stats.waiting(),
            processors,
            stats.idleProcessors(),
            stats.machines(),
            stats.idleMachines(),
            stats.machinesWithoutProcessor(),
            stats.spinningMachines(),
            stats.globalQueue(),
            stats.localQueues(),
            runQueues,
            stats.timers(),
            ticks,
            stats.executions(),
            stats.steals(),
            stats.stolen(),
            stats.handoffs(),
            stats.retakes(),
            stats.preemptions(),
            stats.syscalls(),
            stats.spins(),
            stats.wakes(),
            stats.parks(),
            stats.yields(),
            stats.runQueueLatency()));
  }

  private static void histogram(LatencyHistogram histogram) {
    List<Long> bounds = histogram.boundsNanos();
    List<Long> counts = histogram.counts();
    same(bounds.size() + 1, counts.size());
    LatencyHistogram own = new LatencyHistogram(List.of(10L), List.of(1L, 0L));
    long samples = own.samples();
    same(1L, samples);
    long median = own.quantileNanos(0.5);
    same(10L, median);
  }

  private static void management() throws Exception {
    SchedulerMXBean bean =
        JMX.newMXBeanProxy(
            ManagementFactory.getPlatformMBeanServer(),
            new ObjectName("dev.handoff:type=Scheduler,name=outside"),
            SchedulerMXBean.class);
    same("outside", bean.getName());
    same(2L, bean.getStats().waiting());
    List<SchedulerMXBean.Entry> entries = bean.snapshot(10);
    same(2, entries.size());
    SchedulerMXBean.Entry entry = entries.getFirst();
    same(
        entry,
        new SchedulerMXBean.Entry(
            entry.id(),
            entry.name(),
            entry.state(),
            entry.waitReason(),
            entry.waitingSinceMillis(),
            entry.stackTrace()));
  }
}
