package dev.handoff.verification.lincheck;

import static dev.handoff.verification.lincheck.ChannelOperations.CLOSED;
import static dev.handoff.verification.lincheck.ChannelOperations.NOTHING;
import static dev.handoff.verification.lincheck.Operations.DONE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Go's channels, and select. A plain send or receive is a select with one case, and one that does not
 * wait has a default beside.
 */
final class ChannelSemantics implements Semantics<ChannelSemantics.State> {
  /**
   * All channels.
   *
   * @param served what became of the threads that waited
   */
  record State(List<Channel> channels, Map<Integer, Object> served) {
    Channel at(Name name) {
      return channels.get(name.ordinal());
    }

    State with(Name name, Channel channel) {
      List<Channel> next = new ArrayList<>(channels);
      next.set(name.ordinal(), channel);
      return new State(List.copyOf(next), served);
    }

    /** A thread that waits has its result, and waits nowhere any more. */
    State serve(int thread, Object result) {
      Map<Integer, Object> next = new HashMap<>(served);
      next.put(thread, result);
      return new State(without(thread), Map.copyOf(next));
    }

    /** A thread that waited returns. */
    State leave(int thread) {
      Map<Integer, Object> next = new HashMap<>(served);
      next.remove(thread);
      return new State(without(thread), Map.copyOf(next));
    }

    private List<Channel> without(int thread) {
      return channels.stream().map(channel -> channel.without(thread)).toList();
    }
  }

  /** One channel; those who wait in the order of their coming. */
  record Channel(
      int capacity,
      List<Integer> buffer,
      boolean closed,
      List<Waiting> senders,
      List<Waiting> receivers) {
    Channel with(List<Integer> held) {
      return new Channel(capacity, held, closed, senders, receivers);
    }

    Channel without(int thread) {
      return new Channel(
          capacity, buffer, closed, others(senders, thread), others(receivers, thread));
    }

    private static List<Waiting> others(List<Waiting> all, int thread) {
      return all.stream().filter(each -> each.thread() != thread).toList();
    }

    Channel enlist(boolean sends, Waiting waiting) {
      return new Channel(
          capacity,
          buffer,
          closed,
          sends ? Immutable.append(senders, waiting) : senders,
          sends ? receivers : Immutable.append(receivers, waiting));
    }
  }

  /**
   * A thread that waits at a channel.
   *
   * @param index of the case if it is in a select, else -1
   * @param value what it sends
   */
  record Waiting(int thread, int index, int value) {
    Object result(Object of) {
      return result(index, of);
    }

    static Object result(int index, Object of) {
      return index < 0 ? of : index + ":" + of;
    }
  }

  private final int[] capacities;

  ChannelSemantics(int... capacities) {
    this.capacities = capacities;
  }

  @Override
  public State initial() {
    return new State(
        IntStream.of(capacities)
            .mapToObj(c -> new Channel(c, List.of(), false, List.of(), List.of()))
            .toList(),
        Map.of());
  }

  @Override
  public List<Step<State>> begin(State state, int thread, Call call) {
    return switch (call.operation()) {
      case "send" ->
          choose(state, thread, false, List.of(new Choice(true, name(call), call.number(1))));
      case "trySend" ->
          choose(
              state,
              thread,
              false,
              List.of(new Choice(true, name(call), call.number(1)), Choice.DEFAULT));
      case "receive" -> choose(state, thread, false, List.of(new Choice(false, name(call), 0)));
      case "tryReceive" -> List.of(tryReceive(state, name(call)));
      case "select" ->
          choose(
              state, thread, true, call.arguments().stream().map(Choice.class::cast).toList());
      case "close" -> List.of(close(state, name(call)));
      case "length" -> List.of(new Step<>(state, state.at(name(call)).buffer().size()));
      case "isDrained" ->
          List.of(
              new Step<>(
                  state,
                  state.at(name(call)).closed() && state.at(name(call)).buffer().isEmpty()));
      default -> throw new IllegalArgumentException(call.toString());
    };
  }

  private static Name name(Call call) {
    return (Name) call.arguments().get(0);
  }

  @Override
  public List<Step<State>> resume(State state, int thread, Call call) {
    Object result = state.served().get(thread);
    return result == null ? List.of() : List.of(new Step<>(state.leave(thread), result));
  }

  @Override
  public List<State> leave(State state, int thread, Call call) {
    return state.served().containsKey(thread) ? List.of() : List.of(state.leave(thread));
  }

  /** One of the cases that are ready, any of them; else the default, or the thread waits. */
  private static List<Step<State>> choose(
      State state, int thread, boolean isSelect, List<Choice> choices) {
    List<Step<State>> ready = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      Choice choice = choices.get(i);
      if (choice.channel() != null) {
        Step<State> step = move(state, choice);
        if (step != null) {
          boolean throwsIt = choice.sends() && step.result().equals(CLOSED);
          ready.add(
              throwsIt
                  ? step
                  : new Step<>(
                      step.state(), Waiting.result(isSelect ? i : -1, step.result())));
        }
      }
    }
    if (!ready.isEmpty()) {
      return ready;
    }
    int otherwise = choices.indexOf(Choice.DEFAULT);
    if (otherwise >= 0) {
      return List.of(new Step<>(state, Waiting.result(isSelect ? otherwise : -1, NOTHING)));
    }
    State waiting = state;
    for (int i = 0; i < choices.size(); i++) {
      Choice choice = choices.get(i);
      waiting =
          waiting.with(
              choice.channel(),
              waiting
                  .at(choice.channel())
                  .enlist(
                      choice.sends(), new Waiting(thread, isSelect ? i : -1, choice.value())));
    }
    return List.of(new Step<>(waiting, WAITS));
  }

  /** Null: it is not ready. */
  private static Step<State> move(State state, Choice choice) {
    return choice.sends()
        ? send(state, choice.channel(), choice.value())
        : receive(state, choice.channel());
  }

  private static Step<State> send(State state, Name name, int value) {
    Channel channel = state.at(name);
    if (channel.closed()) {
      return new Step<>(state, CLOSED);
    }
    if (!channel.receivers().isEmpty()) {
      Waiting receiver = channel.receivers().get(0);
      return new Step<>(state.serve(receiver.thread(), receiver.result(value)), DONE);
    }
    if (channel.buffer().size() < channel.capacity()) {
      return new Step<>(
          state.with(name, channel.with(Immutable.append(channel.buffer(), value))), DONE);
    }
    return null;
  }

  private static Step<State> receive(State state, Name name) {
    Channel channel = state.at(name);
    if (!channel.senders().isEmpty()) {
      Waiting sender = channel.senders().get(0);
      List<Integer> values = Immutable.append(channel.buffer(), sender.value());
      State next = state.with(name, channel.with(values.subList(1, values.size())));
      return new Step<>(next.serve(sender.thread(), sender.result(DONE)), values.get(0));
    }
    if (!channel.buffer().isEmpty()) {
      List<Integer> rest = channel.buffer().subList(1, channel.buffer().size());
      return new Step<>(state.with(name, channel.with(rest)), channel.buffer().get(0));
    }
    return channel.closed() ? new Step<>(state, CLOSED) : null;
  }

  private static Step<State> tryReceive(State state, Name name) {
    Step<State> step = receive(state, name);
    return step == null || step.result().equals(CLOSED) ? new Step<>(state, NOTHING) : step;
  }

  private static Step<State> close(State state, Name name) {
    Channel channel = state.at(name);
    if (channel.closed()) {
      return new Step<>(state, CLOSED);
    }
    State next =
        state.with(
            name,
            new Channel(
                channel.capacity(),
                channel.buffer(),
                true,
                channel.senders(),
                channel.receivers()));
    for (Waiting sender : channel.senders()) {
      next = next.serve(sender.thread(), CLOSED);
    }
    for (Waiting receiver : channel.receivers()) {
      next = next.serve(receiver.thread(), receiver.result(CLOSED));
    }
    return new Step<>(next, DONE);
  }
}
