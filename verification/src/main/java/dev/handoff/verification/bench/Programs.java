package dev.handoff.verification.bench;

/**
 * The benchmarked programs, written once for each of the runtimes that are compared, in the way that
 * is natural there. Each returns what it has computed, so that a test can tell that it did the work.
 *
 * <p>All use what the runtime offers for the same purpose: an unbuffered channel, a {@code
 * SynchronousQueue}, a rendezvous channel; a channel or a queue with room for what is sent; a wait
 * group, a latch, a join; a mutex, a lock; a sleep, a delay. In all, the calling thread only waits: the program's own main is a
 * goroutine (virtual thread, coroutine) itself.
 */
interface Programs extends AutoCloseable {
  /** What is sent to and fro. */
  Object BALL = "ball";

  /** How many children each inner node of skynet has. */
  int FAN_OUT = 10;

  /** How many values wait between producers and consumers. */
  int BUFFER = 100;

  /** So many milliseconds pass between two samples of latency. */
  int SENDING_EVERY = 2;

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

  /**
   * That many, each of which lets the others run {@code turns} times.
   *
   * @return how often one did
   */
  int yield(int count, int turns);

  /**
   * That many are started at once, and sleep for 1 to {@code spread} milliseconds, neighbours for
   * different times.
   *
   * @return how many woke up, and not before their time
   */
  int sleepers(int count, int spread);

  /**
   * One receives, again and again, what a thread outside sends it every {@value #SENDING_EVERY}
   * milliseconds; beside it {@code hogs} compute for {@code stretch} milliseconds at a time without
   * letting anybody run, each then followed by another.
   *
   * @return for each of so many samples, the nanoseconds from before it was sent until it was received
   */
  long[] latency(int samples, int hogs, int stretch);

  /**
   * The primes up to a limit, by a chain with a filter for each: as Go's first example of channels, but
   * that a zero follows the last number and ends them all.
   *
   * @return how many there are
   */
  int sieve(int limit);

  /**
   * {@code pairs} send numbers into one channel with room for {@value #BUFFER}, and as many receive
   * them, each {@code each} of them.
   *
   * @return the sum of what was received
   */
  long producers(int pairs, int each);

  /**
   * Main receives from any of {@code channels} without a buffer, whichever is ready; into each of them
   * somebody sends {@code each} numbers. The JDK has no select: there they share one queue, in which
   * each value comes with the number of its sender.
   *
   * @return the sum of what was received
   */
  long select(int channels, int each);

  /**
   * {@code count} add one to a counter under a mutex, {@code each} times each.
   *
   * @return the counter
   */
  long mutex(int count, int each);

  /** Ends the runtime, if it is one that can be ended. */
  @Override
  void close();
}
