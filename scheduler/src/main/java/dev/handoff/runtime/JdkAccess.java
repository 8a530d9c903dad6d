package dev.handoff.runtime;

/** What the library asks of the JVM, checked before anything relies on it. */
final class JdkAccess {
  private static final int FEATURE = 25;

  private JdkAccess() {}

  /**
   * Fails if the JVM is not one that {@link VirtualThreads} can work with.
   *
   * @throws IllegalStateException that names the wrong JDK or the missing flag
   */
  static void require() {
    if (Runtime.version().feature() != FEATURE) {
      throw new IllegalStateException(
          "Handoff runs on JDK " + FEATURE + " and this is " + Runtime.version());
    }
    Module us = JdkAccess.class.getModule();
    if (!Object.class.getModule().isOpen("java.lang", us)) {
      throw new IllegalStateException(
          "Handoff needs access to the JDK's virtual threads: start java with --add-opens"
              + " java.base/java.lang="
              + (us.isNamed() ? us.getName() : "ALL-UNNAMED"));
    }
  }
}
