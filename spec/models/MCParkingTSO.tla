---------------------------- MODULE MCParkingTSO ----------------------------
(***************************************************************************)
(* What TLC needs beside ParkingTSO.tla: Ms and senders may be permuted;   *)
(* counts are only compared, as MCParking.tla says; and the states that a  *)
(* reader would like to see reached, each claimed never to be.             *)
(***************************************************************************)
EXTENDS ParkingTSO, TLC

Symmetry == Permutations(M) \cup Permutations(Senders)

\* How far that count is ahead of the word's in memory: 0 if it is behind.
Ahead(n) == IF n = 0 \/ n < mem[WordOf].count THEN 0
            ELSE 1 + n - mem[WordOf].count

View == <<[mem EXCEPT ![WordOf] = @.status], code, pc, target, mark,
          [t \in Threads |-> [k \in DOMAIN buf[t] |->
             IF buf[t][k][1] = WordOf
             THEN <<WordOf, buf[t][k][2].status, Ahead(buf[t][k][2].count)>>
             ELSE buf[t][k]]],
          [t \in Threads |-> <<seen[t].status, Ahead(seen[t].count)>>],
          [m \in M |-> <<executed[m] = 0, Ahead(executed[m])>>]>>

\* A sleeper parks while the outcome is on its way to the memory.
NeverInFlight ==
    ~(/\ at = "parked"
      /\ \E w \in Senders, k \in 1..3 : /\ k \in DOMAIN buf[w]
                                        /\ buf[w][k][1] = Outcome(wait))

\* A sleeper looks at its outcome while its release of the lock is on its way.
NeverEarlyLook ==
    ~(\E m \in M : Here(m, "lookAgain") /\ buf[m] # <<>>)

\* A waker reads the word while that is on its way from runnable to running.
NeverOldWord == ~(/\ \E t \in Others : pc[t] = "ready"
                  /\ mem[WordOf].status = "runnable"
                  /\ \E m \in M : pc[m] = "parks")
=============================================================================
