--------------------------- MODULE MCRunQueueTSO ----------------------------
(***************************************************************************)
(* What TLC needs beside RunQueueTSO.tla: what may be permuted, and the    *)
(* states that a reader would like to see reached.                         *)
(***************************************************************************)
EXTENDS RunQueueTSO, TLC

Symmetry == Permutations(G) \cup Permutations(Thieves)

\* The store buffer holds a cleared slot, a slot, and tail.
NeverFullBuffer == Len(buffer) < 3

\* The owner has put, and a thief is told that there is nothing, since it
\* cannot see that yet.
NeverUnseen == \A t \in Thieves :
    ~(Pending # <<>> /\ answer[t] = "noRing" /\ pc[t] = "idle")
=============================================================================
