package dev.handoff;

import dev.handoff.runtime.Statements;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.NonNull;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Go's {@code select}: one of several sends and receives, whichever can go on first.
 *
 * <pre>{@code
 * import static dev.handoff.Select.*;
 *
 * select(
 *     receive(results, result -> show(result)),
 *     send(requests, next, () -> log("sent")),
 *     after(Duration.ofSeconds(1), () -> log("too late")));
 * }</pre>
 *
 * <p><b>Which case.</b> If several cases are ready one of them is drawn, each with the same
 * probability. If none is, the {@code otherwise} case happens; if there is none, the caller waits.
 * Exactly one case happens: nothing is sent or received for the others.
 *
 * <p><b>Memory.</b> As for the operations of {@link Chan} that the case consists of.
 *
 * <p><b>Cost.</b> A select takes the locks of all its channels, each once. One that need not wait
 * allocates nothing beyond its cases, unless these are more than eight.
 */
public final class Select {
  private static final Runnable NOTHING = () -> {};

  private Select() {}

  /** A case of a select. Immutable, so it may be used again. */
  public sealed interface Case permits SelectCase {}

  /**
   * Waits until one of the cases can happen, lets it happen, and then runs its continuation in the
   * calling thread; what that throws comes out of here. Without any case that can ever happen it waits
   * for ever. The array must not change meanwhile.
   *
   * @return the index of the case that happened
   * @throws ChannelClosedException if the case that happens sends to a closed channel
   * @throws GoroutineInterruptedException if it has to wait and the thread is interrupted; no case has
   *     then happened
   * @throws IllegalArgumentException if there are two {@code otherwise} cases, or one is on a channel
   *     that is not this library's
   */
  public static int select(Case... cases) {
    int otherwise = -1;
    for (int i = 0; i < cases.length; i++) {
      Case c = Objects.requireNonNull(cases[i], "case");
      if (c instanceof ForeignCase foreign) {
        throw foreign.refusal();
      }
      if (c instanceof OtherwiseCase) {
        if (otherwise >= 0) {
          throw new IllegalArgumentException(
              "a select has one otherwise at most, here are " + otherwise + " and " + i);
        }
        otherwise = i;
      }
    }
    Statements.checkpoint();
    return Selecting.select(cases, otherwise);
  }

  /**
   * A receive.
   *
   * @param channel null: the case never happens
   * @param then is given the value, or null if the channel is closed and drained
   */
  public static <T extends @NonNull Object> Case receive(
      @Nullable Receiver<T> channel, Consumer<@Nullable T> then) {
    Objects.requireNonNull(then, "then");
    return switch (channel) {
      case null -> NilCase.INSTANCE;
      case NilReceiver<T> nil -> NilCase.INSTANCE;
      case Chan<T> own -> new ReceiveCase<>(own, then);
      default -> new ForeignCase(channel);
    };
  }

  /** A receive that drops the value. */
  public static <T extends @NonNull Object> Case receive(@Nullable Receiver<T> channel) {
    return receive(channel, value -> {});
  }

  /**
   * A send.
   *
   * @param channel null: the case never happens
   * @param then runs when the value is sent
   */
  public static <T extends @NonNull Object> Case send(
      @Nullable Sender<T> channel, T value, Runnable then) {
    Objects.requireNonNull(value, "a channel holds no nulls");
    Objects.requireNonNull(then, "then");
    return switch (channel) {
      case null -> NilCase.INSTANCE;
      case Chan<T> own -> new SendCase<>(own, value, then);
      default -> new ForeignCase(channel);
    };
  }

  /** A send, and nothing then. */
  public static <T extends @NonNull Object> Case send(@Nullable Sender<T> channel, T value) {
    return send(channel, value, NOTHING);
  }

  /**
   * Happens so long after the select began to wait; without having to wait if the delay is zero or
   * negative. Its timer ends with the select.
   */
  public static Case after(Duration delay, Runnable then) {
    return new AfterCase(
        Objects.requireNonNull(delay, "delay"), Objects.requireNonNull(then, "then"));
  }

  /** Happens if no other case is ready; a select with it never waits. */
  public static Case otherwise(Runnable then) {
    return new OtherwiseCase(Objects.requireNonNull(then, "then"));
  }

  /** The same, and nothing then. */
  public static Case otherwise() {
    return otherwise(NOTHING);
  }
}
