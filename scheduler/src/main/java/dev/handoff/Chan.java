package dev.handoff;

import dev.handoff.runtime.ChannelAccess;
import dev.handoff.runtime.ChannelTimer;
import dev.handoff.runtime.Parking;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.SpinLock;
import dev.handoff.runtime.Statements;
import dev.handoff.runtime.TimedChannel;
import dev.handoff.runtime.WaitReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A channel: goroutines, and any other threads, send values into it and receive them in order.
 *
 * <p><b>Who waits.</b> A sender waits while the buffer is full, a receiver while it is empty; an
 * unbuffered channel has no buffer, so each waits for the other. Waiters are served first come,
 * first served, and a value is handed to a waiting receiver directly, without a stop in the buffer.
 *
 * <p><b>Memory.</b> As in Go's memory model: what precedes a send happens-before what follows the
 * receive of that value; what precedes the k-th receive from a channel of capacity C happens-before
 * what follows the (k+C)-th send (so on an unbuffered channel a receive happens-before what follows
 * its send); what precedes a close happens-before what follows a receive that returns null because
 * of it.
 *
 * <p><b>Structure.</b> As Go's {@code hchan} (runtime/chan.go): a ring, two queues of waiters, and
 * a lock that is held for a few instructions and never while waiting. A waiter's outcome is written
 * under the lock by whoever serves it; the waiter parks until it sees one. A waiter that is
 * interrupted takes the lock: either it has been served already, and then the operation has
 * happened, or it leaves the queue, and then it has not.
 *
 * @param <T> what is sent; never null
 */
public final class Chan<T extends @NonNull Object> implements Sender<T>, Receiver<T> {
  static {
    ChannelAccess.set(
        new ChannelAccess() {
          @Override
          public TimedChannel create(ChannelTimer timer) {
            return new TimerSide(new Chan<>(1, timer));
          }

          @Override
          public @Nullable ChannelTimer timerOf(Object on) {
            return on instanceof Chan<?> channel ? channel.timer : null;
          }
        });
  }

  private final SpinLock lock = new SpinLock();

  /** The timer that sends here, of a timer's channel. */
  private final @Nullable ChannelTimer timer;

  // All guarded by `lock`.
  private final @Nullable Object[] buffer;
  private int first;
  private int count;
  private boolean closed;
  private final Waiters<T> senders = new Waiters<>();
  private final Waiters<T> receivers = new Waiters<>();

  private Chan(int capacity, @Nullable ChannelTimer timer) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity " + capacity + " is negative");
    }
    buffer = new @Nullable Object[capacity];
    this.timer = timer;
  }

  /** A channel on which each send waits for its receive. */
  public static <T extends @NonNull Object> Chan<T> unbuffered() {
    return new Chan<>(0, null);
  }

  /**
   * A channel that holds that many values before a send waits; 0 is {@link #unbuffered}.
   *
   * @throws IllegalArgumentException if the capacity is negative
   */
  public static <T extends @NonNull Object> Chan<T> buffered(int capacity) {
    return new Chan<>(capacity, null);
  }

  // ------------------------------------------------------------------------------------- sending

  @Override
  public void send(T value) {
    Objects.requireNonNull(value, "a channel holds no nulls");
    Statements.checkpoint();
    lock.acquire();
    if (offer(value)) { // releases the lock
      return;
    }
    Waiter<T> self = enlist(senders, value); // releases the lock
    self.await(WaitReason.CHAN_SEND, this, senders);
    if (self.outcome() == Outcome.CLOSED) {
      throw sendOnClosed();
    }
  }

  @Override
  @SpecAction("Channel!TrySendRefused")
  public boolean trySend(T value) {
    Objects.requireNonNull(value, "a channel holds no nulls");
    lock.acquire();
    if (offer(value)) {
      return true;
    }
    lock.release();
    return false;
  }

  /** Sends without waiting, and releases the lock, if that is possible; else does neither. */
  @SpecAction("Parking!PollNobody")
  @SpecAction("Parking!Give")
  @SpecAction("Channel!SendClosed")
  @SpecAction("Channel!SendToReceiver")
  @SpecAction("Channel!SendToBuffer")
  private boolean offer(T value) {
    if (closed) {
      lock.release();
      throw sendOnClosed();
    }
    Waiter<T> receiver = receivers.poll();
    if (receiver != null) {
      receiver.value = value;
      receiver.serve(Outcome.DONE, lock);
      return true;
    }
    if (count == buffer.length) {
      return false;
    }
    append(value);
    lock.release();
    return true;
  }

  private ChannelClosedException sendOnClosed() {
    return new ChannelClosedException("send on closed channel " + this);
  }

  // ----------------------------------------------------------------------------------- receiving

  @Override
  @SpecAction("Parking!TakeValue")
  @SpecAction("Channel!ReceiveClosed")
  public @Nullable T receive() {
    Statements.checkpoint();
    lock.acquire();
    T value = poll(); // releases the lock if it returns one
    if (value != null) {
      return value;
    }
    if (closed) {
      lock.release();
      return null;
    }
    Waiter<T> self = enlist(receivers, null); // releases the lock
    self.await(WaitReason.CHAN_RECEIVE, this, receivers);
    return self.value;
  }

  @Override
  @SpecAction("Channel!ReceiveClosed")
  @SpecAction("Channel!TryReceiveRefused")
  public @Nullable T tryReceive() {
    lock.acquire();
    T value = poll();
    if (value == null) {
      lock.release();
    }
    return value;
  }

  /** Receives without waiting, and releases the lock, if there is a value; else does neither. */
  @SpecAction("Parking!TakeBuffered")
  @SpecAction("Parking!FindNothing")
  @SpecAction("Timers!Receive")
  @SpecAction("Channel!ReceiveFromBuffer")
  @SpecAction("Channel!ReceiveAndRefill")
  @SpecAction("Channel!ReceiveFromSender")
  private @Nullable T poll() {
    if (count > 0) {
      T value = removeFirst();
      Waiter<T> sender = senders.poll();
      if (sender == null) {
        lock.release();
      } else {
        append(sender.sent());
        sender.serve(Outcome.DONE, lock);
      }
      return value;
    }
    Waiter<T> sender = senders.poll();
    if (sender == null) {
      return null;
    }
    T value = sender.sent();
    sender.serve(Outcome.DONE, lock);
    return value;
  }

  @Override
  public boolean isDrained() {
    lock.acquire();
    boolean drained = closed && count == 0;
    lock.release();
    return drained;
  }

  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      private @Nullable T ahead;

      @Override
      public boolean hasNext() {
        if (ahead == null) {
          ahead = receive();
        }
        return ahead != null;
      }

      @Override
      public T next() {
        T value = ahead == null ? receive() : ahead;
        ahead = null;
        if (value == null) {
          throw new NoSuchElementException(Chan.this + " is closed and drained");
        }
        return value;
      }
    };
  }

  // ------------------------------------------------------------------------------------- closing

  @Override
  @SpecAction("Channel!CloseMark")
  @SpecAction("Channel!CloseTake")
  @SpecAction("Channel!CloseAgain")
  @SpecAction("Channel!Unpark")
  public void close() {
    lock.acquire();
    if (closed) {
      lock.release();
      throw new ChannelClosedException("close of closed channel " + this);
    }
    closed = true;
    Waiter<T> served = null;
    for (Waiter<T> w = receivers.poll(); w != null; w = receivers.poll()) {
      w.next = served;
      served = w;
    }
    for (Waiter<T> w = senders.poll(); w != null; w = senders.poll()) {
      w.next = served;
      served = w;
    }
    lock.release();
    while (served != null) {
      Waiter<T> w = served;
      served = w.next; // read first: once its outcome is set, the waiter is gone
      w.next = null;
      w.decide(Outcome.CLOSED);
      Parking.unpark(w.thread);
    }
  }

  // -------------------------------------------------------------------------------------- the rest

  /** How many values are in the buffer. */
  public int length() {
    lock.acquire();
    int length = count;
    lock.release();
    return length;
  }

  /** How many values the buffer can hold. */
  public int capacity() {
    return buffer.length;
  }

  @Override
  public String toString() {
    String kind = buffer.length == 0 ? "unbuffered" : length() + "/" + buffer.length;
    return "Chan@" + Integer.toHexString(System.identityHashCode(this)) + "[" + kind + "]";
  }

  private void append(T value) {
    int slot = first + count;
    buffer[slot < buffer.length ? slot : slot - buffer.length] = value;
    count++;
  }

  @SuppressWarnings({"unchecked", "nullness"}) // count > 0: the slot holds a T
  private T removeFirst() {
    Object value = buffer[first];
    buffer[first] = null;
    first = first + 1 == buffer.length ? 0 : first + 1;
    count--;
    return (T) value;
  }

  /** Puts the calling thread into a queue of waiters and releases the lock. */
  @SpecAction("Parking!CheckInterrupt")
  @SpecAction("Parking!Enlist")
  @SpecAction("Channel!SendWait")
  @SpecAction("Channel!SendInterrupted")
  @SpecAction("Channel!ReceiveWait")
  @SpecAction("Channel!ReceiveInterrupted")
  private Waiter<T> enlist(Waiters<T> queue, @Nullable T value) {
    if (Thread.currentThread().isInterrupted()) {
      lock.release();
      throw new GoroutineInterruptedException();
    }
    Waiter<T> self = new Waiter<>(Thread.currentThread(), value);
    queue.add(self);
    lock.release();
    return self;
  }

  /** The channel as its timer sees it; the timer's lock is the channel's. */
  private record TimerSide(Chan<Instant> channel) implements TimedChannel {
    @Override
    public Receiver<Instant> receiver() {
      return channel;
    }

    @Override
    public void acquire() {
      channel.lock.acquire();
    }

    @Override
    public void release() {
      channel.lock.release();
    }

    @Override
    public boolean clear() {
      if (channel.count == 0) {
        return false;
      }
      channel.removeFirst();
      return true;
    }

    @Override
    public boolean hasReceiver() {
      return channel.receivers.first != null;
    }

    @Override
    public void sendAndRelease(Instant value) {
      // Somebody who casts the Receiver to Chan can close it: the timer must not fail then.
      if (channel.closed || !channel.offer(value)) {
        channel.lock.release();
      }
    }
  }

  /** What became of a waiter. */
  private enum Outcome {
    WAITING,
    DONE,
    CLOSED
  }

  /** A thread that waits to send or to receive (Go's {@code sudog}). */
  private static final class Waiter<T extends @NonNull Object> {
    private static final VarHandle OUTCOME;

    static {
      try {
        OUTCOME = MethodHandles.lookup().findVarHandle(Waiter.class, "outcome", Outcome.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    final Thread thread;

    /** What it sends, or has received. Guarded by the lock until the outcome is set. */
    @Nullable T value;

    /** Set once, by whoever serves it. */
    private volatile Outcome outcome = Outcome.WAITING;

    // Guarded by the lock.
    @Nullable Waiter<T> next;
    @Nullable Waiter<T> previous;

    Waiter(Thread thread, @Nullable T value) {
      this.thread = thread;
      this.value = value;
    }

    T sent() {
      T sent = value;
      if (sent == null) {
        throw new IllegalStateException("a sender without a value");
      }
      return sent;
    }

    /**
     * Ends its wait. Release: it publishes {@code value}, and pairs with the volatile reads of the
     * waiter, which come after the unpark that follows.
     */
    @SpecAction("Parking!Decide")
    @SpecAction("Channel!CloseTell")
    void decide(Outcome result) {
      OUTCOME.setRelease(this, result);
    }

    Outcome outcome() {
      return outcome; // volatile: pairs with setRelease in decide()
    }

    /** Ends its wait, and releases the lock before it wakes the thread. */
    @SpecAction("Channel!Unpark")
    void serve(Outcome result, SpinLock lock) {
      decide(result);
      lock.release();
      Parking.unpark(thread);
    }

    @SpecAction("Parking!Look")
    @SpecAction("Parking!LookInterrupt")
    @SpecAction("Parking!LookAgain")
    @SpecAction("Channel!ParkAgain")
    @SpecAction("Channel!Return")
    void await(WaitReason reason, Chan<T> channel, Waiters<T> queue) {
      while (outcome == Outcome.WAITING) {
        if (thread.isInterrupted() && leave(channel.lock, queue)) {
          throw new GoroutineInterruptedException();
        }
        if (outcome == Outcome.WAITING) {
          Parking.park(reason, channel);
        }
      }
    }

    /** Leaves the queue unless it has been served; whether it left. */
    @SpecAction("Parking!Leave")
    @SpecAction("Channel!LeaveQueue")
    private boolean leave(SpinLock lock, Waiters<T> queue) {
      lock.acquire();
      boolean left = queue.remove(this);
      lock.release();
      return left;
    }
  }

  /** Waiters, first in first out. Guarded by the channel's lock. */
  private static final class Waiters<T extends @NonNull Object> {
    private @Nullable Waiter<T> first;
    private @Nullable Waiter<T> last;

    void add(Waiter<T> w) {
      w.previous = last;
      if (last == null) {
        first = w;
      } else {
        last.next = w;
      }
      last = w;
    }

    @SpecAction("Parking!Poll")
    @Nullable Waiter<T> poll() {
      Waiter<T> w = first;
      if (w != null) {
        remove(w);
      }
      return w;
    }

    /** Whether it was there. */
    boolean remove(Waiter<T> w) {
      if (w.previous == null && first != w) {
        return false;
      }
      Waiter<T> before = w.previous;
      Waiter<T> after = w.next;
      if (before == null) {
        first = after;
      } else {
        before.next = after;
      }
      if (after == null) {
        last = before;
      } else {
        after.previous = before;
      }
      w.previous = null;
      w.next = null;
      return true;
    }
  }
}
