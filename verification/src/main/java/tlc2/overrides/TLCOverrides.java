package tlc2.overrides;

import dev.handoff.verification.trace.TraceOperators;

/**
 * Where TLC looks for operators that are given in Java; it knows this class by its name. Ours are
 * those of TraceScheduler.tla.
 */
public final class TLCOverrides implements ITLCOverrides {
  @Override
  @SuppressWarnings("rawtypes") // as TLC declares it
  public Class[] get() {
    return new Class[] {TraceOperators.class};
  }
}
