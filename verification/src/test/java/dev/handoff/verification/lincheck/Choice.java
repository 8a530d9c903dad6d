package dev.handoff.verification.lincheck;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A case of a select, or a call that is as a select with that one case.
 *
 * @param sends else it receives
 * @param channel null: the default
 * @param value what it sends
 */
public record Choice(boolean sends, @Nullable Name channel, int value) {
  static final Choice DEFAULT = new Choice(false, null, 0);

  static Choice of(String word) {
    if (word.equals("_")) {
      return DEFAULT;
    }
    Name channel = Name.valueOf(word.substring(1, 2));
    return switch (word.charAt(0)) {
      case '?' -> new Choice(false, channel, 0);
      case '!' -> new Choice(true, channel, Integer.parseInt(word.substring(2)));
      default -> throw new IllegalArgumentException(word);
    };
  }

  @Override
  public String toString() {
    return channel == null ? "_" : sends ? "!" + channel + value : "?" + channel;
  }
}
