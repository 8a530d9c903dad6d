package dev.handoff.verification.examples;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The options of an example: pairs of {@code --name} and a positive number. */
public final class Options {
  private final Map<String, Integer> given = new HashMap<>();

  /** Options that an example cannot use; the message says why. */
  public static final class BadOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadOptionException(String message) {
      super(message);
    }
  }

  /**
   * @throws BadOptionException if the arguments are no such pairs
   */
  public Options(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (!name.startsWith("--") || i + 1 == arguments.size()) {
        throw new BadOptionException(
            "cannot use \"" + name + "\": options are pairs such as --rounds 1000");
      }
      given.put(name, positive(name, arguments.get(i + 1)));
    }
  }

  private static int positive(String name, String text) {
    try {
      int value = Integer.parseInt(text.replace("_", ""));
      if (value > 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The same answer as for zero.
    }
    throw new BadOptionException(name + " " + text + " is no positive whole number");
  }

  /** The value of that option, taken off the list. */
  public int take(String name, int otherwise) {
    Integer value = given.remove(name);
    return value == null ? otherwise : value;
  }

  /**
   * After all that the example knows have been taken.
   *
   * @throws BadOptionException if something is left
   */
  public void nothingElse() {
    if (!given.isEmpty()) {
      throw new BadOptionException("this example has no option " + given.keySet());
    }
  }
}
