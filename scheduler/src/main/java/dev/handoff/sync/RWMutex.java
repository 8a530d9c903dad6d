package dev.handoff.sync;

import static dev.handoff.sync.RWMutexWord.FREE;
import static dev.handoff.sync.RWMutexWord.WRITING;

import dev.handoff.GoroutineInterruptedException;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.SpinLock;
import dev.handoff.runtime.Statements;
import dev.handoff.runtime.WaitReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Go's {@code sync.RWMutex}: held by one writer, or by any number of readers. Not tied to goroutines:
 * any goroutine or other thread may give back what another has acquired.
 *
 * <p><b>Who is next.</b> A waiting writer holds back new readers. A writer that leaves lets in all
 * readers that wait, before the next writer; writers are served in the order of their coming. So neither
 * side is starved. As in Go it follows that one that reads must not call {@link #readLock} again before
 * it has called {@link #readUnlock}: if a writer has come in between, both wait for ever.
 *
 * <p><b>Memory.</b> As in Go's memory model, in Java's terms: what precedes an {@link #unlock}
 * happens-before what follows each later {@link #lock} and {@link #readLock}; what precedes a {@link
 * #readUnlock} happens-before what follows each later {@code lock}. A {@code try} that fails orders
 * nothing.
 *
 * <p><b>Interruption.</b> A call that need not wait ignores the interrupt flag. One that waits and is
 * interrupted leaves its line; a writer that leaves lets in the readers that only it held back. Who was
 * given the mutex before it noticed the interrupt has it: its call returns.
 *
 * <p><b>Structure.</b> The protocol is spec/RWMutex.tla. The mutex is handed over: who waits does not
 * compete when it is woken, it has the mutex by then. All decisions are made on one word ({@link
 * RWMutexWord}). While nobody waits it is changed by compare-and-set (CAS) alone. Who must wait sets a
 * bit in it, under a small lock, and lines up before the lock is released. From then on until the lines
 * are empty the word is changed under that lock only, and by plain volatile writes.
 *
 * <p>After a change here run RWMutexTest, and the models {@code RWMutex...} of {@code ./handoff check}.
 */
public final class RWMutex {
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(RWMutex.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** See {@link RWMutexWord}. */
  private volatile long word = FREE;

  private final SpinLock lock = new SpinLock();

  // Guarded by `lock`.
  private final Line<Waiter> readLine = new Line<>();
  private final Line<Waiter> writeLine = new Line<>();

  /** A mutex that is free. */
  public RWMutex() {}

  // -------------------------------------------------------------------------------------- reading

  /**
   * Acquires it for reading; waits while a writer holds it or waits for it.
   *
   * @throws GoroutineInterruptedException if the caller has to wait and its thread is interrupted; the
   *     interrupt flag stays set
   */
  public void readLock() {
    Statements.checkpoint();
    if (!tryReadLock()) {
      Waiter self = new Waiter();
      if (awaitRead(self)) {
        self.await(WaitReason.RWMUTEX_READ_LOCK, this, () -> leaveRead(self));
      }
    }
  }

  /** Acquires it for reading if no writer holds it or waits for it; whether it did. Does not wait. */
  @SpecAction("RWMutex!ReadLock")
  public boolean tryReadLock() {
    for (; ; ) {
      long seen = word;
      if (!RWMutexWord.isOpenToReaders(seen)) {
        return false;
      }
      if (cas(seen, RWMutexWord.plusReaders(seen, 1))) {
        return true;
      }
    }
  }

  /** Joins the readers that wait, unless the mutex is open to readers by now; whether it did. */
  @SpecAction("RWMutex!AwaitRead")
  private boolean awaitRead(Waiter self) {
    lock.acquire();
    for (; ; ) {
      if (tryReadLock()) {
        lock.release();
        return false;
      }
      refuseIfInterrupted();
      long seen = word;
      if (!RWMutexWord.isOpenToReaders(seen)
          && cas(seen, RWMutexWord.withReadersWaiting(seen, true))) {
        readLine.add(self);
        lock.release();
        return true;
      }
    }
  }

  /**
   * Gives back one hold for reading, whoever has acquired it.
   *
   * @throws IllegalMonitorStateException if nobody holds it for reading; nothing is changed then
   */
  @SpecAction("RWMutex!ReadUnlock")
  public void readUnlock() {
    if (leaveAlone()) {
      return;
    }
    lock.acquire();
    if (leaveAlone()) { // the writers that waited may have gone
      lock.release();
      return;
    }
    long seen = word;
    if (!RWMutexWord.writersWait(seen) || RWMutexWord.readers(seen) == 0) { // as leaveAlone() found it
      lock.release();
      throw notHeld("readUnlock", "held for reading", "readLock");
    }
    long next = RWMutexWord.minusReader(seen);
    Waiter served = null;
    if (RWMutexWord.readers(next) == 0) {
      served = writeLine.serveFirst();
      next = RWMutexWord.withWriting(next, true);
      next = RWMutexWord.withWritersWaiting(next, !writeLine.isEmpty());
    }
    word = next;
    lock.release();
    Waiter.unparkAll(served);
  }

  /** Gives back a hold for reading if there is one and no writer waits; whether it did. */
  private boolean leaveAlone() {
    for (; ; ) {
      long seen = word;
      if (RWMutexWord.readers(seen) == 0 || RWMutexWord.writersWait(seen)) {
        return false;
      }
      if (cas(seen, RWMutexWord.minusReader(seen))) {
        return true;
      }
    }
  }

  // -------------------------------------------------------------------------------------- writing

  /**
   * Acquires it for writing; waits while anybody holds it.
   *
   * @throws GoroutineInterruptedException if the caller has to wait and its thread is interrupted; the
   *     interrupt flag stays set
   */
  public void lock() {
    Statements.checkpoint();
    if (!tryLock()) {
      Waiter self = new Waiter();
      if (awaitLock(self)) {
        self.await(WaitReason.RWMUTEX_LOCK, this, () -> leaveWrite(self));
      }
    }
  }

  /** Acquires it for writing if nobody holds it or waits for it; whether it did. Does not wait. */
  @SpecAction("RWMutex!Lock")
  public boolean tryLock() {
    return cas(FREE, WRITING);
  }

  /** Joins the writers that wait, unless the mutex is free by now; whether it did. */
  @SpecAction("RWMutex!AwaitLock")
  private boolean awaitLock(Waiter self) {
    lock.acquire();
    for (; ; ) {
      if (tryLock()) {
        lock.release();
        return false;
      }
      refuseIfInterrupted();
      long seen = word;
      if (seen != FREE && cas(seen, RWMutexWord.withWritersWaiting(seen, true))) {
        writeLine.add(self);
        lock.release();
        return true;
      }
    }
  }

  /**
   * Gives it back from writing, whoever has acquired it.
   *
   * @throws IllegalMonitorStateException if no writer holds it; nothing is changed then
   */
  @SpecAction("RWMutex!Unlock")
  public void unlock() {
    if (cas(WRITING, FREE)) {
      return;
    }
    lock.acquire();
    if (cas(WRITING, FREE)) { // those who waited may have gone
      lock.release();
      return;
    }
    long seen = word;
    if (seen == WRITING || !RWMutexWord.isWriting(seen)) { // nobody held it when the CAS failed
      lock.release();
      throw notHeld("unlock", "held for writing", "lock");
    }
    Waiter served;
    if (RWMutexWord.readersWait(seen)) {
      served = admitReaders(RWMutexWord.withWriting(seen, false));
    } else {
      served = writeLine.serveFirst();
      word = RWMutexWord.withWritersWaiting(seen, !writeLine.isEmpty());
    }
    lock.release();
    Waiter.unparkAll(served);
  }

  // ---------------------------------------------------------------------- what is done under `lock`

  /** Lets in all readers that wait: those to be woken. */
  private @Nullable Waiter admitReaders(long seen) {
    word = RWMutexWord.withReadersWaiting(RWMutexWord.plusReaders(seen, readLine.size()), false);
    return readLine.serveAll();
  }

  /** For one that would have to wait. */
  private void refuseIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      lock.release();
      throw new GoroutineInterruptedException();
    }
  }

  // --------------------------------------------------------------------------------- interruption

  /** An interrupted reader leaves its line, if it is still there; whether it was. */
  @SpecAction("RWMutex!LeaveRead")
  private boolean leaveRead(Waiter self) {
    lock.acquire();
    boolean left = readLine.remove(self);
    if (left && readLine.isEmpty()) {
      word = RWMutexWord.withReadersWaiting(word, false);
    }
    lock.release();
    return left;
  }

  /**
   * An interrupted writer leaves its line, if it is still there; whether it was. If no other writer is
   * there or waits it was all that held readers back.
   */
  @SpecAction("RWMutex!LeaveWrite")
  private boolean leaveWrite(Waiter self) {
    lock.acquire();
    boolean left = writeLine.remove(self);
    Waiter served = null;
    if (left && writeLine.isEmpty()) {
      long next = RWMutexWord.withWritersWaiting(word, false);
      if (RWMutexWord.isWriting(next)) {
        word = next;
      } else {
        served = admitReaders(next);
      }
    }
    lock.release();
    Waiter.unparkAll(served);
    return left;
  }

  // -------------------------------------------------------------------------------------- the rest

  /** Volatile, all of them: the one that gives the mutex back pairs with the next that acquires it. */
  private boolean cas(long seen, long next) {
    return WORD.compareAndSet(this, seen, next);
  }

  private IllegalMonitorStateException notHeld(String call, String how, String before) {
    return new IllegalMonitorStateException(
        call + " of " + this + ", which is not " + how + ": call it once after each " + before);
  }

  /** How many readers wait. */
  int waitingReaders() {
    lock.acquire();
    int size = readLine.size();
    lock.release();
    return size;
  }

  /** How many writers wait. */
  int waitingWriters() {
    lock.acquire();
    int size = writeLine.size();
    lock.release();
    return size;
  }

  @Override
  public String toString() {
    return "RWMutex@"
        + Integer.toHexString(System.identityHashCode(this))
        + "[" + RWMutexWord.toString(word) + "]";
  }
}
