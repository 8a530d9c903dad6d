package dev.handoff.runtime;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a sleeping M is given: a P, and what to do with it.
 *
 * @param processor the P
 * @param version of the idle state, at the decision
 * @param spins the M is counted as spinning (spec: {@code Wake}, {@code HandOff})
 * @param work the P was seen to have work; the M owes a wake-up (spec: {@code HandOffWork})
 * @param handed a goroutine that is locked to the M, to be run at once (spec: {@code HandToLocked})
 */
record Gift(P processor, long version, boolean spins, boolean work, @Nullable G handed) {
  static Gift toLook(P p, long version) {
    return new Gift(p, version, true, false, null);
  }

  static Gift toWork(P p, long version) {
    return new Gift(p, version, false, true, null);
  }

  static Gift toRun(P p, G locked) {
    return new Gift(p, -1, false, false, locked);
  }
}
