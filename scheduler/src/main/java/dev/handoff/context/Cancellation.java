package dev.handoff.context;

import dev.handoff.Chan;
import dev.handoff.time.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Whether a context is cancelled, and the contexts below it that will be with it.
 *
 * <p><b>Cancelled</b> means that the channel is closed. The reason is written before that; whoever
 * reads a reason and finds the channel still open says that there is none yet. So the reason and the
 * closing are one event for all who look.
 *
 * <p><b>All below it.</b> Whoever cancels walks down the tree, level by level, without recursion and
 * with one monitor at a time. A cancellation keeps its children until all below it are cancelled, so
 * that somebody who comes second, and finds it cancelled, walks the same way and helps: when he
 * returns, all below are cancelled for him too.
 */
final class Cancellation {
  /** What {@link Context#err} and {@link Context#cause} say. */
  private record Reason(Throwable err, Throwable cause) {
    static Reason canceled(@Nullable Throwable cause) {
      CanceledException err = new CanceledException(cause);
      return new Reason(err, cause == null ? err : cause);
    }

    static Reason exceeded(Instant deadline) {
      DeadlineExceededException err = new DeadlineExceededException(deadline);
      return new Reason(err, err);
    }
  }

  private final Chan<Object> done = Chan.unbuffered();

  /** Written once, with the monitor held, before {@code done} is closed. */
  private volatile @Nullable Reason reason;

  /** Those right below; guarded by the monitor. Null: none, or all of them are cancelled. */
  private @Nullable Set<Cancellation> children;

  /** What will cancel it; guarded by the monitor. */
  private @Nullable Timer timer;

  /** The one right above; written before this one is seen by others. */
  private @Nullable Cancellation parent;

  Chan<Object> done() {
    return done;
  }

  @Nullable Throwable err() {
    Reason known = ended();
    return known == null ? null : known.err();
  }

  @Nullable Throwable cause() {
    Reason known = ended();
    return known == null ? null : known.cause();
  }

  private @Nullable Reason ended() {
    Reason known = reason; // volatile: pairs with the write in end()
    return known != null && done.isDrained() ? known : null;
  }

  /** Puts this one, which is new, below that one: if that is cancelled, or will be, this is too. */
  void follow(Cancellation above) {
    parent = above;
    Reason known;
    synchronized (above) {
      known = above.reason;
      if (known == null) {
        if (above.children == null) {
          above.children = new HashSet<>();
        }
        above.children.add(this);
      }
    }
    if (known != null) {
      cancel(known);
    }
  }

  /** Cancels it and all below, unless it is cancelled; then it only sees to it that all below are. */
  void cancel(@Nullable Throwable cause) {
    Reason known = reason; // volatile: pairs with the write in end()
    leave(known == null ? Reason.canceled(cause) : known);
  }

  /** Has it cancelled when that moment comes, so much from now; at once if it has passed. */
  void expireAt(Instant deadline, Duration left) {
    if (!left.isPositive()) {
      leave(Reason.exceeded(deadline));
      return;
    }
    synchronized (this) {
      if (reason == null) {
        timer = Timer.afterFunc(left, () -> leave(Reason.exceeded(deadline)));
      }
    }
  }

  private void leave(Reason because) {
    cancel(because);
    Cancellation above = parent;
    if (above != null) {
      above.forget(this);
    }
  }

  private void cancel(Reason because) {
    List<Cancellation> reached = new ArrayList<>();
    end(because, reached);
    for (int i = 0; i < reached.size(); i++) {
      Cancellation below = reached.get(i);
      Cancellation above = below.parent;
      Reason inherited = above == null ? null : above.reason; // volatile: pairs with end()
      below.end(inherited == null ? because : inherited, reached);
    }
    forgetAll();
    reached.forEach(Cancellation::forgetAll);
  }

  /** Cancels this one, unless it is cancelled, and lists its children: they are next. */
  private synchronized void end(Reason because, List<Cancellation> reached) {
    if (reason == null) {
      reason = because; // volatile: pairs with the reads elsewhere without the monitor
      done.close();
      if (timer != null) {
        timer.stop();
        timer = null;
      }
    }
    if (children != null) {
      reached.addAll(children);
    }
  }

  private synchronized void forget(Cancellation child) {
    // While this one is being cancelled itself, others may need its children, to help.
    if (children != null && reason == null) {
      children.remove(child);
    }
  }

  private synchronized void forgetAll() {
    children = null;
  }
}
