package dev.handoff.verification.soak;

import java.util.concurrent.atomic.LongAdder;

/**
 * What goes in and what comes out, by number and by content: a sum of well mixed values, so that one
 * that is lost and another that is duplicated do not make up for each other. Thread-safe; right when
 * nobody writes any more.
 */
final class Ledger {
  private final String what;
  private final LongAdder in = new LongAdder();
  private final LongAdder out = new LongAdder();
  private final LongAdder contentIn = new LongAdder();
  private final LongAdder contentOut = new LongAdder();

  /**
   * @param what is counted, for messages
   */
  Ledger(String what) {
    this.what = what;
  }

  void in(long item) {
    in.increment();
    contentIn.add(mixed(item));
  }

  void out(long item) {
    out.increment();
    contentOut.add(mixed(item));
  }

  /** How many have come out. */
  long outs() {
    return out.sum();
  }

  /** The finalizer of MurmurHash3: every bit of the item changes half of the bits of the result. */
  private static long mixed(long item) {
    long x = item;
    x = (x ^ (x >>> 33)) * 0xff51afd7ed558ccdL;
    x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return x ^ (x >>> 33);
  }

  /**
   * Everything that went in has come out, once.
   *
   * @throws SoakException if not
   */
  void check() {
    SoakException.unless(
        in.sum() == out.sum() && contentIn.sum() == contentOut.sum(),
        () ->
            what + ": " + in.sum() + " went in, " + out.sum() + " came out"
                + (in.sum() == out.sum() ? ", others than went in" : ""));
  }
}
