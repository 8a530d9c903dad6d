---------------------------- MODULE MCWakeupTSO -----------------------------
(***************************************************************************)
(* What TLC needs beside WakeupTSO.tla to check small instances of it.     *)
(***************************************************************************)
EXTENDS MCWakeup, WakeupTSO

TSOMainRuns == MainRuns /\ buffer = [t \in Threads |-> <<>>]

\* What the fence is for: a sleeper looks once more while the goroutine that
\* a submitter has put is still in that submitter's buffer.
NeverUnseen ==
    \A m, n \in M : ~(/\ pc[m] = "stowed" /\ ~Flushed(m)
                      /\ pc[n] = "recheck" /\ held[m] \in ahead[n])
=============================================================================
