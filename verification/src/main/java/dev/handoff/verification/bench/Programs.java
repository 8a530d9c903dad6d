package dev.handoff.verification.bench;

/**
 * The benchmarked programs, written once for each of the runtimes that are compared, in the way that
 * is natural there. Each returns what it has computed, so that a test can tell that it did the work.
 *
 * <p>All use what the runtime offers for the same purpose: an unbuffered channel, a {@code
 * SynchronousQueue}, a rendezvous channel; a channel or a queue with room for what is sent; a wait
 * group, a latch, a join. In all, the calling thread only waits: the program's own main is a
 * goroutine (virtual thread, coroutine) itself.
 */
interface Programs extends AutoCloseable {
  /** What is sent to and fro. */
  Object BALL = "ball";

  /** How many children each inner node of skynet has. */
  int FAN_OUT = 10;

  /**
   * Main and one other send a ball to and fro, over a pair of channels without a buffer.
   *
   * @return how often it came back
   */
  int pingPong(int rounds);

  /**
   * Main starts {@code count}, which do next to nothing, and waits until all have done it; and that
   * {@code batches} times.
   *
   * @return how many ran
   */
  int spawn(int batches, int count);

  /**
   * A tree of goroutines with that many leaves, a power of {@link #FAN_OUT}. Each leaf sends its
   * number to its parent, each inner node the sum of its children, over a channel a node with room
   * for all of them.
   *
   * @return the sum at the root
   */
  long skynet(int leaves);

  /** Ends the runtime, if it is one that can be ended. */
  @Override
  void close();
}
