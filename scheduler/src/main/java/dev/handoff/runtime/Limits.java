package dev.handoff.runtime;

/**
 * The small constants of the scheduler, behind one switch so that a checker can run the same code
 * with queues of two slots.
 *
 * @param queueCapacity slots of a P's run queue, a power of two (spec: {@code Capacity})
 * @param globalTick every so many time slices of a P the global queue goes first (spec: {@code
 *     GlobalTick})
 * @param stealRounds how often a spinning M tries every other P before it gives up
 */
public record Limits(int queueCapacity, int globalTick, int stealRounds) {
  /** The values of Go's runtime. */
  public static final Limits PRODUCTION = new Limits(256, 61, 4);

  public Limits {
    if (queueCapacity < 2 || Integer.bitCount(queueCapacity) != 1) {
      throw new IllegalArgumentException(
          "queueCapacity " + queueCapacity + " is no power of two of at least 2");
    }
    if (globalTick < 1 || stealRounds < 1) {
      throw new IllegalArgumentException(
          "globalTick " + globalTick + " and stealRounds " + stealRounds + " must be at least 1");
    }
  }
}
