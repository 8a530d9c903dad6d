package dev.handoff.sync;

/**
 * The word of a {@link RWMutex}.
 *
 * <pre>
 *   63          3          2             1           0
 *   +-----------+----------+-------------+-----------+
 *   |  readers  | readers  |   writers   |  writing  |
 *   |           |   wait   |    wait     |           |
 *   +-----------+----------+-------------+-----------+
 * </pre>
 *
 * <ul>
 *   <li>writing: a writer holds the mutex;
 *   <li>writers wait, readers wait: the line of these is not empty. Both lines are guarded by the
 *       mutex's small lock. While one of these bits is set the word is changed under that lock only;
 *   <li>readers: how many hold the mutex for reading.
 * </ul>
 */
final class RWMutexWord {
  static final long FREE = 0;
  static final long WRITING = 1;
  private static final long WRITERS_WAIT = 1 << 1;
  private static final long READERS_WAIT = 1 << 2;
  private static final int READERS_SHIFT = 3;
  private static final long READER = 1 << READERS_SHIFT;

  private RWMutexWord() {}

  static boolean isWriting(long word) {
    return (word & WRITING) != 0;
  }

  static boolean writersWait(long word) {
    return (word & WRITERS_WAIT) != 0;
  }

  static boolean readersWait(long word) {
    return (word & READERS_WAIT) != 0;
  }

  static long readers(long word) {
    return word >>> READERS_SHIFT;
  }

  /** Whether a reader may come in: no writer is there or waits. */
  static boolean isOpenToReaders(long word) {
    return (word & (WRITING | WRITERS_WAIT)) == 0;
  }

  static long plusReaders(long word, long count) {
    return word + count * READER;
  }

  static long minusReader(long word) {
    return word - READER;
  }

  static long withWriting(long word, boolean on) {
    return on ? word | WRITING : word & ~WRITING;
  }

  static long withWritersWaiting(long word, boolean on) {
    return on ? word | WRITERS_WAIT : word & ~WRITERS_WAIT;
  }

  static long withReadersWaiting(long word, boolean on) {
    return on ? word | READERS_WAIT : word & ~READERS_WAIT;
  }

  static String toString(long word) {
    String held =
        isWriting(word) ? "1 writer" : readers(word) == 0 ? "free" : readers(word) + " reading";
    return held
        + (writersWait(word) ? ", writers wait" : "")
        + (readersWait(word) ? ", readers wait" : "");
  }
}
