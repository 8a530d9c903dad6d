package dev.handoff.context;

import dev.handoff.Receiver;
import dev.handoff.runtime.ChannelAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Cancellation, a deadline and values, passed down a tree of calls and goroutines (Go's {@code
 * context.Context}). Thread-safe, and immutable but for its being cancelled.
 *
 * <p>Contexts form a tree whose root is {@link #background}. Cancelling one cancels all below it, with
 * the same {@link #err} and {@link #cause}, and none above or beside it.
 *
 * <p>Cancel, or close, every context that can be, when the work for it has ended; that frees its place
 * in the tree and its timer:
 *
 * <pre>{@code
 * try (var context = parent.withTimeout(Duration.ofSeconds(1))) {
 *   select(
 *       receive(results, result -> show(result)),
 *       receive(context.done(), none -> log("" + context.err())));
 * }
 * }</pre>
 *
 * <p><b>Memory.</b> What precedes a cancellation happens-before what follows a receive from {@link
 * #done} that returns because of it, or a call of {@link #err} or {@link #cause} that does not return
 * null.
 */
public sealed class Context {
  private static final Receiver<Object> NEVER = ChannelAccess.get().nil();
  private static final Context BACKGROUND = new Context(null, null);

  /** The longest time that a timer takes. */
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final @Nullable Context parent;

  /** That of the nearest context above, or this one, that can be cancelled. */
  private final @Nullable Cancellation cancellation;

  private Context(@Nullable Context parent, @Nullable Cancellation cancellation) {
    this.parent = parent;
    this.cancellation = cancellation;
  }

  /** The root: never cancelled, without values, without a deadline. */
  public static Context background() {
    return BACKGROUND;
  }

  // --------------------------------------------------------------------------- contexts below it

  /** A context below this one that can be cancelled. */
  public Cancellable withCancel() {
    return below(null);
  }

  /**
   * A context below this one that is cancelled when so much time has passed, at once if it is zero or
   * negative; with {@link DeadlineExceededException}.
   */
  public Cancellable withTimeout(Duration timeout) {
    Duration time = atMostLongest(Objects.requireNonNull(timeout, "timeout"));
    return withDeadline(Instant.now().plus(time), time);
  }

  /**
   * A context below this one that is cancelled when that moment comes, at once if it has passed; with
   * {@link DeadlineExceededException}. If this one's own deadline is earlier, that remains.
   */
  public Cancellable withDeadline(Instant deadline) {
    Objects.requireNonNull(deadline, "deadline");
    return withDeadline(deadline, atMostLongest(Duration.between(Instant.now(), deadline)));
  }

  private Cancellable withDeadline(Instant deadline, Duration left) {
    Instant earlier = deadline();
    if (earlier != null && earlier.isBefore(deadline)) {
      return withCancel();
    }
    Cancellable context = below(deadline);
    context.own.expireAt(deadline, left);
    return context;
  }

  private Cancellable below(@Nullable Instant deadline) {
    Cancellation own = new Cancellation();
    if (cancellation != null) {
      own.follow(cancellation);
    }
    return new Cancellable(this, deadline, own);
  }

  private static Duration atMostLongest(Duration d) {
    return d.compareTo(LONGEST) > 0
        ? LONGEST
        : d.compareTo(LONGEST.negated()) < 0 ? LONGEST.negated() : d;
  }

  /** A context below this one in which the key has that value. */
  public <V extends @Nullable Object> Context withValue(Key<V> key, V value) {
    return new WithValue<>(this, Objects.requireNonNull(key, "key"), value);
  }

  // ---------------------------------------------------------------------------------- what it says

  /** The value of the key here, or else in the nearest context above that has one; null: none has. */
  @SuppressWarnings("unchecked") // a key's value is of the key's type
  public <V extends @Nullable Object> @Nullable V value(Key<V> key) {
    Objects.requireNonNull(key, "key");
    for (Context c = this; c != null; c = c.parent) {
      if (c instanceof WithValue<?> with && with.key == key) {
        return (V) with.value;
      }
    }
    return null;
  }

  /**
   * A channel that is closed when this context is cancelled, and carries nothing; the same at each
   * call. If it never can be cancelled it is a channel that never is ready.
   */
  public Receiver<Object> done() {
    return cancellation == null ? NEVER : cancellation.done();
  }

  /**
   * Why it is cancelled: {@link CanceledException} or {@link DeadlineExceededException}. Null if and
   * only if it is not cancelled, and {@link #done} not closed.
   */
  public @Nullable Throwable err() {
    return cancellation == null ? null : cancellation.err();
  }

  /** What {@link Cancellable#cancel(Throwable)} was given, here or above; without that, {@link #err}. */
  public @Nullable Throwable cause() {
    return cancellation == null ? null : cancellation.cause();
  }

  /** When it will be cancelled at the latest; null: it has no deadline. */
  public @Nullable Instant deadline() {
    for (Context c = this; c != null; c = c.parent) {
      Instant own = c.ownDeadline();
      if (own != null) {
        return own;
      }
    }
    return null;
  }

  @Nullable Instant ownDeadline() {
    return null;
  }

  /** How it was made, from the root on. */
  @Override
  public final String toString() {
    List<String> steps = new ArrayList<>();
    for (Context c = this; c != null; c = c.parent) {
      steps.add(c.step());
    }
    return String.join("", steps.reversed());
  }

  /** The last step of how it was made. */
  String step() {
    return "background";
  }

  // ------------------------------------------------------------------------------------- its kinds

  /** A context that can be cancelled, once: what comes later has no effect. */
  public static final class Cancellable extends Context implements AutoCloseable {
    private final Cancellation own;
    private final @Nullable Instant deadline;

    private Cancellable(Context parent, @Nullable Instant deadline, Cancellation own) {
      super(parent, own);
      this.own = own;
      this.deadline = deadline;
    }

    /** Cancels it and all below, with {@link CanceledException} as {@link #err}. */
    public void cancel() {
      cancel(null);
    }

    /**
     * The same.
     *
     * @param cause what {@link Context#cause} will say; null: as {@link #cancel()}
     */
    public void cancel(@Nullable Throwable cause) {
      own.cancel(cause);
    }

    /** {@link #cancel()}. */
    @Override
    public void close() {
      cancel();
    }

    @Override
    @Nullable Instant ownDeadline() {
      return deadline;
    }

    @Override
    String step() {
      return deadline == null ? ".withCancel" : ".withDeadline(" + deadline + ")";
    }
  }

  private static final class WithValue<V extends @Nullable Object> extends Context {
    private final Key<V> key;
    private final V value;

    WithValue(Context parent, Key<V> key, V value) {
      super(parent, parent.cancellation);
      this.key = key;
      this.value = value;
    }

    @Override
    String step() {
      return ".withValue(" + key + ")";
    }
  }

  /** What a value is found by. Two keys are never equal, whatever their names. */
  public static final class Key<V extends @Nullable Object> {
    private final String name;

    private Key(String name) {
      this.name = name;
    }

    /**
     * A new key.
     *
     * @param name for {@link #toString}
     */
    public static <V extends @Nullable Object> Key<V> named(String name) {
      return new Key<>(Objects.requireNonNull(name, "name"));
    }

    @Override
    public String toString() {
      return name;
    }
  }
}
