package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The timers of one P (spec: {@code heap[p]}), earliest deadline first: a heap in which each parent
 * has four children, which halves the depth of a binary one and keeps the four in one or two cache
 * lines. The deadlines stand in an array of their own, so that comparing them touches no timer; each
 * timer knows its place, so that removing one costs what adding one does. A million timers are ten
 * levels.
 *
 * <p>Thread-safe. The lock is held for a few instructions, by Ms and by goroutines, and it is never
 * given up in between: a goroutine does not even yield as it waits for it (see {@link
 * SpinLock#acquireWithoutYield}), since it may hold a channel's lock.
 *
 * <p>Go's counterpart is {@code timers} in runtime/time.go, which deletes lazily instead.
 */
final class TimerHeap {
  /** A timer that was taken off to be fired, and its number then (spec: {@code hand[m]}). */
  record Due(HeapTimer timer, long sequence) {
    void fire() {
      timer.fire(sequence);
    }
  }

  /**
   * How many scheduling points pass between two readings of the clock while timers are pending. One
   * reading costs 25 ns, a switch between goroutines some 200: so pending timers cost a switch 2 %.
   * Where switches are short, eight of them are over within microseconds; where they are long, {@link
   * #hint} bounds the delay.
   */
  private static final int CLOCK_EVERY = 8;

  private static final int ARITY = 4;
  private static final int SMALLEST = 16;
  private static final VarHandle EARLIEST;
  private static final VarHandle HINT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      EARLIEST = lookup.findVarHandle(TimerHeap.class, "earliest", long.class);
      HINT = lookup.findVarHandle(TimerHeap.class, "hint", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int id;
  private final SpinLock lock = new SpinLock();

  // Guarded by `lock`.
  private @Nullable HeapTimer[] timers = new @Nullable HeapTimer[SMALLEST];
  private long[] deadlines = new long[SMALLEST];
  private boolean retired;

  /** How many there are. Written under the lock; read without it by those who only count. */
  private volatile int size;

  /** How many of them start goroutines. As {@link #size}. */
  private volatile int functions;

  /** The least deadline, or {@link Deadlines#FOREVER}. Written under the lock, read without it. */
  private long earliest = Deadlines.FOREVER;

  /** Set from outside when a timer is due: the owner is to look at its next scheduling point. */
  private boolean hint;

  /** Scheduling points since the clock was read. Only the owner of the P uses it. */
  private int points;

  /**
   * @param id orders heaps where two are locked
   * @param retired whether it is out of use to begin with
   */
  TimerHeap(int id, boolean retired) {
    this.id = id;
    this.retired = retired;
  }

  // ------------------------------------------------------------------------------- without the lock

  /** The least deadline, or {@link Deadlines#FOREVER}. Any thread. */
  long earliest() {
    // Volatile: the keeper's step 2. Pairs with setVolatile in announce(): see Keeper.
    return (long) EARLIEST.getVolatile(this);
  }

  /** How many timers are pending. Any thread. */
  int size() {
    return size;
  }

  /** How many of the pending timers start goroutines. Any thread. */
  int functions() {
    return functions;
  }

  /**
   * Whether the owner of the P, at a scheduling point, should read the clock: almost never, and not
   * at all while no timer is pending. Owner only.
   */
  boolean isWorthALook() {
    // Opaque: a timer of another thread may be seen one scheduling point later.
    if ((long) EARLIEST.getOpaque(this) == Deadlines.FOREVER) {
      return false;
    }
    if (++points < CLOCK_EVERY && !(boolean) HINT.getOpaque(this)) { // pairs with hint()
      return false;
    }
    points = 0;
    // Opaque: pairs with hint(). A hint that is lost in this comes again after a tick of sysmon's.
    HINT.setOpaque(this, false);
    return true;
  }

  /** The owner should look at its next scheduling point: a timer is due. Any thread. */
  void hint() {
    HINT.setOpaque(this, true); // pairs with getOpaque in isWorthALook(); it guards nothing
  }

  // ------------------------------------------------------------------------------------ one timer

  /**
   * Adds a timer that is in no heap.
   *
   * @return false if this heap is out of use
   */
  boolean add(HeapTimer t, long when) {
    lock.acquireWithoutYield();
    try {
      if (retired) {
        return false;
      }
      append(t, when); // may run out of memory
      announce();
      return true;
    } finally {
      lock.release();
    }
  }

  /**
   * Sets a timer of this heap to another time.
   *
   * @return false if it is not in this heap
   */
  boolean change(HeapTimer t, long when, long period) {
    lock.acquireWithoutYield();
    boolean here = t.heap == this;
    if (here) {
      t.renumber(period);
      place(t, t.index, when);
      announce();
    }
    lock.release();
    return here;
  }

  /**
   * Removes a timer that was stopped.
   *
   * @return false if it is not in this heap
   */
  boolean remove(HeapTimer t) {
    lock.acquireWithoutYield();
    boolean here = t.heap == this;
    if (here) {
      t.renumber();
      delete(t);
      announce();
    }
    lock.release();
    return here;
  }

  /**
   * Takes the earliest timer off, if it is due, so that the caller may fire it. A ticker stays, with
   * its next deadline.
   */
  @SpecAction("Timers!Pop")
  @Nullable Due pop(long now) {
    if (earliest() > now) {
      return null;
    }
    lock.acquireWithoutYield();
    try {
      HeapTimer t = timers[0];
      if (t == null || deadlines[0] > now) {
        return null;
      }
      Due due = new Due(t, t.take()); // may run out of memory
      if (t.period() > 0) {
        place(t, 0, Deadlines.next(deadlines[0], t.period(), now));
      } else {
        delete(t);
      }
      announce();
      return due;
    } finally {
      lock.release();
    }
  }

  // ------------------------------------------------------------------------------- all its timers

  /**
   * Puts this heap out of use and moves its timers to another, in one step.
   *
   * @return the earliest deadline that was moved, or {@link Deadlines#FOREVER}: the caller has to look
   *     ({@link TimerHome#look})
   */
  long moveTo(TimerHeap to) {
    TimerHeap lower = id < to.id ? this : to;
    TimerHeap higher = lower == this ? to : this;
    lower.lock.acquireWithoutYield();
    higher.lock.acquireWithoutYield();
    try {
      to.reserve(to.size + size); // first, as there may be no memory
      long moved = earliest();
      retired = true;
      for (int i = 0; i < size; i++) {
        to.append(at(i), deadlines[i]);
      }
      empty();
      announce();
      to.announce();
      return moved;
    } finally {
      higher.lock.release();
      lower.lock.release();
    }
  }

  /** It is in use again. */
  void revive() {
    lock.acquireWithoutYield();
    retired = false;
    lock.release();
  }

  /** Puts it out of use and drops its timers. */
  void drop() {
    lock.acquireWithoutYield();
    retired = true;
    for (int i = 0; i < size; i++) {
      at(i).heap = null;
    }
    empty();
    announce();
    lock.release();
  }

  // ------------------------------------------------------------------------- with the lock held

  private void append(HeapTimer t, long when) {
    reserve(size + 1);
    int last = size;
    size = last + 1;
    if (t.startsGoroutine()) {
      functions++;
    }
    t.heap = this;
    siftUp(t, last, when);
  }

  private void delete(HeapTimer t) {
    int hole = t.index;
    int last = size - 1;
    HeapTimer moved = at(last);
    long when = deadlines[last];
    timers[last] = null;
    size = last;
    if (hole != last) {
      place(moved, hole, when);
    }
    if (t.startsGoroutine()) {
      functions--;
    }
    t.heap = null; // last: what was written above is seen by whoever reads it as null
    if (last < timers.length / 4 && timers.length > SMALLEST) {
      shrink();
    }
  }

  private void shrink() {
    try {
      resize(timers.length / 2);
    } catch (OutOfMemoryError e) {
      // It stays as large as it is.
    }
  }

  private void empty() {
    timers = new @Nullable HeapTimer[SMALLEST];
    deadlines = new long[SMALLEST];
    size = 0;
    functions = 0;
  }

  /** The timer goes to that place, which is free, or to where it belongs from there. */
  private void place(HeapTimer t, int at, long when) {
    if (at > 0 && when < deadlines[parent(at)]) {
      siftUp(t, at, when);
    } else {
      siftDown(t, at, when);
    }
  }

  private void siftUp(HeapTimer t, int from, long when) {
    int hole = from;
    while (hole > 0 && when < deadlines[parent(hole)]) {
      put(at(parent(hole)), hole, deadlines[parent(hole)]);
      hole = parent(hole);
    }
    put(t, hole, when);
  }

  private void siftDown(HeapTimer t, int from, long when) {
    int hole = from;
    int n = size;
    for (int first = ARITY * hole + 1; first < n; first = ARITY * hole + 1) {
      int least = first;
      for (int child = first + 1; child < Math.min(first + ARITY, n); child++) {
        if (deadlines[child] < deadlines[least]) {
          least = child;
        }
      }
      if (when <= deadlines[least]) {
        break;
      }
      put(at(least), hole, deadlines[least]);
      hole = least;
    }
    put(t, hole, when);
  }

  private void put(HeapTimer t, int at, long when) {
    timers[at] = t;
    deadlines[at] = when;
    t.index = at;
  }

  private static int parent(int child) {
    return (child - 1) / ARITY;
  }

  private HeapTimer at(int i) {
    HeapTimer t = timers[i];
    if (t == null) {
      throw new IllegalStateException("no timer at " + i + " of " + this);
    }
    return t;
  }

  private void reserve(int least) {
    if (least > timers.length) {
      resize(Math.max(least, 2 * timers.length));
    }
  }

  private void resize(int length) {
    @Nullable HeapTimer[] resized = Arrays.copyOf(timers, length);
    deadlines = Arrays.copyOf(deadlines, length);
    timers = resized; // both or, if there is no memory, the longer of the two is not used
  }

  /** Tells those who look without the lock what the least deadline is now. */
  private void announce() {
    long least = size == 0 ? Deadlines.FOREVER : deadlines[0];
    if (least != earliest) {
      // Volatile: step 1 of adding; it must not come after the look at the keeper. Pairs with the
      // getVolatile in earliest().
      EARLIEST.setVolatile(this, least);
    }
  }

  @Override
  public String toString() {
    return "TimerHeap" + id + "[" + size + "]";
  }
}
