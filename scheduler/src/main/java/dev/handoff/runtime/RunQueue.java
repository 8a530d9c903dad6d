package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The run queue of a P: a ring that its owner appends to and takes from, and that other Ms steal
 * from, beside the {@code runnext} slot.
 *
 * <p><b>Structure.</b> The ring holds the elements at positions {@code head} up to {@code tail};
 * position {@code i} is slot {@code i mod capacity}. Positions are 64 bits wide and never wrap in
 * practice. (Go's are 32 bits and do; a thief that stalls for a full turn could then take what is no
 * longer there.)
 *
 * <p><b>Who calls what.</b> The owner, that is the M that holds the P: {@link #put}, {@link
 * #exchangeNext}, {@link #takeNext}, {@link #take}, {@link #takeHalf}, {@link #tail}, {@link
 * #lastTaken}. Any other M: {@link #steal}, {@link #stealNext}, {@link #isEmpty} and the like.
 *
 * <p><b>Races.</b> Only the owner writes {@code tail}; whoever takes moves {@code head} by a
 * compare-and-set, so each element is taken once:
 *
 * <pre>
 *   [T1] owner  put:    1. slot[tail] := e      2. tail := tail + 1 (release)
 *   [T2] thief  steal:  1. h := head (acquire)  2. t := tail (acquire)
 *                       3. copies slots h..     4. CAS head: h -> h + n (release)
 * </pre>
 *
 * T2.2 sees T1.2 and so T1.1. The owner reuses a slot only when it has seen a head beyond it (put
 * reads it with acquire, which pairs with T2.4), so what T2 copied before a successful T2.4 is what
 * was there. A successful T2.4 also says that nobody took anything since T2.1. What it takes is half
 * of what was there at T2.2; if the owner has put more since, that is less than half of what is there
 * at T2.4, where the theft takes place.
 *
 * <p>Taken slots are not cleared by thieves, since the owner may have filled them again. The owner
 * overwrites them in time; a ring keeps at most {@code capacity} goroutines from being collected.
 *
 * <p>Algorithm: Go's {@code runqput}, {@code runqget}, {@code runqputslow}, {@code runqgrab},
 * {@code runqempty} in runtime/proc.go. After a change run RunQueueLincheckTest and
 * RunQueueStressTest of the verification module.
 *
 * @param <E> what is queued; goroutines, but for checkers
 */
public final class RunQueue<E extends @NonNull Object> {
  private static final VarHandle HEAD;
  private static final VarHandle TAIL;
  private static final VarHandle NEXT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(RunQueue.class, "head", long.class);
      TAIL = lookup.findVarHandle(RunQueue.class, "tail", long.class);
      NEXT = lookup.findVarHandle(RunQueue.class, "next", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable Object[] slots;
  private final int mask;

  private long head;
  private long tail;
  private @Nullable Object next;

  /** Owner only. */
  private long lastTaken = -1;

  /**
   * @param capacity slots of the ring, a power of two
   */
  public RunQueue(int capacity) {
    if (capacity < 2 || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity " + capacity + " is no power of two above 1");
    }
    slots = new @Nullable Object[capacity];
    mask = capacity - 1;
  }

  // -------------------------------------------------------------------------------- the owner

  /** Appends to the ring; false if it is full. Owner only. */
  @SpecAction("RunQueue!PutReadHead")
  @SpecAction("RunQueue!PutStoreSlot")
  @SpecAction("RunQueue!PutStoreTail")
  public boolean put(E e) {
    long h = (long) HEAD.getAcquire(this); // pairs with the compareAndSet of head in steal and take
    long t = tail; // plain: only the owner writes it
    if (t - h > mask) {
      return false;
    }
    slots[(int) t & mask] = e;
    TAIL.setRelease(this, t + 1); // [T1.2], pairs with getAcquire of tail in steal and isEmpty
    return true;
  }

  /** Puts e into runnext; what was there. Owner only. */
  @SpecAction("RunQueue!ExchangeNext")
  @SuppressWarnings("unchecked") // only Es are put there
  public @Nullable E exchangeNext(E e) {
    // Volatile, on both sides: publishes e to stealNext, and is ordered before the look at the idle
    // state that follows in Running.putNext. Thieves may empty the slot at any time, hence an exchange.
    return (E) NEXT.getAndSet(this, e);
  }

  /** Takes runnext; null if it is empty. Owner only. */
  @SpecAction("RunQueue!PeekNext")
  @SpecAction("RunQueue!TakeNext")
  @SuppressWarnings("unchecked") // only Es are put there
  public @Nullable E takeNext() {
    // Opaque: a cheap look; the owner filled the slot itself, so null means empty or stolen.
    if (NEXT.getOpaque(this) == null) {
      return null;
    }
    return (E) NEXT.getAndSet(this, null); // races with compareAndSet in stealNext; one gets it
  }

  /** Takes the oldest of the ring; null if it is empty. Owner only. */
  @SpecAction("RunQueue!TakeReadHead")
  @SpecAction("RunQueue!TakeReadSlot")
  @SpecAction("RunQueue!TakeCas")
  @SpecAction("RunQueue!TakeClear")
  @SuppressWarnings("unchecked") // only Es are put there
  public @Nullable E take() {
    for (; ; ) {
      long h = (long) HEAD.getAcquire(this); // pairs with the compareAndSet of head in steal
      if (h == tail) {
        return null;
      }
      Object e = slots[(int) h & mask];
      // Races with the same compareAndSet in steal: one of the two takes position h. No owner reuses
      // the slot meanwhile, as this is the owner.
      if (HEAD.compareAndSet(this, h, h + 1)) {
        lastTaken = h;
        slots[(int) h & mask] = null; // the owner may: nobody else writes slots
        return (@Nullable E) e;
      }
    }
  }

  /**
   * Takes the older half of a full ring; 0, and nothing, if it is not full or a thief was quicker.
   * Owner only.
   */
  @SpecAction("RunQueue!SpillReadHead")
  @SpecAction("RunQueue!SpillCas")
  public int takeHalf(Grab<E> into) {
    long h = (long) HEAD.getAcquire(this); // pairs with the compareAndSet of head in steal
    long t = tail;
    int n = slots.length / 2;
    if (t - h != slots.length) {
      return 0;
    }
    copy(h, n, into);
    if (!HEAD.compareAndSet(this, h, h + n)) { // races with steal: one of the two takes them
      into.clear();
      return 0;
    }
    into.taken(h, t);
    return n;
  }

  /** The position that the next {@link #put} fills. Owner only. */
  public long tail() {
    return tail;
  }

  /** The position of what {@link #take} took last. Owner only. */
  public long lastTaken() {
    return lastTaken;
  }

  // ------------------------------------------------------------------------------------ thieves

  /** Takes half of the ring, rounded up; how many that is. Any M but the owner. */
  @SpecAction("RunQueue!StealReadHead")
  @SpecAction("RunQueue!StealReadTail")
  @SpecAction("RunQueue!StealCas")
  public int steal(Grab<E> into) {
    for (; ; ) {
      long h = (long) HEAD.getAcquire(this); // [T2.1] pairs with the compareAndSet of head
      long t = (long) TAIL.getAcquire(this); // [T2.2] pairs with setRelease in put
      long available = t - h;
      if (available <= 0) {
        return 0;
      }
      if (available > slots.length) {
        continue; // h and t were not read at the same time: others have taken, and the owner put
      }
      int n = (int) (available - available / 2);
      copy(h, n, into); // [T2.3]
      if (HEAD.compareAndSet(this, h, h + n)) { // [T2.4] races with take, takeHalf and steal
        into.taken(h, t);
        return n;
      }
      into.clear();
    }
  }

  /** Takes runnext, which the owner was about to run; null if it is empty. Any M. */
  @SpecAction("RunQueue!StealNextRead")
  @SpecAction("RunQueue!StealNextCas")
  @SuppressWarnings("unchecked") // only Es are put there
  public @Nullable E stealNext() {
    Object e = NEXT.getAcquire(this); // pairs with getAndSet in exchangeNext
    // Races with takeNext and exchangeNext of the owner, and with other thieves: one gets it.
    return e != null && NEXT.compareAndSet(this, e, null) ? (E) e : null;
  }

  /** What is in runnext, without taking it; null if it is empty. Any thread. */
  @SuppressWarnings("unchecked") // only Es are put there
  public @Nullable E peekNext() {
    return (@Nullable E) NEXT.getAcquire(this); // pairs with getAndSet in exchangeNext
  }

  /** Whether runnext was full at some moment of the call. Any thread. */
  public boolean hasNext() {
    return NEXT.getVolatile(this) != null; // pairs with getAndSet in exchangeNext
  }

  /** Whether the ring had anything at some moment of the call. Any thread. */
  public boolean hasRing() {
    // head first: it only grows, so a tail read later that is beyond it was so when it was read.
    long h = (long) HEAD.getVolatile(this); // pairs with the compareAndSet of head
    return (long) TAIL.getVolatile(this) > h; // pairs with setRelease in put
  }

  /**
   * Whether ring and runnext were both empty at one moment of the call. Any thread.
   *
   * <p>The owner may move an element from runnext to the ring meanwhile, and a look at one after the
   * other could miss it in both. So tail is read before and after: unless it changed, nothing came
   * into the ring.
   */
  @SpecAction("RunQueue!LookReadHead")
  @SpecAction("RunQueue!LookReadTail")
  @SpecAction("RunQueue!LookReadNext")
  @SpecAction("RunQueue!LookReadTailAgain")
  public boolean isEmpty() {
    for (; ; ) {
      // All volatile: this is the sleeper's second look, after its compare-and-set of the idle
      // state (Sched.release); it pairs with a submitter's put and look in Running.putNext.
      long h = (long) HEAD.getVolatile(this);
      long t = (long) TAIL.getVolatile(this);
      boolean noNext = NEXT.getVolatile(this) == null;
      if (t == (long) TAIL.getVolatile(this)) {
        return h >= t && noNext;
      }
    }
  }

  /** About how many elements there are, runnext included. Any thread. */
  public int size() {
    long h = (long) HEAD.getAcquire(this); // a statistic: pairs with nothing
    long t = (long) TAIL.getAcquire(this);
    return (int) Math.max(0, Math.min(t - h, slots.length)) + (hasNext() ? 1 : 0);
  }

  @SpecAction("RunQueue!SpillCopy")
  @SpecAction("RunQueue!StealCopy")
  private void copy(long from, int n, Grab<E> into) {
    for (int i = 0; i < n; i++) {
      into.addSlot(slots[(int) (from + i) & mask]);
    }
  }

  /**
   * What one M takes from a ring at once, with where it came from. Belongs to that M and is used
   * again and again, so that stealing allocates nothing.
   */
  public static final class Grab<E extends @NonNull Object> {
    private final @Nullable Object[] items;
    private int count;
    private long head;
    private long tailSeen;

    /**
     * @param capacity of the rings it is used for; holds half of that and one more
     */
    public Grab(int capacity) {
      items = new @Nullable Object[capacity / 2 + 1];
    }

    private void addSlot(@Nullable Object e) {
      items[count++] = e;
    }

    private void taken(long from, long tail) {
      head = from;
      tailSeen = tail;
    }

    /** Adds one more. */
    public void add(E e) {
      addSlot(e);
    }

    /** How many there are. */
    public int count() {
      return count;
    }

    /** The i-th, the oldest being number 0. */
    @SuppressWarnings("unchecked") // only Es are put there
    public E item(int i) {
      Object e = items[i];
      if (e == null || i >= count) {
        throw new IndexOutOfBoundsException("item " + i + " of " + count);
      }
      return (E) e;
    }

    /** The position of the oldest in the ring it came from. */
    public long head() {
      return head;
    }

    /** The tail that the thief saw. */
    public long tailSeen() {
      return tailSeen;
    }

    /** Lets go of all. */
    public void clear() {
      for (int i = 0; i < count; i++) {
        items[i] = null;
      }
      count = 0;
    }
  }
}
