----------------------------- MODULE Scheduler ------------------------------
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
(*         Inject, Submit, GiveBack)           (Release)                   *)
(*      2. afterwards looks whether a P     2. afterwards looks once more  *)
(*         is idle and nobody spins; if        into every queue (Check-    *)
(*         so, wakes one M (Wake, NoWake,      Empty, CheckFound); if it   *)
(*         OutsideWake, OutsideNoWake)         finds something, it acts    *)
(*                                             as a submitter would        *)
(*                                                                         *)
(* Each side writes first and reads afterwards, so at least one of them    *)
(* sees the other.  And an M that stops spinning because it *found* work   *)
(* owes a wake-up too (StopSpinning): it was the one that submitters       *)
(* relied upon when they did not wake anybody.  Wakeup.tla tells the same  *)
(* protocol one memory access at a time.                                   *)
(*                                                                         *)
(* How a P changes hands, told once.  A P is idle, or an M holds it, or it *)
(* is `taken': on its way from one to the other.                           *)
(*                                                                         *)
(*      who takes it                        what is done with it           *)
(*      - sysmon, from an M whose           - if it has work of its own,   *)
(*        goroutine is in a system call       or no P is idle and nobody   *)
(*        (RetakeSyscall; the M itself        spins: an M gets it          *)
(*        may do it)                          (HandOff, HandOffWork)       *)
(*      - sysmon, from an M whose           - else it is listed as idle    *)
(*        goroutine was asked to yield        (HandOffIdle)                *)
(*        and did not (RetakeRunning)       - if it does not exist any     *)
(*      - an M whose goroutine is             longer: an M gets it that    *)
(*        locked to it and waits              moves its goroutines to the  *)
(*        (StopLocked)                        global queue (HandOffWork,   *)
(*      - setProcessors (Grow, Shrink)        TakeOut, TakeOutNext, Give-  *)
(*                                            Back, Retire); with none it  *)
(*                                            is gone (Drop)               *)
(*                                                                         *)
(* HandOffIdle needs no second look, as Release does: it lists a P beside  *)
(* one that is idle already, or beside an M that spins, and so leaves      *)
(* WorkConserved as it was.                                                *)
(*                                                                         *)
(* An M that has lost its P goes on with what it was doing.  It notices    *)
(* when its goroutine comes to a scheduling point or its call returns, and *)
(* then takes an idle P (Reacquire), or puts the goroutine into the global *)
(* queue (Requeue) and, having neither P nor goroutine, sleeps (Rest) or   *)
(* gets back to work (Rejoin).  Ownership.tla is this one access at a time.*)
(*                                                                         *)
(* Differences from Go, with their reasons:                                *)
(*                                                                         *)
(*   - Release lists the M as idle in the step that lists its P as idle.   *)
(*     In Go the M is listed later, so a waker can find an idle P and no   *)
(*     idle M, and starts one more thread.  Here an idle P always comes    *)
(*     with an M to run it (EnoughMachines), and |P| Ms are enough where   *)
(*     none is in a call, locked, or without its P.                        *)
(*   - Every M that releases its P looks once more, not only one that was  *)
(*     spinning.  So Release needs no lock around the global queue.        *)
(*   - A goroutine in `runnext' runs in the time slice of the one that     *)
(*     readied it, as in Go.  When that slice has ended the run queue goes *)
(*     first; Go leaves that to preemption.                                *)
(*   - Go stops an overrunning goroutine by a signal.  Here it loses its P *)
(*     and runs on without: a JVM cannot stop a thread at any place.       *)
(*   - Go stops the world to change the number of Ps.  Here a P appears or *)
(*     disappears while the others go on; whoever holds one that has gone  *)
(*     notices before it next begins to run a goroutine.                   *)
(*   - The call of a goroutine in a system call may turn out to wait in    *)
(*     the JDK, which frees the M (ParkInSyscall).                         *)
(*                                                                         *)
(* Left out: the heaps of timers (Timers.tla); a timer appears here as     *)
(* whoever ends a wait from outside.  How often lockOsThread has been      *)
(* called: only the outermost counts.  Time is left out too: a slice may   *)
(* end at any moment, which is why TakeHead is enabled also when runnext   *)
(* is full, and why TakeNext and TakeNextAnew are both enabled at times;   *)
(* and a P may be retaken at any moment.  Sound, because a behaviour with  *)
(* a clock is one of those without.                                        *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
    G, M, P,      \* goroutines, machines, processors
    None,         \* no goroutine, no processor
    Global,       \* names the global queue where queues are compared
    Capacity,     \* slots of a P's run queue
    GlobalTick,   \* every so many slices the global queue goes first (0: never)
    Outsiders     \* how many threads that are no M submit at once

\* Which goroutines do what; with empty sets and FALSE a feature is off, and
\* what it costs TLC is saved.
CONSTANTS
    Sleepers,     \* those that wait for the world: timers, the JDK
    Callers,      \* those that make system calls
    Hogs,         \* those that may run for ever without a scheduling point
    Lockers,      \* those that lock themselves to their M
    Mains,        \* those that threads outside start
    Injected,     \* those that threads outside wake
    Actives,      \* those that start or wake others, or yield
    Mortals,      \* those that end
    Removable,    \* the Ps that setProcessors takes away and brings back
    Detects       \* whether somebody looks for deadlocks

ASSUME /\ IsFiniteSet(G) /\ IsFiniteSet(M) /\ IsFiniteSet(P)
       /\ P # {} /\ Cardinality(M) >= Cardinality(P)
       /\ Capacity \in Nat /\ Capacity >= 2
       /\ GlobalTick \in Nat
       /\ Outsiders \in Nat \ {0}
       /\ Removable \subseteq P /\ Detects \in BOOLEAN

VARIABLES
    gstatus,      \* gstatus[g]: see GStatus below
    runnext,      \* runnext[p]: the goroutine to run next, or None
    runq,         \* runq[p]: the run queue, oldest first
    globalq,      \* the global queue, oldest first
    tick,         \* tick[p]: slices since the global queue went first
    mstatus,      \* mstatus[m]: see MStatus below
    proc,         \* proc[m]: the P that m holds, or None
    cur,          \* cur[m]: the goroutine that m runs, or None
    hand,         \* hand[m]: goroutines on their way from place to place
    owesWake,     \* owesWake[m]: m has submitted and not yet looked
    outsideOwes,  \* how many other threads have submitted and not looked
    unchecked,    \* unchecked[m]: queues that the sleeper m has yet to see
    idleM,        \* the Ms that a waker may choose
    idleP,        \* the Ps that nobody holds
    spinning,     \* the Ms that look for work and have found none
    online,       \* the Ps that exist now
    taken,        \* the Ps on their way from one M to another, or to rest
    asked,        \* the Ms whose goroutine has been asked to yield
    locked,       \* locked[m]: the goroutine that is locked to m, or None
    reported      \* whether a deadlock has been reported

runVars  == <<runnext, runq, globalq, tick>>
wakeVars == <<owesWake, outsideOwes, unchecked>>
idleVars == <<idleM, idleP, spinning>>
sysVars  == <<online, taken, asked, locked, reported>>
vars     == <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars, idleVars,
              sysVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(***************************************************************************)

GStatus == {
    "unborn", "runnable", "running", "dead",
    "waiting",    \* for another goroutine: a channel, a lock
    "outside",    \* for the world: a timer, a wait in the JDK
    "syscall"}    \* in a system call, on its M or, where that parks, on none

MStatus == {
    "unborn",
    "looking",    \* has a P, looks for a goroutine
    "running",    \* runs one: with a P, or without, if it has lost it
    "syscall",    \* its goroutine is in a call; the P may be retaken
    "spare",      \* has neither P nor goroutine, and is about to rest
    "locked",     \* its locked goroutine is elsewhere; waits for that
    "idle"}       \* sleeps, or has been given a P and is about to notice

Queues == P \cup {Global}

IsEmpty(q) == IF q = Global THEN globalq = <<>>
                            ELSE runq[q] = <<>> /\ runnext[q] = None

\* Half of the run queue, rounded up: what a thief may take.
Half(n) == n - (n \div 2)

\* The number of Ps that are not idle.
Busy == Cardinality(online) - Cardinality(idleP)

\* m runs a goroutine and has finished what its last step began.
AtLeisure(m) == mstatus[m] = "running" /\ hand[m] = <<>> /\ ~owesWake[m]

\* The same, and it has a P, as it needs to do anything to other goroutines.
AtWork(m) == AtLeisure(m) /\ proc[m] # None

\* m has a P, and nothing in its hands.
Looking(m) == /\ mstatus[m] = "looking" /\ hand[m] = <<>> /\ ~owesWake[m]
              /\ locked[m] = None

\* The global queue goes first now, so that the local ones cannot starve it.
Due(m) == GlobalTick > 0 /\ tick[proc[m]] = GlobalTick

OwnQueueIsEmpty(m) == IsEmpty(proc[m])

\* The new value of tick when m begins a fresh slice.
NextTick(m) == IF GlobalTick = 0 THEN tick
                                 ELSE [tick EXCEPT ![proc[m]] = @ + 1]

\* What becomes of an M that has neither a P nor a goroutine.
Aside(m) == IF locked[m] = None THEN "spare" ELSE "locked"

\* Everything that waits on p, in the order in which it would have run.
AllOf(p) == (IF runnext[p] = None THEN <<>> ELSE <<runnext[p]>>) \o runq[p]

\* g is on no M.
IsOnNone(g) == \A m \in M : cur[m] # g

-----------------------------------------------------------------------------
TypeOK ==
    /\ gstatus \in [G -> GStatus]
    /\ runnext \in [P -> G \cup {None}]
    /\ DOMAIN runq = P /\ \A p \in P : runq[p] \in Seq(G)
    /\ globalq \in Seq(G)
    /\ tick \in [P -> 0..GlobalTick]
    /\ mstatus \in [M -> MStatus]
    /\ proc \in [M -> P \cup {None}]
    /\ cur \in [M -> G \cup {None}]
    /\ DOMAIN hand = M /\ \A m \in M : hand[m] \in Seq(G)
    /\ owesWake \in [M -> BOOLEAN]
    /\ outsideOwes \in Nat
    /\ unchecked \in [M -> SUBSET Queues]
    /\ idleM \subseteq M /\ idleP \subseteq P /\ spinning \subseteq M
    /\ online \subseteq P /\ online # {}
    /\ taken \subseteq P /\ asked \subseteq M
    /\ locked \in [M -> G \cup {None}]
    /\ reported \in BOOLEAN

\* Nothing runs and no M has been started.  The first Submit brings main.
Begin(ps) ==
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
    /\ idleM = {} /\ idleP = ps /\ spinning = {}
    /\ online = ps /\ taken = {} /\ asked = {}
    /\ locked = [m \in M |-> None]
    /\ reported = FALSE

Init == Begin(P)

-----------------------------------------------------------------------------
(***************************************************************************)
(* A goroutine runs: what its code may do.                                 *)
(***************************************************************************)

\* Puts g into runnext of the P that m holds, and takes the goroutine that
\* was there into m's hand: it goes to the tail of the run queue next.
PutNext(m, g) ==
    LET p == proc[m] IN
    /\ cur[m] \in Actives
    /\ gstatus' = [gstatus EXCEPT ![g] = "runnable"]
    /\ runnext' = [runnext EXCEPT ![p] = g]
    /\ hand' = [hand EXCEPT ![m] =
                    IF runnext[p] = None THEN <<>> ELSE <<runnext[p]>>]
    /\ owesWake' = [owesWake EXCEPT ![m] = TRUE]
    /\ UNCHANGED <<runq, globalq, tick, mstatus, proc, cur, outsideOwes,
                   unchecked, idleVars, sysVars>>

\* g waits, and is on no M: somebody may make it runnable.
MayBeReadied(g) == \/ gstatus[g] \in {"waiting", "outside"}
                   \/ gstatus[g] = "syscall" /\ IsOnNone(g)

\* The goroutine on m executes a go statement.
Spawn(m, g) == AtWork(m) /\ gstatus[g] = "unborn" /\ PutNext(m, g)

\* The goroutine on m wakes the waiting g: a send, an unlock, a close.
Ready(m, g) == AtWork(m) /\ MayBeReadied(g) /\ PutNext(m, g)

\* The goroutine that was kicked out of runnext goes to the run queue ...
StowKicked(m) ==
    LET p == proc[m] IN
    /\ mstatus[m] = "running" /\ Len(hand[m]) = 1
    /\ Len(runq[p]) < Capacity
    /\ runq' = [runq EXCEPT ![p] = @ \o hand[m]]
    /\ hand' = [hand EXCEPT ![m] = <<>>]
    /\ UNCHANGED <<gstatus, runnext, globalq, tick, mstatus, proc, cur,
                   wakeVars, idleVars, sysVars>>

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
                   wakeVars, idleVars, sysVars>>

\* ... to the global queue.
Flush(m) ==
    /\ mstatus[m] = "running" /\ Len(hand[m]) > 1
    /\ globalq' = globalq \o hand[m]
    /\ hand' = [hand EXCEPT ![m] = <<>>]
    /\ UNCHANGED <<gstatus, runnext, runq, tick, mstatus, proc, cur,
                   wakeVars, idleVars, sysVars>>

\* m's goroutine stops running.  m keeps its P, if it has one, and looks for
\* another goroutine.
Stop(m, status) ==
    /\ AtLeisure(m)
    /\ gstatus' = [gstatus EXCEPT ![cur[m]] = status]
    /\ cur' = [cur EXCEPT ![m] = None]
    /\ asked' = asked \ {m}
    /\ UNCHANGED <<runnext, runq, tick, proc, hand, outsideOwes, unchecked,
                   idleVars, online, taken, reported>>

\* m goes on with its P, or without one.
GoOn(m, without) ==
    mstatus' = [mstatus EXCEPT ![m] =
                    IF proc[m] # None THEN "looking" ELSE without]

\* It waits for another goroutine.
Park(m) == /\ Stop(m, "waiting") /\ GoOn(m, Aside(m))
           /\ UNCHANGED <<globalq, owesWake, locked>>

\* It waits for the world: until some time, or in the JDK.
ParkOutside(m) == /\ cur[m] \in Sleepers
                  /\ Stop(m, "outside") /\ GoOn(m, Aside(m))
                  /\ UNCHANGED <<globalq, owesWake, locked>>

\* It has ended; if it was locked to m, m is free.
Exit(m) == /\ cur[m] \in Mortals
           /\ Stop(m, "dead") /\ GoOn(m, "spare")
           /\ locked' = [locked EXCEPT ![m] = None]
           /\ UNCHANGED <<globalq, owesWake>>

\* To the tail of the global queue, behind everybody: an idle P may want it.
Yield(m) ==
    /\ proc[m] # None /\ cur[m] \in Actives
    /\ Stop(m, "runnable") /\ GoOn(m, "spare")
    /\ globalq' = Append(globalq, cur[m])
    /\ owesWake' = [owesWake EXCEPT ![m] = TRUE]
    /\ UNCHANGED locked

-----------------------------------------------------------------------------
(***************************************************************************)
(* System calls.                                                           *)
(***************************************************************************)

\* m takes its goroutine and its P into a system call.  If it was asked to
\* yield it still is: else a goroutine that makes one short call after the
\* other could not be preempted.
EnterSyscall(m) ==
    /\ AtWork(m) /\ cur[m] \in Callers
    /\ gstatus' = [gstatus EXCEPT ![cur[m]] = "syscall"]
    /\ mstatus' = [mstatus EXCEPT ![m] = "syscall"]
    /\ UNCHANGED <<runVars, proc, cur, hand, wakeVars, idleVars, sysVars>>

\* The call has returned, and nobody has taken the P meanwhile.
ExitFast(m) ==
    /\ mstatus[m] = "syscall" /\ proc[m] \in online
    /\ gstatus' = [gstatus EXCEPT ![cur[m]] = "running"]
    /\ mstatus' = [mstatus EXCEPT ![m] = "running"]
    /\ UNCHANGED <<runVars, proc, cur, hand, wakeVars, idleVars, sysVars>>

\* The call waits in the JDK, which takes the goroutine off m: it stays in
\* its call, on no M.  m has a P still and looks, or has none.
ParkInSyscall(m) ==
    /\ mstatus[m] = "syscall"
    /\ cur' = [cur EXCEPT ![m] = None]
    /\ GoOn(m, Aside(m))
    /\ asked' = asked \ {m}
    /\ UNCHANGED <<gstatus, runVars, proc, hand, wakeVars, idleVars, online,
                   taken, locked, reported>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* A P is taken from its M.                                                *)
(***************************************************************************)

\* m loses its P, which is on its way from now on.
LoseP(m) ==
    /\ proc' = [proc EXCEPT ![m] = None]
    /\ taken' = taken \cup {proc[m]}

\* By sysmon, after a while; or by m itself, where the call is sure to be
\* long.
RetakeSyscall(m) ==
    /\ mstatus[m] = "syscall" /\ proc[m] # None
    /\ LoseP(m)
    /\ asked' = asked \ {m}
    /\ UNCHANGED <<gstatus, runVars, mstatus, cur, hand, wakeVars, idleVars,
                   online, locked, reported>>

\* The slice of m's goroutine has ended: it is to yield when it can.
Ask(m) ==
    /\ mstatus[m] = "running" /\ proc[m] # None
    /\ cur[m] \in Hogs /\ m \notin asked
    /\ asked' = asked \cup {m}
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars,
                   idleVars, online, taken, locked, reported>>

\* It was asked and has not yielded; or its P does not exist any longer.
RetakeRunning(m) ==
    /\ AtWork(m) /\ (m \in asked \/ proc[m] \notin online)
    /\ LoseP(m)
    /\ asked' = asked \ {m}
    /\ UNCHANGED <<gstatus, runVars, mstatus, cur, hand, wakeVars, idleVars,
                   online, locked, reported>>

\* m has lost its P, and its goroutine would need one now: its call has
\* returned, or it has come to a scheduling point.
NeedsP(m) == /\ proc[m] = None /\ cur[m] # None
             /\ mstatus[m] \in {"running", "syscall"}

\* m takes an idle P, and its goroutine goes on.
Reacquire(m, p) ==
    /\ NeedsP(m) /\ p \in idleP
    /\ proc' = [proc EXCEPT ![m] = p]
    /\ idleP' = idleP \ {p}
    /\ gstatus' = [gstatus EXCEPT ![cur[m]] = "running"]
    /\ mstatus' = [mstatus EXCEPT ![m] = "running"]
    /\ UNCHANGED <<runVars, cur, hand, wakeVars, idleM, spinning, sysVars>>

\* It saw no idle P: the goroutine queues up with the others.  A P may have
\* become idle meanwhile, so somebody has to look: m itself when it rests,
\* or, if it is locked, at once.
Requeue(m) ==
    /\ NeedsP(m)
    /\ gstatus' = [gstatus EXCEPT ![cur[m]] = "runnable"]
    /\ globalq' = Append(globalq, cur[m])
    /\ cur' = [cur EXCEPT ![m] = None]
    /\ mstatus' = [mstatus EXCEPT ![m] = Aside(m)]
    /\ owesWake' = [owesWake EXCEPT ![m] = locked[m] # None]
    /\ UNCHANGED <<runnext, runq, tick, proc, hand, outsideOwes, unchecked,
                   idleVars, sysVars>>

\* m has nothing to do: it is listed as idle ...
Rest(m) ==
    /\ mstatus[m] = "spare" /\ (idleP = {} \/ spinning # {})
    /\ mstatus' = [mstatus EXCEPT ![m] = "idle"]
    /\ idleM' = idleM \cup {m}
    /\ UNCHANGED <<gstatus, runVars, proc, cur, hand, wakeVars, idleP, spinning,
                   sysVars>>

\* ... unless a P is idle and nobody spins.  Then it acts as if woken.
Rejoin(m, p) ==
    /\ mstatus[m] = "spare" /\ p \in idleP /\ spinning = {}
    /\ mstatus' = [mstatus EXCEPT ![m] = "looking"]
    /\ proc' = [proc EXCEPT ![m] = p]
    /\ idleP' = idleP \ {p}
    /\ spinning' = spinning \cup {m}
    /\ UNCHANGED <<gstatus, runVars, cur, hand, wakeVars, idleM, sysVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Threads that are no M submit as well: timers, the network, main's       *)
(* caller, a goroutine without a P, and an M between two goroutines.  They *)
(* have no P, so they use the global queue.                                *)
(***************************************************************************)

Enqueue(g) ==
    /\ outsideOwes < Outsiders
    /\ gstatus' = [gstatus EXCEPT ![g] = "runnable"]
    /\ globalq' = Append(globalq, g)
    /\ outsideOwes' = outsideOwes + 1
    /\ UNCHANGED <<runnext, runq, tick, mstatus, proc, cur, hand, owesWake,
                   unchecked, idleVars, sysVars>>

\* A go statement outside any goroutine.
Submit(g) == g \in Mains /\ gstatus[g] = "unborn" /\ Enqueue(g)

\* What g waited for has happened elsewhere.
Inject(g) == g \in Injected /\ MayBeReadied(g) /\ Enqueue(g)

-----------------------------------------------------------------------------
(***************************************************************************)
(* Waking an M.                                                            *)
(***************************************************************************)

\* An M is started only when none is idle.
IsAvailable(n) == IF idleM = {} THEN mstatus[n] = "unborn" ELSE n \in idleM

MachineAvailable == \E n \in M : IsAvailable(n)

\* A P is idle, and nobody is on the way who would find the work.
NeedsWake == idleP # {} /\ spinning = {} /\ MachineAvailable

\* n gets p, and will notice.
Give(n, p) ==
    /\ IsAvailable(n)
    /\ proc' = [proc EXCEPT ![n] = p]
    /\ mstatus' = [mstatus EXCEPT ![n] = "idle"]
    /\ idleM' = idleM \ {n}

\* n gets an idle p and begins to look.
HandOver(n, p) ==
    /\ p \in idleP
    /\ Give(n, p)
    /\ idleP' = idleP \ {p}
    /\ spinning' = spinning \cup {n}
    /\ UNCHANGED <<gstatus, runVars, cur, hand, unchecked, sysVars>>

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
                   unchecked, idleVars, sysVars>>

OutsideWake(n, p) ==
    /\ outsideOwes > 0 /\ NeedsWake
    /\ HandOver(n, p)
    /\ outsideOwes' = outsideOwes - 1
    /\ UNCHANGED owesWake

OutsideNoWake ==
    /\ outsideOwes > 0 /\ ~NeedsWake
    /\ outsideOwes' = outsideOwes - 1
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, owesWake,
                   unchecked, idleVars, sysVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M with a P looks for a goroutine.                                    *)
(***************************************************************************)

\* What m has found is in its hand; nothing else changes but the queues.
Found(m, gs) ==
    /\ hand' = [hand EXCEPT ![m] = gs]
    /\ UNCHANGED <<gstatus, mstatus, proc, cur, wakeVars, idleVars, sysVars>>

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
                   wakeVars, idleVars, sysVars>>

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
                   idleM, idleP, sysVars>>

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
                   wakeVars, idleVars, sysVars>>

\* m has found work, and with it owes the wake-up that submitters left to it.
StopSpinning(m) ==
    /\ mstatus[m] = "looking" /\ Len(hand[m]) = 1 /\ m \in spinning
    /\ spinning' = spinning \ {m}
    /\ owesWake' = [owesWake EXCEPT ![m] = TRUE]
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, outsideOwes,
                   unchecked, idleM, idleP, sysVars>>

\* m has one goroutine in its hand and has seen to everything else.
IsReadyToRun(m) == /\ mstatus[m] = "looking" /\ Len(hand[m]) = 1
                   /\ m \notin spinning /\ ~owesWake[m]

\* m runs what it has found, unless its P has gone or the goroutine is
\* locked to another M.
Execute(m) ==
    /\ IsReadyToRun(m) /\ proc[m] \in online
    /\ \A n \in M \ {m} : locked[n] # Head(hand[m])
    /\ gstatus' = [gstatus EXCEPT ![Head(hand[m])] = "running"]
    /\ cur' = [cur EXCEPT ![m] = Head(hand[m])]
    /\ hand' = [hand EXCEPT ![m] = <<>>]
    /\ mstatus' = [mstatus EXCEPT ![m] = "running"]
    /\ UNCHANGED <<runVars, proc, wakeVars, idleVars, sysVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M finds nothing, and goes to sleep.                                  *)
(***************************************************************************)

\* m gives up its P, stops spinning, and may be chosen by wakers, at once.
\* It need not look into that P's queue again: only a later holder puts
\* anything there, and that one will look for idle Ps itself.
Release(m) ==
    /\ Looking(m) /\ ~Due(m) /\ OwnQueueIsEmpty(m) /\ proc[m] \in online
    /\ idleP' = idleP \cup {proc[m]}
    /\ idleM' = idleM \cup {m}
    /\ spinning' = spinning \ {m}
    /\ proc' = [proc EXCEPT ![m] = None]
    /\ mstatus' = [mstatus EXCEPT ![m] = "idle"]
    /\ unchecked' = [unchecked EXCEPT ![m] = Queues \ {proc[m]}]
    /\ UNCHANGED <<gstatus, runVars, cur, hand, owesWake, outsideOwes, sysVars>>

\* The sleeper looks once more, into the global queue first.
IsNext(m, q) == /\ mstatus[m] = "idle" /\ q \in unchecked[m]
                /\ q = Global \/ Global \notin unchecked[m]

\* Nothing in queue q ...
CheckEmpty(m, q) ==
    /\ IsNext(m, q) /\ IsEmpty(q)
    /\ unchecked' = [unchecked EXCEPT ![m] = @ \ {q}]
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, owesWake,
                   outsideOwes, idleVars, sysVars>>

\* ... or something: then it acts as a submitter would.  It may wake itself.
CheckFound(m, q) ==
    /\ IsNext(m, q) /\ ~IsEmpty(q)
    /\ unchecked' = [unchecked EXCEPT ![m] = {}]
    /\ owesWake' = [owesWake EXCEPT ![m] = TRUE]
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, outsideOwes,
                   idleVars, sysVars>>

\* m notices that a waker has given it a P.
Resume(m) ==
    /\ mstatus[m] = "idle" /\ proc[m] # None /\ ~owesWake[m]
    /\ unchecked' = [unchecked EXCEPT ![m] = {}]
    /\ mstatus' = [mstatus EXCEPT ![m] = "looking"]
    /\ UNCHANGED <<gstatus, runVars, proc, cur, hand, owesWake, outsideOwes,
                   idleVars, sysVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* What becomes of a P that was taken.                                     *)
(***************************************************************************)

\* p is empty, but nobody would notice work elsewhere: an M gets it, and looks
\* for some as a woken one does.
HandOff(n, p) ==
    /\ p \in taken \cap online /\ IsEmpty(p) /\ idleP = {} /\ spinning = {}
    /\ Give(n, p)
    /\ taken' = taken \ {p}
    /\ spinning' = spinning \cup {n}
    /\ UNCHANGED <<gstatus, runVars, cur, hand, wakeVars, idleP, online, asked,
                   locked, reported>>

\* p was seen to have work, which thieves may have taken since: an M gets it.
\* It owes a wake-up: there may be more than it can do itself, and it gives up
\* the second look that it was perhaps about to take.
HandOffWork(n, p) ==
    /\ p \in taken
    /\ Give(n, p)
    /\ taken' = taken \ {p}
    /\ owesWake' = [owesWake EXCEPT ![n] = TRUE]
    /\ UNCHANGED <<gstatus, runVars, cur, hand, outsideOwes, unchecked, idleP,
                   spinning, online, asked, locked, reported>>

\* p is listed as idle.  Also when all Ms are away: the first that comes back
\* will look (Rest, Rejoin).
HandOffIdle(p) ==
    /\ p \in taken \cap online
    /\ \/ ~MachineAvailable
       \/ IsEmpty(p) /\ (idleP # {} \/ spinning # {})
    /\ taken' = taken \ {p}
    /\ idleP' = idleP \cup {p}
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars, idleM,
                   spinning, online, asked, locked, reported>>

\* p is to go and is empty: it is gone.
Drop(p) ==
    /\ p \in taken \ online /\ IsEmpty(p)
    /\ taken' = taken \ {p}
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars,
                   idleVars, online, asked, locked, reported>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* The number of Ps changes.                                               *)
(***************************************************************************)

IsHeld(p) == \E m \in M : proc[m] = p

\* A P more: it is handed to an M or listed as idle, like one that was taken.
Grow(p) ==
    /\ p \in Removable /\ p \notin online \cup taken /\ ~IsHeld(p)
    /\ online' = online \cup {p}
    /\ taken' = taken \cup {p}
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars,
                   idleVars, asked, locked, reported>>

\* A P less.  If not idle it is held, and whoever holds it will notice: sysmon,
\* or its M before it next runs a goroutine.
Shrink(p) ==
    /\ p \in Removable /\ p \in online /\ online # {p}
    /\ online' = online \ {p}
    /\ idleP' = idleP \ {p}
    /\ taken' = IF p \in idleP THEN taken \cup {p} ELSE taken
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars, idleM,
                   spinning, asked, locked, reported>>

\* m finds that its P is to go.  It takes out what waits there, half of the
\* run queue at a time, as a thief does ...
TakeOut(m) ==
    LET p == proc[m]
        n == Half(Len(runq[p]))
    IN
    /\ Looking(m) /\ p \notin online /\ runq[p] # <<>>
    /\ Found(m, SubSeq(runq[p], 1, n))
    /\ runq' = [runq EXCEPT ![p] = SubSeq(@, n + 1, Len(@))]
    /\ UNCHANGED <<runnext, globalq, tick>>

TakeOutNext(m) ==
    LET p == proc[m] IN
    /\ Looking(m) /\ p \notin online /\ runnext[p] # None
    /\ Found(m, <<runnext[p]>>)
    /\ runnext' = [runnext EXCEPT ![p] = None]
    /\ UNCHANGED <<runq, globalq, tick>>

\* ... and moves it, or what it was about to run, to the global queue ...
GiveBack(m) ==
    /\ mstatus[m] = "looking" /\ proc[m] \notin online
    /\ hand[m] # <<>> /\ ~owesWake[m]
    /\ globalq' = globalq \o hand[m]
    /\ hand' = [hand EXCEPT ![m] = <<>>]
    /\ owesWake' = [owesWake EXCEPT ![m] = TRUE]
    /\ UNCHANGED <<gstatus, runnext, runq, tick, mstatus, proc, cur,
                   outsideOwes, unchecked, idleVars, sysVars>>

\* ... until nothing is left, and the P is gone.  If m was spinning, others
\* have relied on it: it looks when it rests (Rejoin).
Retire(m) ==
    /\ mstatus[m] = "looking" /\ proc[m] \notin online
    /\ hand[m] = <<>> /\ ~owesWake[m] /\ OwnQueueIsEmpty(m)
    /\ proc' = [proc EXCEPT ![m] = None]
    /\ spinning' = spinning \ {m}
    /\ mstatus' = [mstatus EXCEPT ![m] = Aside(m)]
    /\ UNCHANGED <<gstatus, runVars, cur, hand, wakeVars, idleM, idleP,
                   sysVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* A goroutine is locked to its M: no other M runs it, and that M runs no  *)
(* other goroutine.                                                        *)
(***************************************************************************)

Lock(m) ==
    /\ mstatus[m] \in {"running", "syscall"}
    /\ cur[m] \in Lockers /\ locked[m] = None
    /\ locked' = [locked EXCEPT ![m] = cur[m]]
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars,
                   idleVars, online, taken, asked, reported>>

Unlock(m) ==
    /\ mstatus[m] \in {"running", "syscall"} /\ locked[m] = cur[m]
    /\ locked' = [locked EXCEPT ![m] = None]
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars,
                   idleVars, online, taken, asked, reported>>

\* m's goroutine waits, and m may run no other: its P is for somebody else.
StopLocked(m) ==
    /\ mstatus[m] = "looking" /\ locked[m] # None
    /\ hand[m] = <<>> /\ ~owesWake[m]
    /\ LoseP(m)
    /\ mstatus' = [mstatus EXCEPT ![m] = "locked"]
    /\ UNCHANGED <<gstatus, runVars, cur, hand, wakeVars, idleVars, online,
                   asked, locked, reported>>

\* m has found a goroutine that is locked to n: n gets it, and the P too.
HandToLocked(m, n) ==
    /\ IsReadyToRun(m) /\ m # n
    /\ locked[n] = Head(hand[m]) /\ mstatus[n] = "locked" /\ ~owesWake[n]
    /\ hand' = [hand EXCEPT ![m] = <<>>, ![n] = hand[m]]
    /\ proc' = [proc EXCEPT ![m] = None, ![n] = proc[m]]
    /\ mstatus' = [mstatus EXCEPT ![m] = "spare", ![n] = "idle"]
    /\ UNCHANGED <<gstatus, runVars, cur, wakeVars, idleVars, sysVars>>

-----------------------------------------------------------------------------
\* "All goroutines are asleep - deadlock!"
ReportDeadlock ==
    /\ Detects /\ ~reported
    /\ \E g \in G : gstatus[g] = "waiting"
    /\ \A g \in G : gstatus[g] \in {"unborn", "waiting", "dead"}
    /\ reported' = TRUE
    /\ UNCHANGED <<gstatus, runVars, mstatus, proc, cur, hand, wakeVars,
                   idleVars, online, taken, asked, locked>>

-----------------------------------------------------------------------------
Leave(m)   == Park(m) \/ ParkOutside(m) \/ Yield(m) \/ Exit(m)
AnyWake(m) == NoWake(m) \/ \E n \in M, p \in P : Wake(m, n, p)
AnySteal(m) == \E v \in P : StealNext(m, v) \/ Steal(m, v)
EndSlice(m) == TakeHead(m) \/ TakeNextAnew(m)
Recheck(m) == \E q \in Queues : CheckEmpty(m, q) \/ CheckFound(m, q)
OutsideAnyWake == OutsideNoWake \/ \E n \in M, p \in P : OutsideWake(n, p)
Regain(m)  == Requeue(m) \/ \E p \in P : Reacquire(m, p)
StandBy(m) == Rest(m) \/ \E p \in P : Rejoin(m, p)
PassOn(p)  == \/ HandOffIdle(p) \/ Drop(p)
              \/ \E n \in M : HandOff(n, p) \/ HandOffWork(n, p)

\* The steps of m itself, as opposed to those of the goroutine's code.
MachineStep(m) ==
    \/ StowKicked(m) \/ Spill(m) \/ Flush(m) \/ AnyWake(m)
    \/ PollGlobal(m) \/ PollEmpty(m) \/ TakeNext(m) \/ TakeNextAnew(m)
    \/ TakeHead(m)
    \/ TakeGlobal(m) \/ StartSpinning(m) \/ AnySteal(m) \/ Stow(m)
    \/ StopSpinning(m) \/ Execute(m) \/ Release(m) \/ Recheck(m) \/ Resume(m)
    \/ StandBy(m) \/ StopLocked(m)
    \/ TakeOut(m) \/ TakeOutNext(m) \/ GiveBack(m) \/ Retire(m)
    \/ \E n \in M : HandToLocked(m, n)

\* The steps of a goroutine's code, and of the call that it is in.
GoroutineStep(m) ==
    \/ Leave(m) \/ EnterSyscall(m) \/ ExitFast(m) \/ ParkInSyscall(m)
    \/ Regain(m) \/ Lock(m) \/ Unlock(m)
    \/ \E g \in G : Spawn(m, g) \/ Ready(m, g)

\* The steps of sysmon.
SysmonStep ==
    \/ \E m \in M : RetakeSyscall(m) \/ Ask(m) \/ RetakeRunning(m)
    \/ \E p \in P : PassOn(p)
    \/ ReportDeadlock

Next ==
    \/ \E m \in M : MachineStep(m) \/ GoroutineStep(m)
    \/ SysmonStep
    \/ \E p \in P : Grow(p) \/ Shrink(p)
    \/ \E g \in G : Submit(g) \/ Inject(g)
    \/ OutsideAnyWake

(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(*   MachineStep    an M whose next step is possible takes it: the         *)
(*                  operating system runs every thread.                    *)
(*   OutsideAnyWake the same of the other threads.                         *)
(*   PassOn         whoever has taken a P passes it on.                    *)
(*   Ask, RetakeSyscall, RetakeRunning, ReportDeadlock                     *)
(*                  sysmon comes by again and again.  Ask is strong: a     *)
(*                  goroutine that readies others without end gives its M  *)
(*                  something else to do in between.  An M that was asked, *)
(*                  or is in a call, can be retaken all the time.          *)
(*   Leave          a goroutine that is no hog reaches a scheduling point. *)
(*                  Strong, because each Ready and its wake-up come in     *)
(*                  between.  Nothing is asked of hogs.                    *)
(*   EndSlice       time slices end, so that goroutines that ready each    *)
(*                  other through runnext do not shut out the others.      *)
(*   PollGlobal     the tick comes round, and when it does the global      *)
(*                  queue is not always found empty by bad luck.           *)
(*   AnySteal       an M that spins again and again beside a P that has    *)
(*                  work does not always miss it: it tries every P, in     *)
(*                  random order, several times.                           *)
(*   TakeGlobal     likewise for the global queue.                         *)
(*                                                                         *)
(* Nothing is asked of Spawn, Ready, Submit, Inject, of calls, or of who   *)
(* changes the number of Ps: no program is obliged to do any of it.        *)
(***************************************************************************)
QueueFairness ==
    /\ WF_vars(OutsideAnyWake)
    /\ \A m \in M : /\ WF_vars(MachineStep(m))
                    /\ SF_vars(cur[m] \notin Hogs /\ Leave(m))
                    /\ SF_vars(EndSlice(m))
                    /\ SF_vars(PollGlobal(m))
                    /\ SF_vars(AnySteal(m))
                    /\ SF_vars(TakeGlobal(m))

SysmonFairness ==
    /\ WF_vars(ReportDeadlock)
    /\ \A p \in P : WF_vars(PassOn(p))
    /\ \A m \in M : /\ SF_vars(Ask(m))
                    /\ WF_vars(RetakeSyscall(m) \/ RetakeRunning(m))

Fairness == QueueFairness /\ SysmonFairness

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

IsIn(g, s) == \E i \in DOMAIN s : s[i] = g

HasNoTwice(s) == \A i, j \in DOMAIN s : i < j => s[i] # s[j]

\* In how many places g waits to be run, and on how many Ms it runs.
Queued(g) == Cardinality({p \in P : runnext[p] = g})
             + Cardinality({p \in P : IsIn(g, runq[p])})
             + Cardinality({m \in M : IsIn(g, hand[m])})
             + (IF IsIn(g, globalq) THEN 1 ELSE 0)
Runs(g) == Cardinality({m \in M : cur[m] = g})

\* None is lost and none is duplicated.  A goroutine in a system call has an
\* M, or none if its call waits in the JDK.
OnePlace ==
    /\ HasNoTwice(globalq)
    /\ \A p \in P : HasNoTwice(runq[p])
    /\ \A m \in M : HasNoTwice(hand[m])
    /\ \A g \in G :
        /\ Queued(g) = IF gstatus[g] = "runnable" THEN 1 ELSE 0
        /\ gstatus[g] = "running" => Runs(g) = 1
        /\ gstatus[g] = "syscall" => Runs(g) <= 1
        /\ gstatus[g] \notin {"running", "syscall"} => Runs(g) = 0

\* Every P is idle, on its way, or held by one M.  One that has gone is with
\* its last holder, or nowhere.
OneHolder == \A p \in P :
    LET holders == Cardinality({m \in M : proc[m] = p}) IN
    /\ p \in idleP => p \in online /\ p \notin taken
    /\ holders <= 1
    /\ p \in idleP \cup taken => holders = 0
    /\ p \in online => p \in idleP \cup taken \/ holders = 1

\* An M holds a P, runs a goroutine, and is listed, as its status says.
HoldsP == \A m \in M :
    /\ mstatus[m] = "looking" => proc[m] # None
    /\ mstatus[m] \in {"unborn", "spare", "locked"} => proc[m] = None
    /\ (m \in idleM) <=> (mstatus[m] = "idle" /\ proc[m] = None)
    /\ (cur[m] # None) <=> (mstatus[m] \in {"running", "syscall"})
    /\ m \in spinning => proc[m] # None

\* An idle P comes with an M to run it: asleep, or not yet started.  If not,
\* then some M has a goroutine, or waits for one, without holding a P.
EnoughMachines == idleP # {} =>
    \/ MachineAvailable
    \/ \E m \in M : /\ mstatus[m] \in {"running", "syscall", "spare", "locked"}
                    /\ proc[m] = None

\* Spinning is bounded.
FewSpin == 2 * Cardinality(spinning) <= Cardinality(P) + 1

\* Where work waits beside an idle P, and there is an M for it, somebody will
\* notice: an M that spins, a submitter that has yet to look, a sleeper that
\* has yet to look, or an M that is about to rest.
WorkConserved == \A q \in Queues :
    ~IsEmpty(q) /\ idleP # {} /\ MachineAvailable =>
        \/ spinning # {}
        \/ outsideOwes > 0
        \/ \E m \in M : \/ owesWake[m]
                        \/ q \in unchecked[m]
                        \/ mstatus[m] = "spare"

\* Who is locked to an M runs there and nowhere else, and that M runs no
\* other.
LockIsKept == \A m \in M : locked[m] # None =>
    /\ gstatus[locked[m]] \notin {"unborn", "dead"}
    /\ \A n \in M \ {m} : cur[n] # locked[m] /\ locked[n] # locked[m]
    /\ cur[m] \in {None, locked[m]}

\* A P that has gone was emptied.  What is on its way, or held, still will be.
NoneLeftBehind == \A p \in P \ (online \cup taken) : IsHeld(p) \/ IsEmpty(p)

(***************************************************************************)
(* Bounded bypass.  How many time slices may others begin while a runnable *)
(* goroutine waits?  (Inside one slice goroutines may follow each other    *)
(* through runnext as often as they like: the slice is bounded by time.    *)
(* Without a GlobalTick the global queue can starve, and there is no bound *)
(* for it; that is for models that are about something else.)              *)
(*                                                                         *)
(* Who waits on a P, behind `ahead' others, is passed by each of them, and *)
(* by one from the global queue in GlobalTick slices.  Who waits in the    *)
(* global queue is passed by those ahead, and before each by at most       *)
(* GlobalTick slices of each P.  Both are stated as the number of slices   *)
(* that may still begin; that number must fall with each slice that does,  *)
(* and never rise.                                                         *)
(***************************************************************************)

IndexOf(g, s) == CHOOSE i \in DOMAIN s : s[i] = g

\* What m, which runs, has kicked out of runnext goes before what is there.
KickedOn(p) == LET by == {m \in M : proc[m] = p /\ mstatus[m] = "running"}
               IN  IF by = {} THEN 0 ELSE Len(hand[CHOOSE m \in by : TRUE])

\* Slices until n others, and those from the global queue, have had theirs.
SlicesFor(n, t) == IF GlobalTick = 0 THEN n ELSE n + ((t + n) \div GlobalTick)

WaitsOn(g, p) == runnext[p] = g \/ IsIn(g, runq[p])

\* Slices that may begin on p before g is taken, which waits there.
LeftOn(g, p) == IF runnext[p] = g
                THEN SlicesFor(Len(runq[p]) + KickedOn(p), tick[p])
                ELSE SlicesFor(IndexOf(g, runq[p]) - 1, tick[p])

\* Slices that may begin on any P before g is taken from the global queue.
LeftGlobal(g) ==
    (IndexOf(g, globalq) - 1) * (GlobalTick + 1)
    + Cardinality({<<p, i>> \in P \X (1..GlobalTick) : i > tick[p]})

\* A slice begins on p in this step: its M takes a goroutine, and not that
\* in runnext in the slice of another.  (From a P that is to go it takes them
\* only to move them: that counts if it counts as a tick.)
SliceBegins(p) == \E m \in M :
    /\ proc[m] = p /\ mstatus[m] = "looking"
    /\ hand[m] = <<>> /\ hand'[m] # <<>>
    /\ p \in online \/ tick'[p] # tick[p]
    /\ Head(hand'[m]) = runnext[p] => tick'[p] # tick[p]

BypassIsBounded == [][
    /\ \A g \in G, p \in P : WaitsOn(g, p) /\ WaitsOn(g, p)' =>
           LeftOn(g, p)' + (IF SliceBegins(p) THEN 1 ELSE 0) <= LeftOn(g, p)
    /\ \A g \in G : GlobalTick > 0 /\ IsIn(g, globalq) /\ IsIn(g, globalq)' =>
           LeftGlobal(g)' + (IF \E p \in P : SliceBegins(p) THEN 1 ELSE 0)
               <= LeftGlobal(g)
    ]_vars

\* Hence the bounds, in the lengths of queues and the number of Ps, for a
\* goroutine that begins to wait behind that many others.
LocalBound(ahead)  == ahead + ((GlobalTick + ahead) \div GlobalTick)
GlobalBound(ahead) == ahead * (GlobalTick + 1) + Cardinality(P) * GlobalTick

(***************************************************************************)
(* Refinement: what a user sees of all this is Goroutines.tla.             *)
(***************************************************************************)
UserState == [g \in G |-> CASE gstatus[g] = "waiting" -> "blocked"
                            [] gstatus[g] \in {"outside", "syscall"} -> "away"
                            [] OTHER -> gstatus[g]]

UserHolders == {cur[m] : m \in {n \in M : /\ mstatus[n] = "running"
                                          /\ proc[n] \in online}}

User == INSTANCE Goroutines WITH state <- UserState, holders <- UserHolders,
            width <- Cardinality(online), MaxWidth <- Cardinality(P)

IsSafeService == User!SafeSpec      \* only the legal transitions
IsService     == User!Spec          \* and every runnable goroutine runs

NoStarvation == \A g \in G : gstatus[g] = "runnable" ~> gstatus[g] = "running"

THEOREM SafeSpec => /\ []TypeOK /\ []OnePlace /\ []OneHolder /\ []HoldsP
                    /\ []EnoughMachines /\ []FewSpin /\ []WorkConserved
                    /\ []LockIsKept /\ []NoneLeftBehind
                    /\ BypassIsBounded /\ IsSafeService
THEOREM Spec => IsService /\ NoStarvation
=============================================================================
