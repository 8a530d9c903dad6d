---------------------------- MODULE MCScheduler -----------------------------
(***************************************************************************)
(* What TLC needs beside Scheduler.tla to check small instances of it:     *)
(* what may be permuted, and the states that a reader would like to see    *)
(* reached.  Each reachability model claims that such a state is never     *)
(* reached, and must fail.                                                 *)
(***************************************************************************)
EXTENDS Scheduler, TLC

\* Goroutines that play the same parts are alike, and so are Ms and Ps.
Parts == {Sleepers, Callers, Hogs, Lockers, Mains, Injected,
          Actives, Mortals}
PartsOf(g) == {S \in Parts : g \in S}
IsLike(g, h) == PartsOf(g) = PartsOf(h)
Casts == {{h \in G : IsLike(g, h)} : g \in G}

Symmetry == UNION {Permutations(S) : S \in Casts}
            \cup Permutations(M)
            \cup Permutations(Removable) \cup Permutations(P \ Removable)

(***************************************************************************)
(* A scheduler that has been running for a while: all Ms have been started *)
(* and sleep, all goroutines have been born and wait, but for main, which  *)
(* was just submitted.  Models with many features begin here, since TLC    *)
(* need not follow how things are started.  What is started or born where  *)
(* is checked by the models that begin at Init.                            *)
(***************************************************************************)
WarmInit ==
    /\ gstatus = [g \in G |-> IF g \in Mains THEN "runnable" ELSE "waiting"]
    /\ runnext = [p \in P |-> None]
    /\ runq = [p \in P |-> <<>>]
    /\ \E g \in Mains : Mains = {g} /\ globalq = <<g>>
    /\ tick = [p \in P |-> 0]
    /\ mstatus = [m \in M |-> "idle"]
    /\ proc = [m \in M |-> None]
    /\ cur = [m \in M |-> None]
    /\ hand = [m \in M |-> <<>>]
    /\ owesWake = [m \in M |-> FALSE]
    /\ outsideOwes = 1
    /\ unchecked = [m \in M |-> {}]
    /\ idleM = M /\ idleP = P /\ spinning = {}
    /\ online = P /\ taken = {} /\ asked = {}
    /\ locked = [m \in M |-> None]
    /\ reported = FALSE

WarmSpec == WarmInit /\ [][Next]_vars

\* What a user sees are legal steps, from there on.
IsLegal == [][User!Next]_User!vars

(***************************************************************************)
(* Specs for liveness.  Each strong fairness doubles the work of TLC, so   *)
(* these ask for less of it.  What holds under less fairness holds under   *)
(* all of it.                                                              *)
(***************************************************************************)

\* Where nobody calls and nobody overruns, sysmon has only deadlocks to see.
QuietSpec == SafeSpec /\ QueueFairness /\ WF_vars(ReportDeadlock)

\* Whoever can act all the time does; nobody is luckier than that, but for
\* the global queue, which is not always found empty.
WeakSpec ==
    /\ SafeSpec
    /\ WF_vars(OutsideAnyWake) /\ WF_vars(ReportDeadlock)
    /\ \A p \in P : WF_vars(PassOn(p))
    /\ \A m \in M : /\ WF_vars(MachineStep(m))
                    /\ WF_vars(Ask(m) \/ RetakeSyscall(m) \/ RetakeRunning(m))
                    /\ WF_vars(cur[m] \notin Hogs /\ Leave(m))
                    /\ SF_vars(TakeGlobal(m))

\* The wake-up protocol was needed: the sleeper's second look found work.
NeverFoundOnSecondLook == \A m \in M : ~(mstatus[m] = "idle" /\ owesWake[m])

\* A run queue overflowed into the global queue.
NeverSpilled == \A m \in M : ~(mstatus[m] = "running" /\ Len(hand[m]) > 1)

\* A thief has more than one goroutine in its hand.
NeverStoleMany == \A m \in M : ~(mstatus[m] = "looking" /\ Len(hand[m]) > 1)

\* An M steals from runnext although its victim runs a goroutine.
NeverStoleNext == [][\A m \in M, v \in P : ~StealNext(m, v)]_vars

\* All goroutines have ended and all Ms that were started sleep.
NeverAllDone == ~(/\ \A g \in G : gstatus[g] = "dead"
                  /\ \A m \in M : mstatus[m] \in {"unborn", "idle"}
                  /\ \A m \in M : unchecked[m] = {})

\* An M is in a system call and has lost its P, which another M holds.
NeverInCallWithoutP == \A m \in M :
    ~(mstatus[m] = "syscall" /\ proc[m] = None /\ idleP = {} /\ taken = {})

\* A call returned while its P was still there; and one queued up.
NeverExitFast == [][\A m \in M : ~ExitFast(m)]_vars
NeverRequeued == [][\A m \in M : ~Requeue(m)]_vars

\* A goroutine is in a call, on no M.
NeverInCallOnNone == \A g \in G : ~(gstatus[g] = "syscall" /\ IsOnNone(g))

\* More goroutines run than there are Ps, since one has lost its P.
NeverSurplus ==
    Cardinality({m \in M : mstatus[m] = "running"}) <= Cardinality(P)

\* A P that was taken has work, and goes to an M with it.
NeverHandedOffWork ==
    [][\A n \in M, p \in P : ~(HandOffWork(n, p) /\ ~IsEmpty(p))]_vars

\* Two Ms run goroutines, or are in calls, and both have lost their P.
NeverTwoWithoutP ==
    Cardinality({m \in M : cur[m] # None /\ proc[m] = None}) < 2

\* An M took a P when it was about to rest.
NeverRejoined == [][\A m \in M, p \in P : ~Rejoin(m, p)]_vars

\* A P that is to go has work in its M's hand; in its queue; or was taken with
\* work.
NeverGaveBack == [][\A m \in M : ~GiveBack(m)]_vars
NeverTookOut == [][\A m \in M : ~TakeOut(m)]_vars
NeverHandedOffToGo ==
    [][\A n \in M, p \in P : ~(/\ HandOffWork(n, p) /\ ~IsEmpty(p)
                              /\ p \notin online)]_vars

\* A P has gone, and come back.
NeverGrown == [][\A p \in P : ~Grow(p)]_vars

\* A goroutine that is locked to an M was found by another.
NeverHandedToLocked == [][\A m, n \in M : ~HandToLocked(m, n)]_vars

\* All goroutines wait, and that has been said.
NeverDeadlocked == ~reported

\* All others wait, and one is in a call, on no M: that is no deadlock.
NeverOnlyInCall == ~(/\ \E g \in G : gstatus[g] = "syscall" /\ IsOnNone(g)
                     /\ \A g \in G : gstatus[g] \in {"waiting", "syscall"})
=============================================================================
