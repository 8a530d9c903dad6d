package dev.handoff.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The one place that reaches into the JDK: virtual threads with a scheduler of our own, the carrier
 * of the current thread, and the JDK's default scheduler.
 *
 * <p>None of the three is public API in JDK 25. They need {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED} (or {@code =dev.handoff} on the module path).
 */
public final class VirtualThreads {
  private static final MethodHandle NEW_THREAD;
  private static final MethodHandle CURRENT_CARRIER;
  private static final Executor DEFAULT_SCHEDULER;

  static {
    MethodHandles.Lookup lookup = openJavaLang();
    try {
      Class<?> type = Class.forName("java.lang.VirtualThread");
      NEW_THREAD =
          lookup
              .findConstructor(
                  type,
                  MethodType.methodType(
                      void.class, Executor.class, String.class, int.class, Runnable.class))
              .asType(
                  MethodType.methodType(
                      Thread.class, Executor.class, String.class, int.class, Runnable.class));
      CURRENT_CARRIER =
          lookup.findStatic(
              Thread.class, "currentCarrierThread", MethodType.methodType(Thread.class));
      DEFAULT_SCHEDULER =
          (Executor)
              lookup
                  .findStatic(type, "defaultScheduler", MethodType.methodType(Executor.class))
                  .invoke();
    } catch (Throwable e) {
      throw new IllegalStateException(
          "this JDK ("
              + Runtime.version()
              + ") does not have the virtual thread constructor of JDK 25; run Handoff on JDK 25",
          e);
    }
  }

  private VirtualThreads() {}

  private static MethodHandles.Lookup openJavaLang() {
    try {
      return MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
    } catch (IllegalAccessException e) {
      String us = VirtualThreads.class.getModule().isNamed() ? "dev.handoff" : "ALL-UNNAMED";
      throw new IllegalStateException(
          "Handoff needs access to the JDK's virtual threads: start java with --add-opens"
              + " java.base/java.lang="
              + us,
          e);
    }
  }

  /**
   * Fails with an {@link IllegalStateException} that names the missing flag or the wrong JDK. The
   * first call tells; it is meant for whoever builds a scheduler, so that no goroutine has to.
   */
  public static void require() {
    try {
      currentCarrier();
    } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
      Throwable cause = e.getCause();
      while (cause != null && !(cause instanceof IllegalStateException)) {
        cause = cause.getCause();
      }
      if (cause instanceof IllegalStateException known) {
        throw new IllegalStateException(known.getMessage(), known.getCause());
      }
      throw e;
    }
  }

  // No inheritable thread-locals: a goroutine inherits nothing but the context class loader.
  private static final int NO_INHERIT_THREAD_LOCALS = 1 << 2;

  /** A virtual thread, not yet started, whose continuation is handed to {@code scheduler}. */
  static Thread newThread(Executor scheduler, @Nullable String name, Runnable task) {
    try {
      return (Thread) NEW_THREAD.invokeExact(scheduler, name, NO_INHERIT_THREAD_LOCALS, task);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The platform thread that carries the current thread, or is the current thread. */
  static Thread currentCarrier() {
    try {
      return (Thread) CURRENT_CARRIER.invokeExact();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** The scheduler of ordinary virtual threads. */
  static Executor defaultScheduler() {
    return DEFAULT_SCHEDULER;
  }
}
