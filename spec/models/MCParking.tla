----------------------------- MODULE MCParking ------------------------------
(***************************************************************************)
(* What TLC needs beside Parking.tla: Ms and senders may be permuted; the  *)
(* states that a reader would like to see reached, each claimed never to   *)
(* be; and all states of a small size that satisfy the inductive invariant.*)
(***************************************************************************)
EXTENDS Parking, TLC

Symmetry == Permutations(M) \cup Permutations(Senders)

CONSTANT MaxCount       \* how far the transition count goes in IndInit

MachinePC == {"idle", "took", "execute", "resume", "consume", "mounted",
              "unmounting", "lookPermit", "unparkSelf", "resubmit", "back",
              "parks", "yield", "yieldStore", "yieldEnqueue",
              "ready", "readyStore", "readyCas", "enqueue"}
UnparkPC == {"unpark", "unparkState", "ready", "readyStore", "readyCas",
             "enqueue", "done", "start"}
WakerPC == UnparkPC \cup {"poll", "give", "decide", "unlock"}

\* f on M, g on the wakers, h on the interrupters.
Joined(f, g, h) == [t \in Threads |-> IF t \in M THEN f[t]
                                      ELSE IF t \in Wakers THEN g[t] ELSE h[t]]

StoredWord == {Word(s, n) : s \in {"runnable", "running", "waiting"},
                            n \in 1..MaxCount}

HasRead(t) == pc[t] \in {"execute", "yieldStore", "readyStore", "readyCas"}

\* Inv, with its conjuncts in an order in which TLC can enumerate the states:
\* each choice is followed by what rules it out.
IndInit ==
    /\ runq \in 0..1
    /\ \E f \in [M -> MachinePC] :
        /\ Cardinality({m \in M : f[m] \in {"took", "execute", "resume",
              "consume", "mounted", "unmounting", "yield", "yieldStore",
              "yieldEnqueue", "resubmit", "ready", "readyStore", "readyCas",
              "enqueue"}}) + runq <= 1
        /\ \E g \in [Wakers -> WakerPC], h \in [Interrupters -> UnparkPC] :
             pc = Joined(f, g, h)
    /\ PlaceInv
    /\ mark \in [M -> {"parked", "resubmitted"}]
    /\ \A m \in M : mark[m] = "resubmitted" => pc[m] = "back"
    /\ vstate \in VState
    /\ OneResume
    /\ at \in Place
    /\ StateInv
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
    /\ word \in StoredWord
    /\ \E e \in [{m \in M : Counts(m)} -> 1..word.count] :
         executed = [m \in M |-> IF Counts(m) THEN e[m] ELSE 0]
    \* At most one thread is between reading the word and writing it.
    /\ \E u \in IF \E t \in Threads : HasRead(t) THEN StoredWord ELSE {NoWord} :
         seen = [t \in Threads |-> IF HasRead(t) THEN u ELSE NoWord]
    /\ WordInv
    /\ TypeOK

\* Their successors are again among them, but for those that count further.
\* (TLC checks the invariants of such a state, and does not go on from it.)
InBounds == word.count <= MaxCount

-----------------------------------------------------------------------------
(***************************************************************************)
(* States that are reached.                                                *)
(***************************************************************************)

\* An M on its way out is the waker of a later wait (divergence 2).
NeverLate == \A m \in M : pc[m] # "ready"

\* The JDK asks an M to run again what it has just unmounted.
NeverResubmitted == \A m \in M : mark[m] # "resubmitted"

\* A waker was faster than the M: runnable already, and perhaps running.
NeverOvertaken == \A m \in M : pc[m] = "parks" => Fresh(m)

\* A sleeper that was interrupted finds that it has been served.
NeverMissed == at # "missed"

\* ... and finds that it has not been.
NeverLeft == at # "left"

\* A waker that was served out of an earlier wait wakes the next one.
NeverStale == \A w \in Wakers :
    ~(/\ pc[w] = "ready" /\ target[w] < wait)

\* Two Ms count the goroutine as their own, and a waker is about to.
NeverCrowded == ~(/\ \A m \in M : Counts(m)
                  /\ \E t \in Others : pc[t] = "readyCas")

\* A sleeper is interrupted between the removal and the outcome of a closer.
NeverHasty == ~(at = "missed" /\ outcome[wait] = "waiting")
=============================================================================
