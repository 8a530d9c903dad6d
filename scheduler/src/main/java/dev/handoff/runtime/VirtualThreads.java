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
 * <p>None of the three is public API in JDK 25. {@link JdkAccess} says what they need.
 */
public final class VirtualThreads {
  private static final MethodHandle NEW_THREAD;
  private static final MethodHandle CURRENT_CARRIER;
  private static final Executor DEFAULT_SCHEDULER;

  static {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup());
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
      throw new ExceptionInInitializerError(e); // JdkAccess has looked before
    }
  }

  private VirtualThreads() {}

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
