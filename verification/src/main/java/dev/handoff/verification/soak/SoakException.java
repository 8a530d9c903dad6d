package dev.handoff.verification.soak;

import java.util.function.Supplier;

/** Something that must hold does not. */
final class SoakException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SoakException(String message) {
    super(message);
  }

  SoakException(String message, Throwable cause) {
    super(message, cause);
  }

  static void unless(boolean holds, Supplier<String> complaint) {
    if (!holds) {
      throw new SoakException(complaint.get());
    }
  }

  static void unless(boolean holds, String complaint) {
    if (!holds) {
      throw new SoakException(complaint);
    }
  }
}
