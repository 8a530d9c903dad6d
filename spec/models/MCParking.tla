----------------------------- MODULE MCParking ------------------------------
(***************************************************************************)
(* What TLC needs beside Parking.tla: Ms and senders may be permuted, and  *)
(* counts are only compared; the states that a reader would like to see    *)
(* reached, each claimed never to be; and all states of a small size that  *)
(* satisfy the inductive invariant.                                        *)
(***************************************************************************)
EXTENDS Parking, TLC

Symmetry == Permutations(M) \cup Permutations(Senders)

(***************************************************************************)
(* The count of transitions has no bound: while the thread is suspended an *)
(* M may queue the goroutine, and come back from it, again and again.  But *)
(* counts are only compared, with the word's, which only grows.  So states *)
(* that differ in their counts only, and not in how these compare with the *)
(* word's, have the same successors in this sense, and TLC keeps one.      *)
(***************************************************************************)
Compared(n) == CASE n = 0 -> "none" [] n \in 1..(word.count - 1) -> "past"
                 [] OTHER -> "now"

View == <<structure, code, jdk, word.status, runq, pc, target, mark,
          [t \in Threads |-> <<seen[t].status, Compared(seen[t].count)>>],
          [m \in M |-> Compared(executed[m])]>>

CONSTANT MaxCount       \* how far the transition count goes in IndInit

MachinePC == {"idle", "took", "execute", "resume", "consume", "mounted",
              "unmounting", "lookPermit", "unparkSelf", "resubmit", "back",
              "parks", "lookState", "yield", "yieldStore", "yieldEnqueue"}
             \cup ReadyPC
UnparkPC == {"unpark", "unparkState", "done", "start"} \cup ReadyPC
WakerPC  == UnparkPC \cup {"poll", "give", "decide", "unlock"}
LookerPC == {"start", "suspended", "restored", "unparkState", "done"}
            \cup ReadyPC

\* f on M, g on the wakers, h on the interrupters, k on the lookers.
Joined(f, g, h, k) ==
    [t \in Threads |-> IF t \in M THEN f[t] ELSE IF t \in Wakers THEN g[t]
                       ELSE IF t \in Interrupters THEN h[t] ELSE k[t]]

StoredWord == {Word(s, n) : s \in {"runnable", "running", "waiting"},
                            n \in 1..MaxCount}

HasRead(t) == pc[t] \in {"execute", "yieldStore", "readyCas"}

\* Inv, with its conjuncts in an order in which TLC can enumerate the states:
\* each choice is followed by what rules it out.
IndInit ==
    /\ runq \in 0..1
    /\ \E f \in [M -> MachinePC] :
        /\ Cardinality({m \in M : f[m] \notin {"idle", "lookState", "ready",
                                               "readyCas"}}) + runq <= 1
        /\ \E g \in [Wakers -> WakerPC], h \in [Interrupters -> UnparkPC],
              k \in [Lookers -> LookerPC] : pc = Joined(f, g, h, k)
    /\ PlaceInv
    /\ at \in IF \E m \in M : pc[m] = "mounted" THEN Place \ {"parked"}
                                               ELSE {"parked"}
    /\ vstate \in VState
    /\ StateInv
    /\ word \in StoredWord
    /\ OneResume
    /\ mark \in [M -> {"parked", "resubmitted"}]
    /\ \A m \in M : mark[m] = "resubmitted" => pc[m] = "back"
    /\ executed = [m \in M |-> IF Counts(m) THEN word.count ELSE 0]
    /\ \E u \in [{t \in Threads : HasRead(t)} ->
                {word} \cup {Word("waiting", n) : n \in 1..word.count}] :
         seen = [t \in Threads |-> IF HasRead(t) THEN u[t] ELSE NoWord]
    /\ WordInv
    /\ held \in BOOLEAN
    /\ MutualExclusion
    /\ wait \in 0..Rounds
    /\ target \in [Wakers -> 0..wait]
    /\ queue \in SUBSET (IF wait = 0 THEN {} ELSE {wait})
    /\ outcome \in [Waits -> {"waiting", "done", "closed"}]
    /\ buffer \in SUBSET Senders
    /\ closed \in BOOLEAN
    /\ WaiterInv
    /\ slot \in [Waits -> Senders \cup {None}]
    /\ got \in SUBSET Senders
    /\ ValueInv
    /\ permit \in BOOLEAN
    /\ interrupted \in BOOLEAN
    /\ PermitInv
    /\ TypeOK

\* Their successors are again among them, but for those that count further.
\* (TLC checks the invariants of such a state, and does not go on from it.)
InBounds == word.count <= MaxCount

-----------------------------------------------------------------------------
(***************************************************************************)
(* States that are reached.                                                *)
(***************************************************************************)

\* An M has stored "waiting", and before it looks the goroutine has run on
\* another, and waits there again.
NeverLate == ~(\E m, n \in M : /\ pc[m] = "lookState" /\ pc[n] = "lookState"
                               /\ m # n)

\* The JDK asks an M to run again what it has just unmounted.
NeverResubmitted == \A m \in M : mark[m] # "resubmitted"

\* A waker came before its M had said that it waits: the M queues it.
NeverLeftToM == \A m \in M : pc[m] # "enqueue"

\* The M and a waker see each other: one compare-and-set will fail.
NeverBoth == ~(\E m \in M, t \in Others :
    /\ pc[m] = "readyCas" /\ seen[m] = word
    /\ pc[t] = "readyCas" /\ seen[t] = word)

\* The JDK asks that the goroutine be run, when it is queued already,
NeverQueued == ~(runq = 1 /\ \E l \in Lookers : pc[l] = "ready")

\* when it runs already,
NeverRuns == ~(vstate = "running" /\ \E l \in Lookers : pc[l] = "ready")

\* and when it waits again, and nobody has woken it.
NeverInVain == ~(/\ vstate = "parked" /\ word.status = "waiting"
                 /\ \E l \in Lookers : pc[l] = "ready")

\* An M comes back from a suspended thread with nothing done.  (It has run the
\* goroutine after the only wait, and that has not parked again.)
NeverNothingDone == ~(/\ vstate = "unparkedSuspended"
                      /\ \E m \in M : pc[m] = "parks" /\ executed[m] > 1)

\* A sleeper that was interrupted finds that it has been served.
NeverMissed == at # "missed"

\* ... and finds that it has not been.
NeverLeft == at # "left"

\* A waker that was served out of an earlier wait wakes the next one.
NeverStale == \A w \in Wakers :
    ~(/\ pc[w] = "ready" /\ target[w] < wait)

\* A sleeper is interrupted between the removal and the outcome of a closer.
NeverHasty == ~(at = "missed" /\ outcome[wait] = "waiting")
=============================================================================
