package dev.handoff.verification.lincheck;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;

/**
 * What a few threads do, one after the other each, all of them side by side.
 *
 * @param name unique in its structure
 * @param before how many calls the first thread makes before the others begin
 */
record Program(String name, int before, List<List<Call>> threads) {
  /**
   * Reads it. {@code send A 1; close A | receive A} is a thread with two calls beside one with one
   * call; {@code lock >> unlock | lock}: the first thread has made its first call before the others
   * begin. For the words of a call see {@link Call#of}.
   */
  static Program of(String name, String text) {
    String[] parts = text.split(">>");
    List<Call> first = parts.length == 1 ? List.of() : calls(parts[0]);
    List<List<Call>> threads = new ArrayList<>();
    for (String thread : parts[parts.length - 1].split("\\|")) {
      List<Call> calls = new ArrayList<>(threads.isEmpty() ? first : List.of());
      calls.addAll(calls(thread));
      threads.add(calls);
    }
    return new Program(name, first.size(), threads);
  }

  private static List<Call> calls(String text) {
    return Arrays.stream(text.split(";")).map(String::strip).map(Call::of).toList();
  }

  /** What {@link #scenario} was made of. */
  static Program of(ExecutionScenario scenario) {
    return new Program(
        "scenario",
        scenario.getInitExecution().size(),
        scenario.getThreads().stream()
            .map(thread -> thread.stream().map(Program::call).toList())
            .toList());
  }

  /** The same for Lincheck; the operations are the methods of that class. */
  ExecutionScenario scenario(Class<? extends Operations> operations) {
    List<List<Actor>> all =
        IntStream.range(0, threads.size())
            .mapToObj(t -> threads.get(t).stream().map(c -> actor(operations, t, c)).toList())
            .toList();
    List<List<Actor>> parallel = new ArrayList<>(all);
    parallel.set(0, all.get(0).subList(before, all.get(0).size()));
    return new ExecutionScenario(all.get(0).subList(0, before), parallel, List.of(), null);
  }

  private static Actor actor(Class<?> operations, int thread, Call call) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(thread);
    arguments.addAll(call.arguments());
    for (Method method : operations.getMethods()) {
      if (method.getName().equals(call.operation())
          && method.getParameterCount() == arguments.size()) {
        return new Actor(method, arguments);
      }
    }
    throw new IllegalArgumentException("no operation " + call);
  }

  private static Call call(Actor actor) {
    List<Object> arguments = actor.getArguments();
    return new Call(actor.getMethod().getName(), arguments.subList(1, arguments.size()));
  }

  @Override
  public String toString() {
    return name + ": " + text(threads.get(0).subList(0, before)) + (before == 0 ? "" : " >> ")
        + text(threads.get(0).subList(before, threads.get(0).size()))
        + threads.stream().skip(1).map(t -> " | " + text(t)).collect(Collectors.joining());
  }

  private static String text(List<Call> calls) {
    return calls.stream().map(Call::toString).collect(Collectors.joining("; "));
  }
}
