package dev.handoff.runtime.insight;

/**
 * The system properties of the library. {@code docs/properties.md} is their table; a test holds it
 * against this list. They are read when a scheduler is built.
 */
public enum HandoffProperty {
  /** Milliseconds between two lines of {@link SchedTrace}; 0 for none. */
  SCHEDTRACE("handoff.schedtrace", "0"),

  /** How these lines look: {@code text}, as Go's, or {@code json}. */
  SCHEDTRACE_FORMAT("handoff.schedtrace.format", "text"),

  /** Whether a scheduler has an MBean. */
  JMX("handoff.jmx", "true");

  private final String key;
  private final String fallback;

  HandoffProperty(String key, String fallback) {
    this.key = key;
    this.fallback = fallback;
  }

  /** The name of the system property. */
  public String key() {
    return key;
  }

  /** What holds where it is not set. */
  public String fallback() {
    return fallback;
  }

  /** The value as it is now. */
  String value() {
    return System.getProperty(key, fallback).strip();
  }

  /**
   * The value as a number that is not negative.
   *
   * @throws IllegalArgumentException if it is none; the message says how to put it right
   */
  long number() {
    try {
      long number = Long.parseLong(value());
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // said below
    }
    throw bad("a whole number from 0 on");
  }

  /**
   * Which of these words is the value.
   *
   * @throws IllegalArgumentException if none is; the message says how to put it right
   */
  String oneOf(String first, String second) {
    String value = value();
    if (!value.equals(first) && !value.equals(second)) {
      throw bad(first + " or " + second);
    }
    return value;
  }

  private IllegalArgumentException bad(String wanted) {
    return new IllegalArgumentException(
        "the system property %s is \"%s\"; it takes %s, as in -D%s=%s"
            .formatted(key, value(), wanted, key, example()));
  }

  private String example() {
    return this == SCHEDTRACE ? "1000" : fallback;
  }
}
