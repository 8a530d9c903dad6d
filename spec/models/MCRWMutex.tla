----------------------------- MODULE MCRWMutex ------------------------------
(***************************************************************************)
(* What TLC needs beside RWMutex.tla: readers may be permuted and writers  *)
(* may be, and the states that a reader would like to see reached.  Each   *)
(* reachability model claims that such a state is never reached, and must  *)
(* fail.                                                                   *)
(***************************************************************************)
EXTENDS RWMutex, TLC

Symmetry == Permutations(Readers) \cup Permutations(Writers)

\* A writer in line holds back a reader, though only readers hold the mutex.
NeverHeldBack == ~(reading # {} /\ writeLine # <<>> /\ readLine # {})

\* A writer that leaves lets in two readers at once, before another writer.
NeverBatch == [][~(\E g \in Writers : /\ Unlock(g) /\ writeLine # <<>>
                                      /\ Cardinality(reading') = 2)]_vars

\* The bound on bypasses is reached: the last batch of readers that may go
\* before a waiting writer goes before it.
NeverPassedFully == [][\A g \in Writers :
    ~(InWriteLine(g) /\ batchesDue[g] = 1 /\ batchesDue'[g] = 0)]_vars

\* An interrupted writer lets in the readers that it held back.
NeverLetInByLeaving == [][\A g \in Writers : LeaveWrite(g)
                              => reading' = reading]_vars
=============================================================================
