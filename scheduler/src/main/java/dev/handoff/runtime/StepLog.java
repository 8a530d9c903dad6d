package dev.handoff.runtime;

/**
 * Where one thread's steps are recorded, in its program order. The scheduling core knows recording
 * only by this interface; where nothing is recorded it holds {@code null} instead.
 */
public interface StepLog {
  /** Records a step that has happened. The meaning of the arguments is told in {@link Step}. */
  void step(Step kind, int q, long g, long n, long x, long y);

  /** One log an M, and one that any other thread may write to; the latter orders nothing. */
  interface Source {
    StepLog ofMachine(int machine);

    StepLog ofOutsiders();

    /** A number that ties a submission from outside to the look that follows it. */
    long ticket();
  }
}
