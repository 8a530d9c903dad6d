package dev.handoff.verification.soak;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Chan;
import dev.handoff.Scheduler;
import dev.handoff.time.Timer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A soak holds, and it notices what it is there to notice. */
@Timeout(240)
class SoakTest {
  /** For soaks that must fail as they do not come to rest. */
  private static final Patience RESTLESS =
      new Patience(Patience.GENEROUS.step(), Duration.ofMillis(200));

  /** For one that must fail as it does not end; long enough for it to come so far on a busy machine. */
  private static final Patience IMPATIENT =
      new Patience(Duration.ofSeconds(3), Patience.GENEROUS.rest());

  /** A seed in whose first phase there are no calls, which panics would come out of. */
  private static final long PANICS_ALLOWED = 3;

  private final StringWriter said = new StringWriter();
  private final PrintWriter out = new PrintWriter(said, true);

  @Test
  void aShortSoakHolds() throws InterruptedException {
    assertTrue(new Soak(20_250, 5, out).phases(4), said::toString);
  }

  /** A goroutine performs one after the other: what a short soak draws need not be all. */
  @Test
  void everyActHolds() throws InterruptedException {
    List<Repertoire.Part> performed = new CopyOnWriteArrayList<>();
    Act all =
        (stage, random) -> {
          for (Repertoire.Part part : Repertoire.ALL.parts()) {
            part.act().perform(stage, random.split());
            performed.add(part);
          }
        };
    Repertoire once = once(new Repertoire.Part("all", all, 4, true));
    assertTrue(new Soak(PANICS_ALLOWED, 3, once, Patience.GENEROUS, out).phases(1), said::toString);
    assertEquals(Repertoire.ALL.parts(), performed);
  }

  // ---------------------------------------------------------------------------------- faults

  @Test
  void aChannelThatDropsAValueIsNoticed() throws InterruptedException {
    fails(
        (stage, random) -> {
          Chan<Long> channel = ChannelActs.channel(random);
          Ledger values = new Ledger("values");
          Team team = stage.team(random);
          team.start(
              own -> {
                for (long i = 1; i <= 20; i++) {
                  values.in(i);
                  if (i != 13) {
                    channel.send(i);
                  }
                }
                channel.close();
              });
          channel.forEach(values::out);
          team.await();
          values.check();
        },
        "values: 20 went in, 19 came out");
  }

  @Test
  void aLockThatDoesNotLockIsNoticed() throws InterruptedException {
    fails((stage, random) -> LockActs.exclusion(stage, random, new Open()), "two hold a mutex");
  }

  @Test
  void aGoroutineThatIsLeftIsNoticed() throws InterruptedException {
    fails((stage, random) -> stage.crew().go(Chan.unbuffered()::receive), "goroutines is ");
  }

  @Test
  void aGoroutineThatNobodyStartedIsNoticed() throws InterruptedException {
    fails((stage, random) -> stage.crew().scheduler().go(() -> {}), "executions is ");
  }

  @Test
  void aTimerThatIsLeftIsNoticed() throws InterruptedException {
    fails((stage, random) -> Timer.after(Duration.ofHours(1)), "timers is ");
  }

  @Test
  void aWorkerThatFailsIsNoticedThoughItsActWaitsForEver() throws InterruptedException {
    fails(
        (stage, random) -> {
          stage
              .team(random)
              .start(
                  own -> {
                    throw new SoakException("ouch");
                  });
          Chan.unbuffered().receive();
        },
        "ouch");
  }

  @Test
  void aHangIsNoticedAndDumpedWithItsSeed() throws InterruptedException {
    assertTrue(new Soak(5, 3, once(IDLE), Patience.GENEROUS, out).phases(1)); // loads the classes
    fails(
        (stage, random) -> Chan.unbuffered().receive(),
        "the phase has come no further for 3 s",
        IMPATIENT);
    String all = said.toString();
    assertAll(
        () -> assertTrue(all.contains("--seed 5 --processors-max 3 begins with it"), all),
        () -> assertTrue(all.contains("SchedulerStats["), all),
        () -> assertTrue(all.contains("[WAITING, chan receive on "), all),
        () -> assertTrue(all.contains("\"soak-phase\""), all));
  }

  @Test
  void aThreadThatIsLeftAfterTheCloseIsNoticed() {
    CountDownLatch never = new CountDownLatch(1);
    Crew crew = Crew.of("soak-left", Scheduler.builder());
    Thread left =
        Thread.ofPlatform()
            .name("soak-left/M7")
            .start(() -> assertThrows(InterruptedException.class, never::await));
    SoakException noticed = assertThrows(SoakException.class, crew::close);
    left.interrupt();
    assertTrue(noticed.getMessage().contains("[soak-left/M7]"), noticed.getMessage());
  }

  @Test
  void whatIsLostAndWhatIsDuplicatedDoNotMakeUpForEachOther() {
    Ledger ledger = new Ledger("values");
    List.of(1L, 2L, 3L).forEach(ledger::in);
    List.of(1L, 2L, 2L).forEach(ledger::out);
    SoakException noticed = assertThrows(SoakException.class, ledger::check);
    assertTrue(noticed.getMessage().contains("others than went in"), noticed.getMessage());
  }

  @Test
  void aHeapThatGrowsIsNoticed() {
    HeapWatch heap = new HeapWatch();
    for (int phase = 0; phase < 20; phase++) {
      heap.check(100L << 20);
    }
    heap.check(240L << 20);
    SoakException noticed = assertThrows(SoakException.class, () -> heap.check(260L << 20));
    assertTrue(noticed.getMessage().contains("260 MB"), noticed.getMessage());
  }

  private void fails(Act act, String complaint) throws InterruptedException {
    fails(act, complaint, RESTLESS);
  }

  /** A soak with that act, which is performed once, fails, and says so. */
  private void fails(Act act, String complaint, Patience patience) throws InterruptedException {
    Soak soak = new Soak(5, 3, once(Repertoire.Part.of("faulty", act)), patience, out);
    assertFalse(soak.phases(1));
    assertTrue(said.toString().contains(complaint), said::toString);
  }

  /** The part is performed by the first who draws it; the others have nothing to do. */
  private static Repertoire once(Repertoire.Part part) {
    AtomicBoolean performed = new AtomicBoolean();
    Act once =
        (stage, random) -> {
          if (performed.compareAndSet(false, true)) {
            part.act().perform(stage, random);
          }
        };
    return new Repertoire(
        List.of(new Repertoire.Part(part.name(), once, part.weight(), part.panics()), IDLE));
  }

  private static final Repertoire.Part IDLE =
      Repertoire.Part.of("nothing", (stage, random) -> Stage.pause());

  /** A lock that anybody has at any time. */
  private static final class Open implements Lock {
    @Override
    public void lock() {}

    @Override
    public void lockInterruptibly() {}

    @Override
    public boolean tryLock() {
      return true;
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
      return true;
    }

    @Override
    public void unlock() {}

    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException();
    }
  }
}
