package dev.handoff.verification.lincheck;

import dev.handoff.Chan;
import dev.handoff.ChannelClosedException;
import dev.handoff.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.checkerframework.checker.nullness.qual.Nullable;

/** One or two channels; what a receive returns is the value, or {@link #CLOSED}. */
public abstract class ChannelOperations extends Operations {
  static final String CLOSED = "closed";
  static final String NOTHING = "nothing";

  private final int[] capacities;
  private final List<Chan<Integer>> channels = new ArrayList<>();

  ChannelOperations(int... capacities) {
    this.capacities = capacities;
    for (int capacity : capacities) {
      channels.add(Chan.buffered(capacity));
    }
  }

  @Override
  final Semantics<?> semantics() {
    return new ChannelSemantics(capacities);
  }

  /** A channel without a buffer. */
  public static final class Unbuffered extends ChannelOperations {
    public Unbuffered() {
      super(0);
    }
  }

  /** A channel that holds one value. */
  public static final class OfOne extends ChannelOperations {
    public OfOne() {
      super(1);
    }
  }

  /** A channel that holds two values. */
  public static final class OfTwo extends ChannelOperations {
    public OfTwo() {
      super(2);
    }
  }

  /** Two channels without a buffer. */
  public static final class Two extends ChannelOperations {
    public Two() {
      super(0, 0);
    }
  }

  /** Two channels, of which the second holds one value. */
  public static final class TwoMixed extends ChannelOperations {
    public TwoMixed() {
      super(0, 1);
    }
  }

  private Chan<Integer> channel(Name name) {
    return channels.get(name.ordinal());
  }

  public Object send(int thread, Name name, int value) throws Exception {
    return interruptible(
        thread,
        () ->
            unlessClosed(
                () -> {
                  channel(name).send(value);
                  return DONE;
                }));
  }

  public Object trySend(int thread, Name name, int value) throws Exception {
    return unlessClosed(() -> channel(name).trySend(value) ? DONE : NOTHING);
  }

  public Object receive(int thread, Name name) throws Exception {
    return interruptible(thread, () -> received(channel(name).receive()));
  }

  /** {@code NOTHING}: there is none now, or never. */
  public Object tryReceive(int thread, Name name) {
    Integer value = channel(name).tryReceive();
    return value == null ? NOTHING : value;
  }

  public Object close(int thread, Name name) throws Exception {
    return unlessClosed(
        () -> {
          channel(name).close();
          return DONE;
        });
  }

  public Object length(int thread, Name name) {
    return channel(name).length();
  }

  public Object isDrained(int thread, Name name) {
    return channel(name).isDrained();
  }

  public Object select(int thread, Choice first, Choice second) throws Exception {
    return selectOf(thread, first, second);
  }

  public Object select(int thread, Choice first, Choice second, Choice third) throws Exception {
    return selectOf(thread, first, second, third);
  }

  /** What the case brought, behind its index. */
  private Object selectOf(int thread, Choice... choices) throws Exception {
    return interruptible(
        thread,
        () -> {
          Object[] result = {NOTHING};
          Select.Case[] cases = new Select.Case[choices.length];
          for (int i = 0; i < choices.length; i++) {
            cases[i] = caseOf(choices[i], result);
          }
          return unlessClosed(() -> Select.select(cases) + ":" + result[0]);
        });
  }

  private Select.Case caseOf(Choice choice, Object[] result) {
    Name name = choice.channel();
    if (name == null) {
      return Select.otherwise();
    }
    return choice.sends()
        ? Select.send(channel(name), choice.value(), () -> result[0] = DONE)
        : Select.receive(channel(name), value -> result[0] = received(value));
  }

  private static Object received(@Nullable Integer value) {
    return value == null ? CLOSED : value;
  }

  private static Object unlessClosed(Callable<Object> call) throws Exception {
    try {
      return call.call();
    } catch (ChannelClosedException e) {
      return CLOSED;
    }
  }
}
