-------------------------------- MODULE Scheduler --------------------------------
(***************************************************************************)
(* The scheduler, one decision a step.                                     *)
(*                                                                         *)
(*   G   a goroutine.                                                      *)
(*   M   a machine: a thread of the operating system, which runs one G.    *)
(*   P   a processor: the right to run goroutines, and what makes that     *)
(*       fast.  An M must hold a P to run a G; there are few Ps.           *)
(*                                                                         *)
(* A runnable goroutine sits in exactly one place: a P's `runnext' slot,   *)
(* a P's run queue, the global queue, or the hands of an M that is moving  *)
(* it.  An M that has a P takes from these places, steals from other Ps    *)
(* when it finds nothing (it is then "spinning"), and at last gives its P  *)
(* up and sleeps.  The art is in the last step: a goroutine that becomes   *)
(* runnable while the last M falls asleep must not be forgotten.           *)
(*                                                                         *)
(* The wake-up protocol, told once.  Two sides race:                       *)
(*                                                                         *)
(*      a submitter                         an M that finds nothing        *)
(*      1. puts a goroutine in a queue      1. gives up its P and stops    *)
(*         (Ready, Spawn, Yield,               spinning, in one step       *)
(*         Inject, Submit)                     (Release)                   *)
(*      2. afterwards looks whether a P     2. afterwards looks once more  *)
(*         is idle and nobody spins; if        into every queue (Check-    *)
(*         so, wakes one M (Wake, NoWake,      Empty, CheckFound); if it   *)
(*         OutsideWake, OutsideNoWake)         finds something, it acts    *)
(*                                             as a submitter would        *)
(*                                                                         *)
(* Each side writes first and reads afterwards, so at least one of them    *)
(* sees the other.  And an M that stops spinning because it *found* work   *)
(* owes a wake-up too (StopSpinning): it was the one that submitters       *)
(* relied upon when they did not wake anybody.                             *)
(*                                                                         *)
(* Differences from Go, with their reasons:                                *)
(*                                                                         *)
(*   - Release lists the M as idle in the step that lists its P as idle.   *)
(*     In Go the M is listed later, so a waker can find an idle P and no   *)
(*     idle M, and starts one more thread.  Here an idle P always comes    *)
(*     with an M to run it (EnoughMachines), and |P| Ms are enough.        *)
(*   - Every M that releases its P looks once more, not only one that was  *)
(*     spinning.  So Release needs no lock around the global queue.        *)
(*   - A goroutine in `runnext' runs in the time slice of the one that     *)
(*     readied it, as in Go.  When that slice has ended the run queue goes *)
(*     first; Go leaves that to preemption.                                *)
(*                                                                         *)
(* Left out here: system calls and the retaking of a P, preemption, timers,*)
(* a changing number of Ps, goroutines locked to an M.  Time is left out   *)
(* too: a slice may end at any moment, which is why TakeHead is enabled    *)
(* also when runnext is full, and why TakeNext and TakeNextAnew are both   *)
(* enabled at times; strong fairness says that slices do end.              *)
(* Sound, because a behaviour with a clock is one of those without.        *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
    G, M, P,      \* goroutines, machines, processors
    None,         \* no goroutine, no processor
    Global,       \* names the global queue where queues are compared
    Capacity,     \* slots of a P's run queue
    GlobalTick,   \* every so many slices the global queue goes first
    Outsiders     \* how many threads that are no M submit at once

ASSUME /\ IsFiniteSet(G) /\ IsFiniteSet(M) /\ IsFiniteSet(P)
       /\ P # {} /\ Cardinality(M) >= Cardinality(P)
       /\ Capacity \in Nat /\ Capacity >= 2
       /\ GlobalTick \in Nat \ {0}
       /\ Outsiders \in Nat \ {0}

VARIABLES
    gstatus,      \* gstatus[g]: "unborn" "runnable" "running" "waiting" "dead"
    runnext,      \* runnext[p]: the goroutine to run next, or None
    runq,         \* runq[p]: the run queue, oldest first
    globalq,      \* the global queue, oldest first
    tick,         \* tick[p]: slices since the global queue went first
    mstatus,      \* mstatus[m]: "unborn" "looking" "running" "idle"
    proc,         \* proc[m]: the P that m holds, or None
    cur,          \* cur[m]: the goroutine that m runs, or None
    hand,         \* hand[m]: goroutines on their way from place to place
    owesWake,     \* owesWake[m]: m has submitted and not yet looked
    outsideOwes,  \* how many other threads have submitted and not looked
    unchecked,    \* unchecked[m]: queues that the sleeper m has yet to see
    idleM,        \* the Ms that a waker may choose
    idleP,        \* the Ps that nobody holds
    spinning      \* the Ms that look for work and have found none

runVars  == <<runnext, runq, globalq, tick>>
wakeVars == <<owesWake, outsideOwes, unchecked>>
idleVars == <<idleM, idleP, spinning>>
vars     == <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars, idleVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(***************************************************************************)

Queues == P \cup {Global}

IsEmpty(q) == IF q = Global THEN globalq = <<>>
                            ELSE runq[q] = <<>> /\ runnext[q] = None

\* Half of the run queue, rounded up: what a thief may take.
Half(n) == n - (n \div 2)

\* The number of Ps that somebody holds.
Busy == Cardinality(P) - Cardinality(idleP)

\* m runs a goroutine and has finished what its last step began.
AtLeisure(m) == mstatus[m] = "running" /\ hand[m] = <<>> /\ ~owesWake[m]

\* m has a P, and nothing in its hands.
Looking(m) == mstatus[m] = "looking" /\ hand[m] = <<>> /\ ~owesWake[m]

\* The global queue goes first now, so that the local ones cannot starve it.
Due(m) == tick[proc[m]] = GlobalTick

OwnQueueIsEmpty(m) == IsEmpty(proc[m])

\* The new value of tick when m begins a fresh slice.
NextTick(m) == [tick EXCEPT ![proc[m]] = @ + 1]

-----------------------------------------------------------------------------
TypeOK ==
    /\ gstatus \in [G -> {"unborn", "runnable", "running", "waiting", "dead"}]
    /\ runnext \in [P -> G \cup {None}]
    /\ DOMAIN runq = P /\ \A p \in P : runq[p] \in Seq(G)
    /\ globalq \in Seq(G)
    /\ tick \in [P -> 0..GlobalTick]
    /\ mstatus \in [M -> {"unborn", "looking", "running", "idle"}]
    /\ proc \in [M -> P \cup {None}]
    /\ cur \in [M -> G \cup {None}]
    /\ DOMAIN hand = M /\ \A m \in M : hand[m] \in Seq(G)
    /\ owesWake \in [M -> BOOLEAN]
    /\ outsideOwes \in Nat
    /\ unchecked \in [M -> SUBSET Queues]
    /\ idleM \subseteq M /\ idleP \subseteq P /\ spinning \subseteq M

\* Nothing runs and no M has been started.  The first Submit brings main.
Init ==
    /\ gstatus = [g \in G |-> "unborn"]
    /\ runnext = [p \in P |-> None]
    /\ runq = [p \in P |-> <<>>]
    /\ globalq = <<>>
    /\ tick = [p \in P |-> 0]
    /\ mstatus = [m \in M |-> "unborn"]
    /\ proc = [m \in M |-> None]
    /\ cur = [m \in M |-> None]
    /\ hand = [m \in M |-> <<>>]
    /\ owesWake = [m \in M |-> FALSE]
    /\ outsideOwes = 0
    /\ unchecked = [m \in M |-> {}]
    /\ idleM = {} /\ idleP = P /\ spinning = {}

-----------------------------------------------------------------------------
(***************************************************************************)
(* A goroutine runs: what its code may do.                                 *)
(***************************************************************************)

\* Puts g into runnext of the P that m holds, and takes the goroutine that
\* was there into m's hand: it goes to the tail of the run queue next.
PutNext(m, g) ==
    LET p == proc[m] IN
    /\ gstatus' = [gstatus EXCEPT ![g] = "runnable"]
    /\ runnext' = [runnext EXCEPT ![p] = g]
    /\ hand' = [hand EXCEPT ![m] =
                    IF runnext[p] = None THEN <<>> ELSE <<runnext[p]>>]
    /\ owesWake' = [owesWake EXCEPT ![m] = TRUE]
    /\ UNCHANGED <<runq, globalq, tick, mstatus, proc, cur, outsideOwes,
                   unchecked, idleVars>>

\* The goroutine on m executes a go statement.
Spawn(m, g) == AtLeisure(m) /\ gstatus[g] = "unborn" /\ PutNext(m, g)

\* The goroutine on m wakes the waiting g: a send, an unlock, a close.
Ready(m, g) == AtLeisure(m) /\ gstatus[g] = "waiting" /\ PutNext(m, g)

\* The goroutine that was kicked out of runnext goes to the run queue ...
StowKicked(m) ==
    LET p == proc[m] IN
    /\ mstatus[m] = "running" /\ Len(hand[m]) = 1
    /\ Len(runq[p]) < Capacity
    /\ runq' = [runq EXCEPT ![p] = @ \o hand[m]]
    /\ hand' = [hand EXCEPT ![m] = <<>>]
    /\ UNCHANGED <<gstatus, runnext, globalq, tick, mstatus, proc, cur,
                   wakeVars, idleVars>>

\* ... or, where that is full, takes half of it along ...
Spill(m) ==
    LET p == proc[m]
        n == Capacity \div 2
    IN
    /\ mstatus[m] = "running" /\ Len(hand[m]) = 1
    /\ Len(runq[p]) = Capacity
    /\ hand' = [hand EXCEPT ![m] = SubSeq(runq[p], 1, n) \o @]
    /\ runq' = [runq EXCEPT ![p] = SubSeq(@, n + 1, Capacity)]
    /\ UNCHANGED <<gstatus, runnext, globalq, tick, mstatus, proc, cur,
                   wakeVars, idleVars>>

\* ... to the global queue.
Flush(m) ==
    /\ mstatus[m] = "running" /\ Len(hand[m]) > 1
    /\ globalq' = globalq \o hand[m]
    /\ hand' = [hand EXCEPT ![m] = <<>>]
    /\ UNCHANGED <<gstatus, runnext, runq, tick, mstatus, proc, cur,
                   wakeVars, idleVars>>

\* m's goroutine stops running; m keeps its P and looks for another.
Stop(m, status) ==
    /\ AtLeisure(m)
    /\ gstatus' = [gstatus EXCEPT ![cur[m]] = status]
    /\ cur' = [cur EXCEPT ![m] = None]
    /\ mstatus' = [mstatus EXCEPT ![m] = "looking"]
    /\ UNCHANGED <<runnext, runq, tick, proc, hand, outsideOwes, unchecked,
                   idleVars>>

Park(m) == Stop(m, "waiting") /\ UNCHANGED <<globalq, owesWake>>

Exit(m) == Stop(m, "dead") /\ UNCHANGED <<globalq, owesWake>>

\* To the tail of the global queue, behind everybody: an idle P may want it.
Yield(m) ==
    /\ Stop(m, "runnable")
    /\ globalq' = Append(globalq, cur[m])
    /\ owesWake' = [owesWake EXCEPT ![m] = TRUE]

-----------------------------------------------------------------------------
(***************************************************************************)
(* Threads that are no M submit as well: timers, the network, main's       *)
(* caller, and an M between two goroutines.  They have no P, so they use   *)
(* the global queue.                                                       *)
(***************************************************************************)

Enqueue(g) ==
    /\ outsideOwes < Outsiders
    /\ gstatus' = [gstatus EXCEPT ![g] = "runnable"]
    /\ globalq' = Append(globalq, g)
    /\ outsideOwes' = outsideOwes + 1
    /\ UNCHANGED <<runnext, runq, tick, mstatus, proc, cur, hand, owesWake,
                   unchecked, idleVars>>

\* A go statement outside any goroutine.
Submit(g) == gstatus[g] = "unborn" /\ Enqueue(g)

\* What g waited for has happened elsewhere.
Inject(g) == gstatus[g] = "waiting" /\ Enqueue(g)

-----------------------------------------------------------------------------
(***************************************************************************)
(* Waking an M.                                                            *)
(***************************************************************************)

\* A P is idle, and nobody is on the way who would find the work.
NeedsWake == idleP # {} /\ spinning = {}

\* n gets p and begins to look.  An M is started only when none is idle.
HandOver(n, p) ==
    /\ p \in idleP
    /\ IF idleM = {} THEN mstatus[n] = "unborn" ELSE n \in idleM
    /\ proc' = [proc EXCEPT ![n] = p]
    /\ mstatus' = [mstatus EXCEPT ![n] = "idle"]
    /\ idleM' = idleM \ {n}
    /\ idleP' = idleP \ {p}
    /\ spinning' = spinning \cup {n}
    /\ UNCHANGED <<gstatus, runVars, cur, hand, unchecked>>

\* m may look only when what it submitted is in its queue to be found.
MayLook(m) == owesWake[m] /\ ~(mstatus[m] = "running" /\ hand[m] # <<>>)

Wake(m, n, p) ==
    /\ MayLook(m) /\ NeedsWake
    /\ HandOver(n, p)
    /\ owesWake' = [owesWake EXCEPT ![m] = FALSE]
    /\ UNCHANGED outsideOwes

NoWake(m) ==
    /\ MayLook(m) /\ ~NeedsWake
    /\ owesWake' = [owesWake EXCEPT ![m] = FALSE]
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, outsideOwes,
                   unchecked, idleVars>>

OutsideWake(n, p) ==
    /\ outsideOwes > 0 /\ NeedsWake
    /\ HandOver(n, p)
    /\ outsideOwes' = outsideOwes - 1
    /\ UNCHANGED owesWake

OutsideNoWake ==
    /\ outsideOwes > 0 /\ ~NeedsWake
    /\ outsideOwes' = outsideOwes - 1
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, owesWake,
                   unchecked, idleVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M with a P looks for a goroutine.                                    *)
(***************************************************************************)

\* What m has found is in its hand; nothing else changes but the queues.
Found(m, gs) ==
    /\ hand' = [hand EXCEPT ![m] = gs]
    /\ UNCHANGED <<gstatus, mstatus, proc, cur, wakeVars, idleVars>>

\* Now and then the global queue goes first ...
PollGlobal(m) ==
    /\ Looking(m) /\ Due(m) /\ globalq # <<>>
    /\ Found(m, <<Head(globalq)>>)
    /\ globalq' = Tail(globalq)
    /\ tick' = [tick EXCEPT ![proc[m]] = 0]
    /\ UNCHANGED <<runnext, runq>>

\* ... if it has anything.
PollEmpty(m) ==
    /\ Looking(m) /\ Due(m) /\ globalq = <<>>
    /\ tick' = [tick EXCEPT ![proc[m]] = 0]
    /\ UNCHANGED <<gstatus, runnext, runq, globalq, mstatus, proc, cur, hand,
                   wakeVars, idleVars>>

\* The goroutine that was readied last, in the slice of whoever readied it.
TakeNext(m) ==
    /\ Looking(m) /\ ~Due(m) /\ runnext[proc[m]] # None
    /\ Found(m, <<runnext[proc[m]]>>)
    /\ runnext' = [runnext EXCEPT ![proc[m]] = None]
    /\ UNCHANGED <<runq, globalq, tick>>

\* That slice has ended, and nothing is in the run queue: a slice of its own.
\* If this did not count as one then two goroutines that ready each other
\* would keep the global queue from ever going first.
TakeNextAnew(m) ==
    /\ Looking(m) /\ ~Due(m)
    /\ runnext[proc[m]] # None /\ runq[proc[m]] = <<>>
    /\ Found(m, <<runnext[proc[m]]>>)
    /\ runnext' = [runnext EXCEPT ![proc[m]] = None]
    /\ tick' = NextTick(m)
    /\ UNCHANGED <<runq, globalq>>

\* The oldest in the run queue, in a slice of its own.
TakeHead(m) ==
    /\ Looking(m) /\ ~Due(m) /\ runq[proc[m]] # <<>>
    /\ Found(m, <<Head(runq[proc[m]])>>)
    /\ runq' = [runq EXCEPT ![proc[m]] = Tail(@)]
    /\ tick' = NextTick(m)
    /\ UNCHANGED <<runnext, globalq>>

\* Nothing of its own: the oldest in the global queue.
TakeGlobal(m) ==
    /\ Looking(m) /\ ~Due(m) /\ OwnQueueIsEmpty(m) /\ globalq # <<>>
    /\ Found(m, <<Head(globalq)>>)
    /\ globalq' = Tail(globalq)
    /\ tick' = NextTick(m)
    /\ UNCHANGED <<runnext, runq>>

\* Nothing there either: m may steal, if not too many do.  Each spinning M
\* costs a core, so at most half as many spin as there are busy Ps.
StartSpinning(m) ==
    /\ Looking(m) /\ ~Due(m) /\ OwnQueueIsEmpty(m) /\ m \notin spinning
    /\ 2 * Cardinality(spinning) < Busy
    /\ spinning' = spinning \cup {m}
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars,
                   idleM, idleP>>

\* m takes half of what v has, the older half.
Steal(m, v) ==
    LET n == Half(Len(runq[v])) IN
    /\ Looking(m) /\ m \in spinning /\ v # proc[m]
    /\ ~Due(m) /\ OwnQueueIsEmpty(m) /\ runq[v] # <<>>
    /\ Found(m, SubSeq(runq[v], 1, n))
    /\ runq' = [runq EXCEPT ![v] = SubSeq(@, n + 1, Len(@))]
    /\ tick' = NextTick(m)
    /\ UNCHANGED <<runnext, globalq>>

\* The last resort: the goroutine that v's M is about to run itself.
StealNext(m, v) ==
    /\ Looking(m) /\ m \in spinning /\ v # proc[m]
    /\ ~Due(m) /\ OwnQueueIsEmpty(m) /\ runnext[v] # None
    /\ Found(m, <<runnext[v]>>)
    /\ runnext' = [runnext EXCEPT ![v] = None]
    /\ tick' = NextTick(m)
    /\ UNCHANGED <<runq, globalq>>

\* m keeps the oldest of its loot in its hand and queues the others.
Stow(m) ==
    /\ mstatus[m] = "looking" /\ Len(hand[m]) > 1
    /\ runq' = [runq EXCEPT ![proc[m]] = @ \o Tail(hand[m])]
    /\ hand' = [hand EXCEPT ![m] = <<Head(@)>>]
    /\ UNCHANGED <<gstatus, runnext, globalq, tick, mstatus, proc, cur,
                   wakeVars, idleVars>>

\* m has found work, and with it owes the wake-up that submitters left to it.
StopSpinning(m) ==
    /\ mstatus[m] = "looking" /\ Len(hand[m]) = 1 /\ m \in spinning
    /\ spinning' = spinning \ {m}
    /\ owesWake' = [owesWake EXCEPT ![m] = TRUE]
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, outsideOwes,
                   unchecked, idleM, idleP>>

\* m runs what it has found.
Execute(m) ==
    /\ mstatus[m] = "looking" /\ Len(hand[m]) = 1
    /\ m \notin spinning /\ ~owesWake[m]
    /\ gstatus' = [gstatus EXCEPT ![Head(hand[m])] = "running"]
    /\ cur' = [cur EXCEPT ![m] = Head(hand[m])]
    /\ hand' = [hand EXCEPT ![m] = <<>>]
    /\ mstatus' = [mstatus EXCEPT ![m] = "running"]
    /\ UNCHANGED <<runVars, proc, wakeVars, idleVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M finds nothing, and goes to sleep.                                  *)
(***************************************************************************)

\* m gives up its P, stops spinning, and may be chosen by wakers, at once.
Release(m) ==
    /\ Looking(m) /\ ~Due(m) /\ OwnQueueIsEmpty(m)
    /\ idleP' = idleP \cup {proc[m]}
    /\ idleM' = idleM \cup {m}
    /\ spinning' = spinning \ {m}
    /\ proc' = [proc EXCEPT ![m] = None]
    /\ mstatus' = [mstatus EXCEPT ![m] = "idle"]
    /\ unchecked' = [unchecked EXCEPT ![m] = Queues]
    /\ UNCHANGED <<gstatus, runVars, cur, hand, owesWake, outsideOwes>>

\* The sleeper looks once more: nothing in queue q ...
CheckEmpty(m, q) ==
    /\ mstatus[m] = "idle" /\ q \in unchecked[m] /\ IsEmpty(q)
    /\ unchecked' = [unchecked EXCEPT ![m] = @ \ {q}]
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, owesWake,
                   outsideOwes, idleVars>>

\* ... or something: then it acts as a submitter would.  It may wake itself.
CheckFound(m, q) ==
    /\ mstatus[m] = "idle" /\ q \in unchecked[m] /\ ~IsEmpty(q)
    /\ unchecked' = [unchecked EXCEPT ![m] = {}]
    /\ owesWake' = [owesWake EXCEPT ![m] = TRUE]
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, outsideOwes,
                   idleVars>>

\* m notices that a waker has given it a P.
Resume(m) ==
    /\ mstatus[m] = "idle" /\ proc[m] # None /\ ~owesWake[m]
    /\ unchecked' = [unchecked EXCEPT ![m] = {}]
    /\ mstatus' = [mstatus EXCEPT ![m] = "looking"]
    /\ UNCHANGED <<gstatus, runVars, proc, cur, hand, owesWake, outsideOwes,
                   idleVars>>

-----------------------------------------------------------------------------
Leave(m)   == Park(m) \/ Yield(m) \/ Exit(m)
AnyWake(m) == NoWake(m) \/ \E n \in M, p \in P : Wake(m, n, p)
AnySteal(m) == \E v \in P : StealNext(m, v) \/ Steal(m, v)
EndSlice(m) == TakeHead(m) \/ TakeNextAnew(m)
Recheck(m) == \E q \in Queues : CheckEmpty(m, q) \/ CheckFound(m, q)
OutsideAnyWake == OutsideNoWake \/ \E n \in M, p \in P : OutsideWake(n, p)

\* The steps of m itself, as opposed to those of the goroutine's code.
MachineStep(m) ==
    \/ StowKicked(m) \/ Spill(m) \/ Flush(m) \/ AnyWake(m)
    \/ PollGlobal(m) \/ PollEmpty(m) \/ TakeNext(m) \/ TakeNextAnew(m)
    \/ TakeHead(m)
    \/ TakeGlobal(m) \/ StartSpinning(m) \/ AnySteal(m) \/ Stow(m)
    \/ StopSpinning(m) \/ Execute(m) \/ Release(m) \/ Recheck(m) \/ Resume(m)

Next ==
    \/ \E m \in M : MachineStep(m) \/ Leave(m)
    \/ \E m \in M, g \in G : Spawn(m, g) \/ Ready(m, g)
    \/ \E g \in G : Submit(g) \/ Inject(g)
    \/ OutsideAnyWake

(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(*   MachineStep    an M whose next step is possible takes it: the         *)
(*                  operating system runs every thread.                    *)
(*   OutsideAnyWake the same of the other threads.                         *)
(*   Leave          a goroutine reaches a scheduling point.  Strong,       *)
(*                  because each Ready and its wake-up come in between.    *)
(*   EndSlice       time slices end, so that goroutines that ready each    *)
(*                  other through runnext do not shut out the others.      *)
(*   PollGlobal     the tick comes round, and when it does the global      *)
(*                  queue is not always found empty by bad luck.           *)
(*   AnySteal       an M that spins again and again beside a P that has    *)
(*                  work does not always miss it: it tries every P, in     *)
(*                  random order, several times.                           *)
(*   TakeGlobal     likewise for the global queue.                         *)
(*                                                                         *)
(* Nothing is asked of Spawn, Ready, Submit and Inject: no program is      *)
(* obliged to start or to wake anything.                                   *)
(***************************************************************************)
Fairness ==
    /\ WF_vars(OutsideAnyWake)
    /\ \A m \in M : /\ WF_vars(MachineStep(m))
                    /\ SF_vars(Leave(m))
                    /\ SF_vars(EndSlice(m))
                    /\ SF_vars(PollGlobal(m))
                    /\ SF_vars(AnySteal(m))
                    /\ SF_vars(TakeGlobal(m))

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* How often g occurs in the sequence s.
Count(g, s) == Cardinality({i \in DOMAIN s : s[i] = g})

Sum(f) == LET RECURSIVE Add(_)
              Add(S) == IF S = {} THEN 0
                        ELSE LET x == CHOOSE x \in S : TRUE
                             IN  f[x] + Add(S \ {x})
          IN  Add(DOMAIN f)

\* In how many places g waits to be run, and on how many Ms it runs.
Queued(g) == Sum([p \in P |-> Count(g, runq[p]) + IF runnext[p] = g THEN 1 ELSE 0])
             + Sum([m \in M |-> Count(g, hand[m])]) + Count(g, globalq)
Runs(g) == Cardinality({m \in M : cur[m] = g})

\* None is lost and none is duplicated.
OnePlace == \A g \in G :
    /\ Queued(g) = IF gstatus[g] = "runnable" THEN 1 ELSE 0
    /\ Runs(g) = IF gstatus[g] = "running" THEN 1 ELSE 0

\* Every P is idle or held by one M, and never both.
OneHolder == \A p \in P :
    Cardinality({m \in M : proc[m] = p}) = IF p \in idleP THEN 0 ELSE 1

\* An M holds a P exactly when it looks, runs, or is about to notice.
HoldsP == \A m \in M :
    /\ mstatus[m] \in {"looking", "running"} => proc[m] # None
    /\ mstatus[m] = "unborn" => proc[m] = None
    /\ (m \in idleM) <=> (mstatus[m] = "idle" /\ proc[m] = None)
    /\ (cur[m] # None) <=> (mstatus[m] = "running")

\* An idle P comes with an M to run it: asleep, or not yet started.
EnoughMachines == idleP # {} => \E m \in M : m \in idleM \/ mstatus[m] = "unborn"

\* Spinning is bounded.
FewSpin == 2 * Cardinality(spinning) <= Cardinality(P) + 1

\* Where work waits beside an idle P, somebody will notice it: an M that
\* spins, a submitter that has yet to look, or a sleeper that has yet to look.
WorkConserved == \A q \in Queues : ~IsEmpty(q) /\ idleP # {} =>
    \/ spinning # {}
    \/ outsideOwes > 0
    \/ \E m \in M : owesWake[m] \/ q \in unchecked[m]

(***************************************************************************)
(* Refinement: what a user sees of all this is Goroutines.tla.             *)
(***************************************************************************)
UserView == [g \in G |-> IF gstatus[g] = "waiting" THEN "blocked" ELSE gstatus[g]]

User == INSTANCE Goroutines WITH state <- UserView, Width <- Cardinality(P)

IsSafeService == User!SafeSpec      \* only the legal transitions
IsService     == User!Spec          \* and every runnable goroutine runs

NoStarvation == \A g \in G : gstatus[g] = "runnable" ~> gstatus[g] = "running"

THEOREM SafeSpec => []TypeOK /\ []OnePlace /\ []OneHolder /\ []HoldsP
                    /\ []EnoughMachines /\ []FewSpin /\ []WorkConserved
                    /\ IsSafeService
THEOREM Spec => IsService /\ NoStarvation
=============================================================================
