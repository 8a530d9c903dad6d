---------------------------- MODULE MCWaitGroup -----------------------------
(***************************************************************************)
(* What TLC needs beside WaitGroup.tla: goroutines may be permuted, and    *)
(* the states that a reader would like to see reached.  Each reachability  *)
(* model claims that such a state is never reached, and must fail.         *)
(***************************************************************************)
EXTENDS WaitGroup, TLC

Symmetry == Permutations(G)

\* A waiter is released by a zero that came before it began to wait.
NeverReleasedEarly == ~(\E g \in G : /\ pc[g] = "asleep" /\ g \in released
                                     /\ zeros = seen[g])

\* A waiter returns by itself, before it is released.
NeverSawByItself == ~(\E g \in G : /\ pc[g] = "looks" /\ zeros # seen[g]
                                   /\ g \notin released)

\* A zero lets a waiter go, and the counter is up again before it runs.
NeverUpAgain == ~(\E g \in G : /\ pc[g] = "asleep" /\ g \in sawZero
                               /\ count > 0)
=============================================================================
