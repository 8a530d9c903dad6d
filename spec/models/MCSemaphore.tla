---------------------------- MODULE MCSemaphore -----------------------------
(***************************************************************************)
(* What TLC needs beside Semaphore.tla: goroutines may be permuted, and    *)
(* the states that a reader would like to see reached.  Each reachability  *)
(* model claims that such a state is never reached, and must fail.         *)
(***************************************************************************)
EXTENDS Semaphore, TLC

Symmetry == Permutations(G)

\* One waits though it could have its permits, behind one that cannot.
NeverHeldBack == ~(/\ ~serving /\ Len(line) = 2
                   /\ want[line[1]] > Free /\ want[line[2]] <= Free)

\* One waits in vain, and another waits and will be served.
NeverDoomedBeside == ~(doomed # {} /\ line # <<>>)

\* The first leaves, and the next one fits.
NeverFitsAfterLeave == [][\A g \in G : ~(Leave(g) /\ FirstFits')]_vars
=============================================================================
