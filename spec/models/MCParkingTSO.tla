---------------------------- MODULE MCParkingTSO ----------------------------
(***************************************************************************)
(* What TLC needs beside ParkingTSO.tla: Ms and senders may be permuted;   *)
(* and the states that a reader would like to see reached, each claimed    *)
(* never to be.                                                            *)
(***************************************************************************)
EXTENDS ParkingTSO, TLC

Symmetry == Permutations(M) \cup Permutations(Senders)

\* A sleeper parks while the outcome is on its way to the memory.
NeverInFlight ==
    ~(/\ at = "parked"
      /\ \E w \in Senders, k \in 1..3 : /\ k \in DOMAIN buf[w]
                                        /\ buf[w][k][1] = Outcome(wait))

\* A sleeper looks at its outcome while its release of the lock is on its way.
NeverEarlyLook ==
    ~(\E m \in M : Here(m, "lookAgain") /\ buf[m] # <<>>)
=============================================================================
