package dev.handoff.verification.lincheck;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A call of one operation.
 *
 * @param operation the name of the method
 * @param arguments without the first one, which is the number of the calling thread
 */
record Call(String operation, List<Object> arguments) {
  /**
   * Reads it: the operation, then its arguments. {@code 1} is a number, {@code A} a channel, and a
   * case of a select is {@code ?A} for a receive, {@code !A1} for a send of 1, {@code _} for the
   * default.
   */
  static Call of(String text) {
    String[] words = text.split(" +");
    List<Object> arguments = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      arguments.add(argument(words[i]));
    }
    return new Call(words[0], arguments);
  }

  private static Object argument(String word) {
    if (word.matches("\\d+")) {
      return Integer.valueOf(word);
    }
    return word.matches("[AB]") ? Name.valueOf(word) : Choice.of(word);
  }

  int number(int index) {
    return (Integer) arguments.get(index);
  }

  @Override
  public String toString() {
    return operation + arguments.stream().map(each -> " " + each).collect(Collectors.joining());
  }
}
