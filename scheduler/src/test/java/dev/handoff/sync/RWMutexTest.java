package dev.handoff.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.Await;
import dev.handoff.Goroutine;
import dev.handoff.GoroutineInterruptedException;
import dev.handoff.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Go's RWMutex; in brackets the fault of the code that a test finds. */
@Timeout(120)
class RWMutexTest {
  private final Scheduler scheduler = Scheduler.builder().processors(2).build();
  private final RWMutex mutex = new RWMutex();

  @AfterEach
  void close() {
    scheduler.close();
  }

  private Call call(Call.By by, Goroutine.Body body) {
    return Call.by(by, scheduler, body);
  }

  private void assertFree() {
    assertTrue(mutex.toString().endsWith("[free]"), mutex.toString());
    assertEquals(0, mutex.waitingReaders() + mutex.waitingWriters());
  }

  // ------------------------------------------------------------------------------------ exclusion

  private int written;
  private final AtomicInteger inside = new AtomicInteger();

  private void write(SplittableRandom random) {
    assertEquals(0, inside.getAndAdd(1_000), "a writer is alone");
    written++;
    Storm.linger(random);
    inside.addAndGet(-1_000);
  }

  private void read(SplittableRandom random) {
    assertTrue(inside.incrementAndGet() < 1_000, "no writer beside a reader");
    Storm.linger(random);
    inside.decrementAndGet();
  }

  /** [A CAS that ignores `writing'; a last reader that wakes no writer.] */
  @Test
  void writersAreAloneAndReadersAreNot() {
    AtomicInteger writes = new AtomicInteger();
    Storm.run(
        1_000,
        false,
        random -> {
          if (random.nextInt(3) == 0) {
            mutex.lock();
            write(random);
            writes.incrementAndGet();
            mutex.unlock();
          } else {
            mutex.readLock();
            read(random);
            mutex.readUnlock();
          }
        });
    assertEquals(writes.get(), written);
    assertFree();
  }

  /** [A waiter that leaves and does not clear its bit, or does not let in those that it held back.] */
  @Test
  void interruptsLoseNothing() {
    Storm.run(
        1_000,
        true,
        random -> {
          if (random.nextInt(3) == 0) {
            mutex.lock();
            write(random);
            mutex.unlock();
          } else {
            mutex.readLock();
            read(random);
            mutex.readUnlock();
          }
        });
    assertFree();
  }

  @ParameterizedTest
  @EnumSource
  void readersShareItAndAWriterWaitsForAllOfThem(Call.By by) {
    mutex.readLock();
    call(by, mutex::readLock).returns();
    assertFalse(mutex.tryLock());
    Call writer = call(by, mutex::lock).asleep();
    assertTrue(mutex.toString().endsWith("[2 reading, writers wait]"), mutex.toString());
    mutex.readUnlock();
    assertFalse(writer.isOver());
    mutex.readUnlock();
    writer.returns();
    assertFalse(mutex.tryReadLock());
    assertFalse(mutex.tryLock());
    mutex.unlock();
    assertTrue(mutex.tryReadLock());
    mutex.readUnlock();
    assertTrue(mutex.tryLock());
    mutex.unlock();
    assertFree();
  }

  // ------------------------------------------------------------------------------------ who is next

  /** [A reader that looks only at `writing'.] */
  @ParameterizedTest
  @EnumSource
  void aWaitingWriterHoldsBackNewReaders(Call.By by) {
    mutex.readLock();
    Call writer = call(by, mutex::lock).asleep();
    assertFalse(mutex.tryReadLock());
    Call reader = call(by, mutex::readLock).asleep();
    mutex.readUnlock();
    writer.returns();
    assertEquals(1, mutex.waitingReaders());
    assertFalse(reader.isOver());
    mutex.unlock();
    reader.returns();
    mutex.readUnlock();
    assertFree();
  }

  /** [An unlock that prefers the next writer, or lets in one reader only.] */
  @ParameterizedTest
  @EnumSource
  void readersThatWaitGoBeforeTheNextWriter(Call.By by) {
    mutex.lock();
    Call writer = call(by, mutex::lock).asleep();
    Call one = call(by, mutex::readLock).asleep();
    Call two = call(by, mutex::readLock).asleep();
    mutex.unlock();
    one.returns();
    two.returns();
    assertEquals(1, mutex.waitingWriters());
    assertFalse(mutex.tryReadLock(), "the writer holds back new readers again");
    mutex.readUnlock();
    mutex.readUnlock();
    writer.returns();
    mutex.unlock();
    assertFree();
  }

  /** [A line of writers that is a stack.] */
  @ParameterizedTest
  @EnumSource
  void writersAreServedInOrder(Call.By by) {
    List<Integer> order = new ArrayList<>(); // guarded by the mutex
    mutex.lock();
    List<Call> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int id = i;
      writers.add(
          call(
                  by,
                  () -> {
                    mutex.lock();
                    order.add(id);
                    mutex.unlock();
                  })
              .asleep());
    }
    mutex.unlock();
    writers.forEach(Call::returns);
    mutex.readLock();
    assertEquals(List.of(0, 1, 2, 3), order);
    mutex.readUnlock();
  }

  // ------------------------------------------------------------------------------------ interruption

  /** [An interrupted writer that only leaves.] */
  @ParameterizedTest
  @EnumSource
  void anInterruptedWriterLetsInTheReadersThatItHeldBack(Call.By by) {
    mutex.readLock();
    Call writer = call(by, mutex::lock).asleep();
    Call reader = call(by, mutex::readLock).asleep();
    writer.interrupt().failsInterrupted();
    reader.returns();
    assertTrue(mutex.tryReadLock());
    for (int i = 0; i < 3; i++) {
      mutex.readUnlock();
    }
    assertFree();
  }

  /** [An interrupted writer that lets in readers though another writer waits or writes.] */
  @ParameterizedTest
  @EnumSource
  void anInterruptedWriterLetsInNobodyBesideAnother(Call.By by) {
    mutex.readLock();
    Call first = call(by, mutex::lock).asleep();
    Call second = call(by, mutex::lock).asleep();
    Call reader = call(by, mutex::readLock).asleep();
    first.interrupt().failsInterrupted();
    assertEquals(1, mutex.waitingReaders());
    mutex.readUnlock();
    second.returns();
    Call third = call(by, mutex::lock).asleep();
    third.interrupt().failsInterrupted();
    assertEquals(1, mutex.waitingReaders());
    mutex.unlock();
    reader.returns();
    mutex.readUnlock();
    assertFree();
  }

  /** [A bit that still says that readers wait: the writer that waits is forgotten.] */
  @ParameterizedTest
  @EnumSource
  void anInterruptedReaderLeaves(Call.By by) {
    mutex.lock();
    Call writer = call(by, mutex::lock).asleep();
    Call reader = call(by, mutex::readLock).asleep();
    reader.interrupt().failsInterrupted();
    mutex.unlock();
    writer.returns();
    mutex.unlock();
    assertFree();
  }

  /** [It throws although it has the mutex by then, which nobody gives back.] */
  @Test
  void whoWasGivenTheMutexBeforeItNoticedTheInterruptHasIt() {
    OneP.run(
        s -> {
          mutex.lock();
          Call writer = Call.by(s, mutex::lock).asleep();
          mutex.unlock();
          writer.interrupt();
          assertTrue(writer.returns().isFlagged());
          Call reader = Call.by(s, mutex::readLock).asleep();
          mutex.unlock();
          reader.interrupt();
          assertTrue(reader.returns().isFlagged());
          assertFalse(mutex.tryLock());
          mutex.readUnlock();
          assertFree();
        });
  }

  @Test
  void onlyACallThatMustWaitLooksAtTheFlag() {
    Thread.currentThread().interrupt();
    try {
      mutex.lock();
      assertThrows(GoroutineInterruptedException.class, mutex::lock);
      assertThrows(GoroutineInterruptedException.class, mutex::readLock);
      assertTrue(Thread.currentThread().isInterrupted());
      mutex.unlock();
      mutex.readLock();
      mutex.readUnlock();
    } finally {
      Thread.interrupted();
    }
    assertFree();
  }

  // ------------------------------------------------------------------------------------------ misuse

  /** [An unlock that subtracts first and looks afterwards.] */
  @Test
  void givingBackWhatIsNotHeldIsRefusedAndChangesNothing() {
    refused(mutex::unlock, "[free], which is not held for writing: call it once after each lock");
    refused(mutex::readUnlock, "[free], which is not held for reading");
    mutex.readLock();
    refused(mutex::unlock, "[1 reading], which is not held for writing");
    mutex.readUnlock();
    mutex.lock();
    refused(mutex::readUnlock, "[1 writer], which is not held for reading");
    Call writer = call(Call.By.THREAD, mutex::lock).asleep();
    refused(mutex::readUnlock, "[1 writer, writers wait], which is not held for reading");
    mutex.unlock();
    writer.returns();
    mutex.unlock();
    mutex.readLock();
    Call again = call(Call.By.THREAD, mutex::lock).asleep();
    refused(mutex::unlock, "[1 reading, writers wait], which is not held for writing");
    mutex.readUnlock();
    again.returns();
    mutex.unlock();
    assertFree();
  }

  private static void refused(Runnable call, String why) {
    IllegalMonitorStateException e = assertThrows(IllegalMonitorStateException.class, call::run);
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void aDumpSaysWhatAGoroutineWaitsFor() {
    mutex.lock();
    call(Call.By.GOROUTINE, mutex::lock).asleep();
    call(Call.By.GOROUTINE, mutex::readLock).asleep();
    Await.until(
        "the dump has both",
        () -> {
          String dump = scheduler.snapshot().toString();
          return dump.contains("sync.RWMutex.lock on RWMutex@")
              && dump.contains("sync.RWMutex.readLock on RWMutex@");
        });
  }
}
