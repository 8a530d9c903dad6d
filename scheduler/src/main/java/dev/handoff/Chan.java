package dev.handoff;

import dev.handoff.runtime.ChannelAccess;
import dev.handoff.runtime.ChannelTimer;
import dev.handoff.runtime.SpecAction;
import dev.handoff.runtime.SpinLock;
import dev.handoff.runtime.Statements;
import dev.handoff.runtime.TimedChannel;
import dev.handoff.runtime.WaitReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
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
 * of it. All operations take the channel's lock, and each sees what was done under it before.
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
          public boolean awaitsTimer(Object on) {
            return on instanceof Chan<?> channel && channel.awaitsTimer()
                || on instanceof Selection selection && selection.awaitsTimer();
          }

          @Override
          public <T extends @NonNull Object> Receiver<T> nil() {
            return new NilReceiver<>();
          }
        });
  }

  private static final VarHandle NUMBER;

  static {
    try {
      NUMBER = MethodHandles.lookup().findVarHandle(Chan.class, "number", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The numbers given so far. */
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final SpinLock lock = new SpinLock();

  /** See {@link #number()}; 0: no select has used this channel yet. */
  private volatile long number;

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
    self.await(WaitReason.CHAN_SEND, this, lock, senders);
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
  @SpecAction("Channel!SendClosed")
  private boolean offer(T value) {
    if (closed) {
      lock.release();
      throw sendOnClosed();
    }
    Waiter<T> receiver = receivers.claim();
    if (!put(value, receiver)) {
      return false;
    }
    lock.release();
    Waiter.wake(receiver);
    return true;
  }

  /**
   * Gives the value to the receiver that was claimed, or puts it into the buffer; whether it could.
   * With the lock held, and the channel open.
   */
  @SpecAction("Parking!PollNobody")
  @SpecAction("Parking!Give")
  @SpecAction("Channel!SendToReceiver")
  @SpecAction("Channel!SendToBuffer")
  boolean put(T value, @Nullable Waiter<T> receiver) {
    if (receiver != null) {
      receiver.value = value;
      receiver.decide(Outcome.DONE);
      return true;
    }
    if (count == buffer.length) {
      return false;
    }
    append(value);
    return true;
  }

  ChannelClosedException sendOnClosed() {
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
    self.await(WaitReason.CHAN_RECEIVE, this, lock, receivers);
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
  private @Nullable T poll() {
    Waiter<T> sender = senders.claim();
    T value = take(sender);
    if (value != null) {
      lock.release();
      Waiter.wake(sender);
    }
    return value;
  }

  /**
   * Takes the oldest value: of the buffer, in which the sender that was claimed gets a slot, or of
   * that sender. Null if there is none. With the lock held.
   */
  @SpecAction("Parking!TakeBuffered")
  @SpecAction("Parking!FindNothing")
  @SpecAction("Timers!Receive")
  @SpecAction("Channel!ReceiveFromBuffer")
  @SpecAction("Channel!ReceiveAndRefill")
  @SpecAction("Channel!ReceiveFromSender")
  @Nullable T take(@Nullable Waiter<T> sender) {
    T value = count > 0 ? removeFirst() : null;
    if (sender != null) {
      if (value == null) {
        value = sender.sent();
      } else {
        append(sender.sent());
      }
      sender.decide(Outcome.DONE);
    }
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
    return new ChannelIterator<>(this);
  }

  // ------------------------------------------------------------------------------------- closing

  @Override
  @SpecAction("Channel!CloseMark")
  @SpecAction("Channel!CloseTake")
  @SpecAction("Channel!CloseAgain")
  @SpecAction("Select!CloseAgain")
  @SpecAction("Select!CloseMark")
  @SpecAction("Select!CloseDone")
  public void close() {
    lock.acquire();
    if (closed) {
      lock.release();
      throw new ChannelClosedException("close of closed channel " + this);
    }
    closed = true;
    Waiter<T> served = release(receivers, null);
    served = release(senders, served);
    lock.release();
    while (served != null) {
      Waiter<T> w = served;
      served = w.next;
      w.next = null;
      Waiter.wake(w);
    }
  }

  /** Tells all in a queue that the channel is closed; puts them before those who know already. */
  private static <T extends @NonNull Object> @Nullable Waiter<T> release(
      Waiters<T> queue, @Nullable Waiter<T> released) {
    Waiter<T> first = released;
    for (Waiter<T> w = queue.claim(); w != null; w = queue.claim()) {
      w.next = first; // it is in no queue any more, and its thread does not look at this
      first = w;
      w.decide(Outcome.CLOSED);
    }
    return first;
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
    String kind =
        timer != null
            ? timer.toString()
            : buffer.length == 0 ? "unbuffered" : length() + "/" + buffer.length;
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

  // ------------------------------------------------------------------- for select, and for timers

  /** The channel behind a receiver that this library made. */
  static <T extends @NonNull Object> Chan<T> of(Receiver<T> receiver) {
    if (receiver instanceof Chan<T> channel) {
      return channel;
    }
    throw new IllegalArgumentException(receiver + " is no channel");
  }

  /** Its place in the order in which selects lock channels: positive, and no other channel's. */
  long number() {
    long known = number; // volatile: pairs with the CAS below
    if (known != 0) {
      return known;
    }
    // Against other selects that come first too; the number of whoever fails is never used.
    NUMBER.compareAndSet(this, 0L, NUMBERS.incrementAndGet());
    return number;
  }

  SpinLock lock() {
    return lock;
  }

  // With the lock held:

  Waiters<T> senders() {
    return senders;
  }

  Waiters<T> receivers() {
    return receivers;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether a send would not wait, as it seems: somebody may serve the receiver on another channel. */
  boolean canSend() {
    return closed || count < buffer.length || receivers.hasAny();
  }

  /** Whether a receive would not wait, as it seems: somebody may serve the sender on another channel. */
  boolean canReceive() {
    return closed || count > 0 || senders.hasAny();
  }

  // Without it:

  /** Whether its timer will yet serve somebody who waits to receive. Any thread. */
  boolean awaitsTimer() {
    return timer != null && timer.isAwaited();
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
      return channel.receivers.hasAny();
    }

    @Override
    public void sendAndRelease(Instant value) {
      // Somebody who casts the Receiver to Chan can close it: the timer must not fail then.
      if (channel.closed || !channel.offer(value)) {
        channel.lock.release();
      }
    }
  }
}
