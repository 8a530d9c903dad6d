package dev.handoff.verification.lincheck;

import dev.handoff.GoroutineInterruptedException;
import java.util.concurrent.Callable;

/**
 * The operations of a production class, as Lincheck calls them: the first argument is the number of
 * the calling thread; what may happen is a result, also when it is an exception.
 */
public abstract class Operations {
  static final String DONE = "done";
  static final String REFUSED = "refused";
  static final String INTERRUPTED = "interrupted";

  private final Interrupts interrupts = new Interrupts();

  /** What they should do. */
  abstract Semantics<?> semantics();

  /** Interrupts another thread if that is in a call which may be interrupted. */
  public final Object interrupt(int thread, int other) {
    return interrupts.interrupt(other);
  }

  /** Makes a call that may be interrupted. */
  final Object interruptible(int thread, Callable<Object> call) throws Exception {
    interrupts.enter(thread);
    boolean threw = false;
    Object result = null;
    boolean interrupted = false;
    try {
      result = call.call();
    } catch (GoroutineInterruptedException e) {
      threw = true;
    } finally {
      interrupted = interrupts.leave(thread);
    }
    if (threw) {
      return interrupted ? INTERRUPTED : "interrupted, but the flag is not set";
    }
    return result;
  }
}
