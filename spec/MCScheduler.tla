------------------------------ MODULE MCScheduler ------------------------------
(***************************************************************************)
(* What TLC needs beside Scheduler.tla to check small instances of it:     *)
(* goroutines, Ms and Ps may be permuted, and the states that a reader     *)
(* would like to see reached.  Each reachability model claims that such a  *)
(* state is never reached, and must fail.                                  *)
(***************************************************************************)
EXTENDS Scheduler, TLC

Symmetry == Permutations(G) \cup Permutations(M) \cup Permutations(P)

\* The wake-up protocol was needed: the sleeper's second look found work.
NeverFoundOnSecondLook == \A m \in M : ~(mstatus[m] = "idle" /\ owesWake[m])

\* A run queue overflowed into the global queue.
NeverSpilled == \A m \in M : ~(mstatus[m] = "running" /\ Len(hand[m]) > 1)

\* A thief has more than one goroutine in its hand.
NeverStoleMany == \A m \in M : ~(mstatus[m] = "looking" /\ Len(hand[m]) > 1)

\* An M steals from runnext although its victim runs a goroutine.
NeverStoleNext == [][\A m \in M, v \in P : ~StealNext(m, v)]_vars

\* All goroutines have ended and all Ms that were started sleep.
NeverAllDone == ~(/\ \A g \in G : gstatus[g] = "dead"
                  /\ \A m \in M : mstatus[m] = "idle" /\ unchecked[m] = {})
=============================================================================
