package dev.handoff.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Who may touch a P: one word that names a status, the M that the P belongs to, and a number that
 * tells one stretch of goroutine code from the next. Spec: Ownership.tla, whose header tells the
 * race between an M and whoever takes its P behind its back.
 *
 * <pre>
 *   63                         27 26              3 2      0
 *  +-----------------------------+-----------------+--------+
 *  | number                      | M, or all ones  | status |
 *  +-----------------------------+-----------------+--------+
 * </pre>
 *
 * <p>An M leaves the scheduler by a plain store ({@link #enterUser}) and comes back by a
 * compare-and-set ({@link #come}); whoever takes the P from it does so by a compare-and-set from the
 * very word that it has seen ({@link #retake}). One of the two fails. The number counts modulo 2^37:
 * that it makes no full turn while sysmon remembers a word is the assumption of the spec.
 *
 * <p>The word is also what publishes the P's plain fields from one owner to the next: every change
 * of hands is a release store or a compare-and-set of this word, or of the idle state, followed by a
 * read of the same by the new owner.
 */
final class Ownership {
  private static final int STATUS_BITS = 3;
  private static final int MACHINE_BITS = 24;
  private static final long STATUS_MASK = (1L << STATUS_BITS) - 1;
  private static final long MACHINE_MASK = (1L << MACHINE_BITS) - 1;
  private static final int NUMBER_SHIFT = STATUS_BITS + MACHINE_BITS;
  private static final int NOBODY = (int) MACHINE_MASK;

  /** An M's number must be below this. */
  static final int MACHINES = NOBODY;

  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(Ownership.class, "word", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What the word says about the P. */
  enum Status {
    /** Nobody runs it; it is free, or just being given up. */
    IDLE,
    /** Its M is inside the scheduler and owns it absolutely. */
    SCHEDULING,
    /** Its M runs the code of a goroutine. */
    USER,
    /** Its M runs a call that may block the thread. */
    SYSCALL,
    /** It was taken from its M, and has yet to be passed on. */
    RETAKEN;

    private static final Status[] VALUES = values();
  }

  private volatile long word = pack(Status.IDLE, NOBODY, 0);

  private static long pack(Status status, int machine, long number) {
    return number << NUMBER_SHIFT | (long) machine << STATUS_BITS | status.ordinal();
  }

  private static long with(long word, Status status) {
    return word & ~STATUS_MASK | status.ordinal();
  }

  static Status status(long word) {
    return Status.VALUES[(int) (word & STATUS_MASK)];
  }

  /** The M that the word names; only of a word in status USER, SYSCALL or SCHEDULING. */
  static int machine(long word) {
    return (int) (word >>> STATUS_BITS & MACHINE_MASK);
  }

  static long number(long word) {
    return word >>> NUMBER_SHIFT;
  }

  // ------------------------------------------------------------------------------ the P's M

  /** M m was given the P, and says so. */
  @SpecAction("Ownership!StoreClaim")
  void claim(int m) {
    // Release: pairs with the volatile read in look(). Nobody else writes now: the P is m's.
    WORD.setRelease(this, pack(Status.SCHEDULING, m, number(word)));
  }

  /** To goroutine code, in a new stretch; the word that says so. */
  @SpecAction("Ownership!StoreUser")
  long enterUser(int m) {
    long next = pack(Status.USER, m, number(word) + 1);
    // Release: publishes the P's fields to whoever retakes it; pairs with the compareAndSet in
    // retake(). No more is needed: OwnershipTSO.tla.
    WORD.setRelease(this, next);
    return next;
  }

  /** Straight into a call that a goroutine is in; the word that says so. Two stretches at once. */
  @SpecAction("Ownership!StoreUser")
  @SpecAction("Ownership!CasSyscallWon")
  long enterCall(int m) {
    long next = pack(Status.SYSCALL, m, number(word) + 2);
    WORD.setRelease(this, next); // as in enterUser()
    return next;
  }

  /**
   * Back in the scheduler, if the P was not taken meanwhile; or still there, where a section was left
   * by a stack overflow before its end.
   */
  @SpecAction("Ownership!CasSwitchWon")
  @SpecAction("Ownership!CasSwitchLost")
  @SpecAction("Ownership!CasPutWon")
  @SpecAction("Ownership!CasPutLost")
  boolean come(long mine) {
    // Races with the compareAndSet in retake(): one of the two fails.
    long inside = with(mine, Status.SCHEDULING);
    return WORD.compareAndSet(this, mine, inside) || word == inside; // that only the M itself wrote
  }

  /** Whether the P was not taken meanwhile; as {@link #come}, without coming. */
  boolean isStill(long mine) {
    long seen = word;
    return seen == mine || seen == with(mine, Status.SCHEDULING);
  }

  /** Back in the scheduler, or still there, by M m that failed; false if the P was taken. */
  boolean comeAfterFailure(int m, long mine) {
    long seen = word;
    boolean inside = status(seen) == Status.SCHEDULING && machine(seen) == m;
    return inside || WORD.compareAndSet(this, mine, with(mine, Status.SCHEDULING)); // as in come()
  }

  /** The end of a short section: the same stretch goes on. */
  @SpecAction("Ownership!StorePutBack")
  void backToUser(long mine) {
    WORD.setRelease(this, mine); // as in enterUser()
  }

  /** Into a call that may block the thread, in a new stretch; that word, or 0: the P was taken. */
  @SpecAction("Ownership!CasSyscallWon")
  @SpecAction("Ownership!CasSyscallLost")
  long enterSyscall(long mine) {
    long next = pack(Status.SYSCALL, machine(mine), number(mine) + 1);
    if (WORD.compareAndSet(this, mine, next)) { // races with retake()
      return next;
    }
    if (word != with(mine, Status.SCHEDULING)) {
      return 0;
    }
    WORD.setRelease(this, next); // still inside, as in come(): nobody else writes
    return next;
  }

  /** Out of a call; that word, or 0: the P was taken. */
  @SpecAction("Ownership!CasReturnWon")
  @SpecAction("Ownership!CasReturnLost")
  long exitSyscall(long mine) {
    long next = with(mine, Status.USER);
    return WORD.compareAndSet(this, mine, next) ? next : 0; // races with retake()
  }

  // --------------------------------------------------------------------------- whoever takes it

  /** The word at this moment. */
  @SpecAction("Ownership!Observe")
  long look() {
    return word;
  }

  /** Takes the P if the word is still that one; on success the caller owns it. */
  @SpecAction("Ownership!CasRetakeWon")
  @SpecAction("Ownership!CasRetakeLost")
  boolean retake(long seen) {
    // Races with the compareAndSets of the M. On success it pairs with the M's last release store.
    return WORD.compareAndSet(this, seen, pack(Status.RETAKEN, NOBODY, number(seen)));
  }

  /** The owner is about to list the P as idle, or to let it go. */
  @SpecAction("Ownership!StoreIdle")
  @SpecAction("Ownership!SysmonStoreIdle")
  void giveUp() {
    // Release, before the compare-and-set of the idle state: from that on it is somebody else's.
    WORD.setRelease(this, pack(Status.IDLE, NOBODY, number(word)));
  }

  /** The owner, an M in the scheduler, is about to hand the P to somebody. */
  void handOn() {
    // Release: pairs with the reads of whoever is handed it, who learns of it by another variable.
    WORD.setRelease(this, pack(Status.RETAKEN, NOBODY, number(word)));
  }

  @Override
  public String toString() {
    long w = word;
    return status(w) + " of M" + machine(w) + ", stretch " + number(w);
  }
}
