package dev.handoff.verification.jcstress;

import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;

/**
 * The outcomes that the tests of edges share. One actor sets x to 1, and then comes to the edge; the
 * other reads x before it comes there (r1: anything), and again afterwards (r2). The early read gives
 * a compiler an x to use again: only an edge forbids it that.
 */
@Outcome(id = "., -1", expect = Expect.ACCEPTABLE, desc = "too early: nothing to be seen yet")
@Outcome(id = "., 1", expect = Expect.ACCEPTABLE, desc = "what went before is seen")
@Outcome(id = "., 0", expect = Expect.FORBIDDEN, desc = "what went before is not seen")
final class Seen {
  private Seen() {}
}
