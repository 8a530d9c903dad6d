package dev.handoff.verification.soak;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.Callable;

/**
 * Makes calls on a stack that pins the calling virtual thread to its carrier: in the initialiser of a
 * class, which is made anew each time.
 */
final class Pinned {
  /** The call that the initialiser is to make. */
  private static final ScopedValue<Callable<?>> CALL = ScopedValue.newInstance();

  private static final byte[] CLASS = bytes();

  private Pinned() {}

  private static byte[] bytes() {
    try (InputStream in = Pinned.class.getResourceAsStream("PinnedInitializer.class")) {
      if (in == null) {
        throw new IllegalStateException("PinnedInitializer.class is not beside Pinned.class");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read PinnedInitializer.class", e);
    }
  }

  /**
   * Makes the call.
   *
   * @throws ExceptionInInitializerError if it throws
   */
  static void run(Callable<?> call) throws IllegalAccessException {
    ScopedValue.where(CALL, call)
        .<Object, IllegalAccessException>call(
            () -> MethodHandles.lookup().defineHiddenClass(CLASS, true));
  }

  /** By the initialiser. */
  static void call() throws Exception {
    CALL.get().call();
  }
}
