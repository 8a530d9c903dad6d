package dev.handoff.verification.examples;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The options of an example: pairs of {@code --name} and a value, and flags, which have none. */
public final class Options {
  /** No value was given. */
  private static final String NONE = "";

  private final Map<String, String> given = new LinkedHashMap<>();

  /** Options that an example cannot use; the message says why. */
  public static final class BadOptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what was given, and what would do
     */
    public BadOptionException(String message) {
      super(message);
    }
  }

  /**
   * @throws BadOptionException if the arguments are no such pairs and flags
   */
  public Options(List<String> arguments) {
    int at = 0;
    while (at < arguments.size()) {
      String name = arguments.get(at++);
      if (!name.startsWith("--")) {
        throw new BadOptionException(
            "cannot use \"" + name + "\": options are pairs such as --rounds 1000");
      }
      boolean pair = at < arguments.size() && !arguments.get(at).startsWith("--");
      given.put(name, pair ? arguments.get(at++) : NONE);
    }
  }

  /**
   * The number that option has, taken off the list.
   *
   * @throws BadOptionException if it is not a positive whole number
   */
  public int take(String name, int otherwise) {
    String value = takeText(name);
    return value == null ? otherwise : positive(name, value);
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

  /**
   * The text that option has, taken off the list; null: it is not there.
   *
   * @throws BadOptionException if it has none
   */
  public @Nullable String takeText(String name) {
    String value = given.remove(name);
    if (NONE.equals(value)) {
      throw new BadOptionException(name + " needs a value after it");
    }
    return value;
  }

  /**
   * Whether that flag is there, taken off the list.
   *
   * @throws BadOptionException if it has a value
   */
  public boolean takeFlag(String name) {
    String value = given.remove(name);
    if (value != null && !value.equals(NONE)) {
      throw new BadOptionException(name + " stands alone, without \"" + value + "\"");
    }
    return value != null;
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
