-------------------------------- MODULE MCTimers --------------------------------
(***************************************************************************)
(* What TLC needs beside Timers.tla: Ms and Ps may be permuted, and the    *)
(* states that a reader would like to see reached.  Each reachability      *)
(* model claims that such a state is never reached, and must fail.         *)
(***************************************************************************)
EXTENDS Timers, TLC

Symmetry == Permutations(M) \cup Permutations(P)
=============================================================================
