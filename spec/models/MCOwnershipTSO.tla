--------------------------- MODULE MCOwnershipTSO ---------------------------
(***************************************************************************)
(* States of OwnershipTSO.tla that a reader would like to see reached: the *)
(* reachability models claim that they are not, and must fail.             *)
(***************************************************************************)
EXTENDS OwnershipTSO

\* An M runs goroutine code, and its store of `user' is still on its way.
NeverUserUnseen == \A m \in M : ~(pc[m] = "user" /\ buf[m] # <<>>)

\* A put into the ring and the end of its section are both on their way.
NeverTwoUnseen == \A m \in M : Len(buf[m]) < 2
=============================================================================
