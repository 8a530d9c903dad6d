package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A processor: the right to run goroutines, with a run queue of its own. One thread owns it at a
 * time: the M that holds it, or whoever has just taken it and will pass it on. {@link Ownership} says
 * who that is, and publishes all plain fields below from one owner to the next.
 */
public final class P extends Unsettled.Item<P> {
  private static final VarHandle SLICE_ENDED;
  private static final VarHandle SLICES;
  private static final VarHandle PUTS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      SLICE_ENDED = lookup.findVarHandle(P.class, "sliceEnded", boolean.class);
      SLICES = lookup.findVarHandle(P.class, "slices", long.class);
      PUTS = lookup.findVarHandle(P.class, "puts", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final int id;

  final Ownership ownership = new Ownership();

  /** Spec: {@code runq[p]} and {@code runnext[p]}. */
  final RunQueue<G> queue;

  /** Spec: {@code heap[p]} of Timers.tla. */
  final TimerHeap timers;

  /** Slices since the global queue went first (spec: {@code tick[p]}). Owner only. */
  int tick;

  /** All slices so far. Written by the owner, read by sysmon. */
  private long slices;

  /** Set by sysmon when a slice has lasted too long; the owner then prefers the run queue. */
  private boolean sliceEnded;

  /** Odd while the owner puts something in its queue. Kept only while a run is recorded. */
  private long puts;

  /** How often it has changed hands. Owner only; kept only while a run is recorded. */
  private long transfers;

  /** Out of use, and nobody will touch it until it is brought back. */
  private volatile boolean gone;

  /**
   * @param gone whether it is out of use to begin with
   */
  P(int id, Limits limits, boolean gone) {
    this.id = id;
    this.gone = gone;
    this.queue = new RunQueue<>(limits.queueCapacity());
    this.timers = new TimerHeap(id, gone);
  }

  /** A goroutine begins a slice of its own. Owner only. */
  void startSlice() {
    tick++;
    // Opaque: sysmon's getOpaque in slices() compares two readings; it orders nothing else.
    SLICES.setOpaque(this, slices + 1);
    if (sliceEnded()) {
      // Opaque, as in sliceEnded(). sysmon may set it again at once for the slice that has just
      // ended: the new slice is then cut short, which the spec allows (a slice may end any time).
      SLICE_ENDED.setOpaque(this, false);
    }
  }

  /** How many slices this P has begun. Any thread. */
  long slices() {
    return (long) SLICES.getOpaque(this);
  }

  /** sysmon: the current slice has lasted long enough. */
  void endSlice() {
    // Opaque: pairs with getOpaque in sliceEnded(). It must be seen some time; it guards nothing.
    SLICE_ENDED.setOpaque(this, true);
  }

  /** Whether the current slice has lasted long enough. */
  boolean sliceEnded() {
    return (boolean) SLICE_ENDED.getOpaque(this); // pairs with setOpaque in endSlice()
  }

  /** Counts a change of hands, before or after it, by whoever owns the P then; the new count. */
  long transfer() {
    return ++transfers;
  }

  /** Out of use: the owner lets go of it. */
  void letGo() {
    gone = true; // volatile: pairs with the read in bringBack()
  }

  /** In use again, if nobody owns it; on success the caller does. One thread at a time. */
  boolean bringBack() {
    boolean free = gone;
    if (free) {
      gone = false;
    }
    return free;
  }

  /**
   * The put counter, a sequence lock around each put of the owner: odd while a put is under way. An
   * M that looks into the queue from outside reads the same even value before and after, and thereby
   * knows between which puts it looked.
   */
  long puts() {
    return (long) PUTS.getVolatile(this); // pairs with getAndAdd in bumpPuts()
  }

  /** Begins or ends a put, while a run is recorded; the new value. Owner only. */
  long bumpPuts() {
    // Volatile, a full fence on both sides: the put must not leave the bracket.
    return (long) PUTS.getAndAdd(this, 1L) + 1;
  }

  @Override
  public String toString() {
    return "P" + id;
  }
}
