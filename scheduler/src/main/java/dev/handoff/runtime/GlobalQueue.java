package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The global queue: unbounded, first in first out, any thread at both ends, lock-free.
 *
 * <p>It is the queue of Michael and Scott ("Simple, Fast, and Practical Non-Blocking and Blocking
 * Concurrent Queue Algorithms", PODC 1996). {@code head} is a node whose element is gone; its
 * successor holds the oldest element. {@code tail} is the last node or lags behind it; whoever finds
 * it lagging moves it on.
 *
 * <p>Each node knows its position, one more than its predecessor's, which is certain when the node
 * is linked. Positions order the operations in a recorded run.
 *
 * <p>Go's global queue is a list under {@code sched.lock}; this one has no lock, because threads
 * that must not be held up put goroutines here.
 *
 * @param <E> what is queued
 */
public final class GlobalQueue<E extends @NonNull Object> {
  private static final VarHandle HEAD;
  private static final VarHandle TAIL;
  private static final VarHandle LINK;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      HEAD = lookup.findVarHandle(GlobalQueue.class, "head", Node.class);
      TAIL = lookup.findVarHandle(GlobalQueue.class, "tail", Node.class);
      LINK = lookup.findVarHandle(Node.class, "link", Node.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  static final class Node<E extends @NonNull Object> {
    private @Nullable E item;
    private long position;
    private volatile @Nullable Node<E> link;

    Node(@Nullable E item, long position) {
      this.item = item;
      this.position = position;
    }
  }

  /**
   * The outcome of {@link #poll}.
   *
   * @param item what was taken, or null: the queue was empty
   * @param position where it was, or, if the queue was empty, what the next put will get
   */
  public record Polled<E extends @NonNull Object>(@Nullable E item, long position) {}

  private volatile Node<E> head;
  private volatile Node<E> tail;

  /** An empty queue; the first put gets position 0. */
  public GlobalQueue() {
    Node<E> gone = new Node<>(null, -1);
    head = gone;
    tail = gone;
  }

  /** Appends e; its position. */
  public long put(E e) {
    return put(node(e));
  }

  /** What {@link #put(Node)} takes: for who must not run out of memory half-way. */
  Node<E> node(E e) {
    return new Node<>(e, 0);
  }

  /** Appends what {@link #node} has made, once; its position. Allocates nothing. */
  long put(Node<E> node) {
    return append(node, node);
  }

  /** Appends the items of {@code batch} in order, as one step; the position of the first. */
  public long putAll(RunQueue.Grab<E> batch) {
    Node<E> first = new Node<>(batch.item(0), 0);
    Node<E> last = first;
    for (int i = 1; i < batch.count(); i++) {
      Node<E> node = new Node<>(batch.item(i), 0);
      last.link = node;
      last = node;
    }
    return append(first, last);
  }

  private long append(Node<E> first, Node<E> last) {
    for (; ; ) {
      Node<E> t = tail;
      Node<E> beyond = t.link;
      if (beyond != null) {
        TAIL.compareAndSet(this, t, beyond); // help whoever linked it; pairs with the same elsewhere
        continue;
      }
      number(first, t.position + 1);
      // Volatile: publishes the nodes to readers of `link`, and orders a submitter's put before its
      // look at the idle state (Sched.enqueue).
      if (LINK.compareAndSet(t, null, first)) {
        TAIL.compareAndSet(this, t, last); // may fail: somebody helped, one node at a time
        return first.position;
      }
    }
  }

  /** The chain is not yet shared, so its positions may be written plainly. */
  private static <E extends @NonNull Object> void number(Node<E> first, long position) {
    long next = position;
    for (Node<E> n = first; n != null; n = n.link) {
      n.position = next++;
    }
  }

  /** Takes the oldest. */
  @SpecAction("RunQueue!PollOverflow")
  public Polled<E> poll() {
    for (; ; ) {
      Node<E> h = head;
      Node<E> first = h.link;
      if (first == null) {
        return new Polled<>(null, h.position + 1);
      }
      Node<E> t = tail;
      if (h == t) {
        TAIL.compareAndSet(this, t, first); // tail must not fall behind head; see append
      }
      // Made first, as there may be no memory. If head is moved here the item is still there: only
      // whoever moves head to its node takes it out.
      Polled<E> polled = new Polled<>(first.item, first.position);
      // Pairs with itself: one of those who saw h takes the element of its successor.
      if (HEAD.compareAndSet(this, h, first)) {
        first.item = null;
        return polled;
      }
    }
  }

  /**
   * Looks without taking: the position of the oldest, or, if the queue is empty, the complement
   * ({@code ~}) of the position that the next put will get.
   */
  public long look() {
    Node<E> h = head;
    return h.link == null ? ~(h.position + 1) : h.position + 1;
  }

  /** Whether it was empty at some moment of the call. */
  public boolean isEmpty() {
    return head.link == null; // both volatile: the sleeper's second look, see Sched.enqueue
  }

  /** About how many elements there are. */
  public long size() {
    return Math.max(0, tail.position - head.position);
  }
}
