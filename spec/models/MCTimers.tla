------------------------------ MODULE MCTimers ------------------------------
(***************************************************************************)
(* What TLC needs beside Timers.tla: Ms and Ps may be permuted, and the    *)
(* states that a reader would like to see reached.                         *)
(***************************************************************************)
EXTENDS Timers, TLC

Symmetry == Permutations(M) \cup Permutations(P)

\* An M has taken t off to fire it, and t was stopped or set since.
NeverStaleInHand == \A m \in M, t \in T :
    ~(hand[m] # None /\ hand[m].t = t /\ hand[m].seq # seq[t])

\* The keeper sleeps until a deadline, and was told of an earlier one.
NeverNudgedAsleep == ~(keeper # None /\ mstate[keeper] = "asleep" /\ nudged)

\* The keeper sleeps until the deadline of a timer.
NeverSleepsUntil ==
    ~(keeper # None /\ mstate[keeper] = "asleep" /\ until < Never)

\* A deadline is added while the keeper still reads the heaps.
NeverAddedWhileRead == ~(keeper # None /\ mstate[keeper] = "keep" /\ owes # {})

\* A value was sent, and waits to be received.
NeverSent == \A t \in T : chan[t] = None

\* A timer waits in the heap of a P that nobody has.
NeverOnIdle == \A p \in IdleP : heap[p] = {}
=============================================================================
