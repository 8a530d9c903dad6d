------------------------------ MODULE MCWakeup ------------------------------
(***************************************************************************)
(* What TLC needs beside Wakeup.tla to check small instances of it.        *)
(***************************************************************************)
EXTENDS Wakeup, TLC

Symmetry == Permutations(G) \cup Permutations(M) \cup Permutations(P)

(***************************************************************************)
(* Behaviours that begin when main runs: a thread outside has submitted it *)
(* and has gone.  So models without such threads still do something.       *)
(***************************************************************************)
MainRuns ==
    \E main \in G, m \in M, p \in P :
        /\ idleM = M \ {m} /\ idleP = P \ {p}
        /\ spinning = {} /\ woken = {} /\ fresh = {}
        /\ assigned = [n \in M |-> None]
        /\ permit = [n \in M |-> FALSE]
        /\ place = [g \in G |-> IF g = main THEN m ELSE "unborn"]
        /\ pc = [t \in Threads |-> IF t = m THEN "running"
                                   ELSE IF t \in M THEN "park" ELSE "outside"]
        /\ held = [n \in M |-> IF n = m THEN p ELSE None]
        /\ cur = [n \in M |-> IF n = m THEN main ELSE None]
        /\ ahead = [n \in M |-> {}]
        /\ chosen = [t \in Threads |-> None]
        /\ gift = [t \in Threads |-> None]

MainSafeSpec == MainRuns /\ [][Next]_vars
MainSpec     == MainSafeSpec /\ Fairness

\* What IsSafeService says, but for where it begins.
OnlyLegalSteps == [][User!Next]_(User!vars)

(***************************************************************************)
(* States worth reaching.  Each reachability model claims that one of these*)
(* is never reached, and must fail.                                        *)
(***************************************************************************)

\* The second look was needed: only a sleeper that has yet to see the queue
\* will notice the work in it.
NeverOnlyTheSleeperNotices ==
    \A m \in M, q \in Queues :
        ~(/\ pc[m] = "recheck" /\ q \in ahead[m] /\ HasWork(q)
          /\ idleP # {} /\ spinning = {}
          /\ \A t \in Threads : pc[t] \notin {"look", "wake"})

\* A sleeper wakes itself.
NeverWakesItself == \A m \in M : chosen[m] # m

\* A sleeper stops its second look early: a waker was quicker.
NeverStopsChecking == \A m \in M : ~(pc[m] = "recheck" /\ assigned[m] # None)

\* A compare-and-set comes too late although there was a need to wake.
NeverTooLate == \A t \in Threads : ~(pc[t] = "wake" /\ t \notin fresh)

\* A permit is left from an earlier waker, and will let the M park once less.
NeverOldPermit == \A m \in M : ~(permit[m] /\ pc[m] = "recheck")

\* A thief has more than one goroutine in its hands.
NeverStoleMany ==
    \A m \in M, g \in G : ~(pc[m] = "found" /\ InHand(m, g) /\ ~Only(m, g))

\* Everything that there is has been submitted and has run, and all Ms sleep.
NeverAllDone == ~(/\ \A g \in G : place[g] = "dead"
                  /\ \A m \in M : pc[m] = "park")
=============================================================================
