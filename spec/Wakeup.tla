------------------------------- MODULE Wakeup -------------------------------
(***************************************************************************)
(* Waking and falling asleep, one memory access a step.                    *)
(*                                                                         *)
(* A thread makes a goroutine runnable while an M, having found nothing,   *)
(* falls asleep.  Neither takes a lock.  This module promises that the     *)
(* goroutine is not forgotten:                                             *)
(*                                                                         *)
(*   - where work waits beside an idle P, somebody will notice             *)
(*     (WorkConserved), and so every goroutine that was submitted runs     *)
(*     (EverySubmittedRuns);                                               *)
(*   - no thundering herd (NoHerd): a submission wakes at most one M, and  *)
(*     nobody is woken while an M that was woken still looks for work;     *)
(*   - few Ms spin (FewSpin), and an idle P always comes with an idle M to *)
(*     run it (EnoughMachines);                                            *)
(*   - an M to which a P was handed does not sleep on (NoLostUnpark).      *)
(*                                                                         *)
(* The protocol.  `The idle word' is one immutable value that says which   *)
(* Ms and Ps are idle and who spins.  It is replaced as a whole, by        *)
(* compare-and-set.                                                        *)
(*                                                                         *)
(*      a submitter                         an M that finds nothing        *)
(*      1. puts a goroutine in a queue      1. replaces the idle word: its *)
(*         (PutOwn, PutGlobal,                 P is idle, it is idle, it   *)
(*         PutOutside)                         spins no more, in one step  *)
(*         [fence: see WakeupTSO.tla]          (ReadToRelease, Release)    *)
(*      2. reads the idle word; if a P is   2. looks once more into every  *)
(*         idle and nobody spins               other queue (CheckEmpty,    *)
(*         (SeesNeed), it takes a P and        CheckFound); if it finds    *)
(*         an M off the idle word (Wake),      something, it does what a   *)
(*         hands the P over                    submitter does from 2 on.   *)
(*         (StoreAssigned), and unparks        It stops early if somebody  *)
(*         the M (Unpark)                      has handed it a P           *)
(*                                          3. sleeps until a P is handed  *)
(*                                             to it (SeesNone, Unparked)  *)
(*                                                                         *)
(* Each side writes first and reads afterwards, so at least one of them    *)
(* sees the other.  And an M that spun and has *found* work does as a      *)
(* submitter does from 2 on (StopSpinning): it was the one whom submitters *)
(* relied upon when they woke nobody.                                      *)
(*                                                                         *)
(* A reader can break it: let Release begin no second look, or let         *)
(* StopSpinning go on without a look, and TLC shows how a goroutine is     *)
(* left beside an idle P.  spec/mutations/Wakeup.json has such faults, and *)
(* one change that is no fault: a waker whose compare-and-set comes too    *)
(* late could as well give up, for whoever was quicker will notice.        *)
(*                                                                         *)
(* What is one step here, and why that is sound:                           *)
(*                                                                         *)
(*   - A queue is a set; to put and to take are one step each.  RunQueue   *)
(*     .tla shows that the rings behave so, and `runnext' counts as a part *)
(*     of the ring.  Order in the queues does not matter to this protocol. *)
(*   - The read of the idle word and the compare-and-set are two steps.    *)
(*     Java compares references to values that are never used twice while  *)
(*     somebody holds them.  So it succeeds exactly when nobody else's has *)
(*     since the read; `fresh' holds those threads for which that is so,   *)
(*     and for them what they read is what the word still says.            *)
(*   - The code counts the spinning Ms, here they are a set.  Only m moves *)
(*     itself out of it, and nobody moves it in twice, so the set says     *)
(*     what the count says, and who.                                       *)
(*   - A submitter of the code looks twice: once cheaply, then again       *)
(*     before the compare-and-set.  A first look that finds a need changes *)
(*     nothing, here it is no step.                                        *)
(*   - A goroutine that yields is, here, one that ends when it has put     *)
(*     another into the global queue: the accesses are the same.           *)
(*   - An M that has not been started is one that sleeps.  To start its    *)
(*     thread is to unpark it.                                             *)
(*   - Parked and woken goroutines, time slices and the tick of the global *)
(*     queue are in Scheduler.tla.  Here a goroutine is submitted once and *)
(*     runs once, and an M may look into its own queue and the global one  *)
(*     in either order, which covers all the orders that the code has.     *)
(*   - The end of the scheduler is left out.                               *)
(*                                                                         *)
(* Memory is sequentially consistent here; WakeupTSO.tla has store         *)
(* buffers.  All formulas are first-order, with quantifiers over G, M, P;  *)
(* sizes of sets appear only where the code compares numbers (MaySpin), in *)
(* the promise about it (FewSpin), and in the assumption that there are as *)
(* many Ms as Ps.  The one step that takes a set of goroutines is Steal.   *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
    G, M, P,      \* goroutines, machines, processors
    X,            \* threads that are no M and submit goroutines
    Global,       \* names the global queue
    None          \* no goroutine, no machine, no processor

ASSUME /\ IsFiniteSet(G) /\ IsFiniteSet(M) /\ IsFiniteSet(P)
       /\ P # {} /\ Cardinality(M) >= Cardinality(P)

Threads == M \cup X
Queues  == P \cup {Global}

VARIABLES
    \* The idle word.
    idleM,        \* the Ms that a waker may choose
    idleP,        \* the Ps that nobody holds
    spinning,     \* the Ms that look for work and have found none
    fresh,        \* the threads that have read the word as it is now
    \* Shared between a waker and the M that it wakes.
    assigned,     \* assigned[m]: the P handed to m, until m has noticed
    permit,       \* permit[m]: the next park of m's thread returns at once
    \* Where every goroutine is.
    place,        \* place[g]: "unborn", a queue, the M that has it, or "dead"
    \* Each thread's own.
    pc,           \* pc[t]: what t does next
    held,         \* held[m]: the P that m holds, or None
    cur,          \* cur[m]: the goroutine that runs on m, or None
    ahead,        \* ahead[m]: queues that m has yet to look into in this pass
    chosen,       \* chosen[t]: the M that t is waking, or None
    gift,         \* gift[t]: the P that t is about to hand over, or None
    \* History: no step depends on it.
    woken         \* the Ms that spin because they were woken

idleWord == <<idleM, idleP, spinning, fresh, woken>>
wakeVars == <<assigned, permit>>
workVars == <<place, cur>>
scanVars == <<held, ahead>>
giveVars == <<chosen, gift>>
vars     == <<idleWord, wakeVars, workVars, scanVars, giveVars, pc>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(***************************************************************************)

HasWork(q) == \E g \in G : place[g] = q

\* m has taken g: to run it, or, of what it has stolen, to queue it.
InHand(m, g) == place[g] = m

\* g is all that m has in its hands.
Only(m, g) == \A h \in G : InHand(m, h) <=> h = g

\* A P is idle, and nobody is on the way who would find the work.
NeedsWake == idleP # {} /\ spinning = {}

\* Each spinning M costs a core: at most half as many as there are busy Ps.
MaySpin == 2 * Cardinality(spinning) < Cardinality(P) - Cardinality(idleP)

\* Somebody has decided to wake m, and m has not noticed.
Coming(m) == \/ assigned[m] # None
             \/ \E t \in Threads : chosen[t] = m /\ gift[t] # None

\* m has P p, or p is on its way to m.
Owns(m, p) == \/ held[m] = p \/ assigned[m] = p
              \/ \E t \in Threads : chosen[t] = m /\ gift[t] = p

Go(t, label) == pc' = [pc EXCEPT ![t] = label]

\* Where t goes on when it has looked at the idle word, and perhaps woken.
Back(t) == IF t \in X THEN "outside"
           ELSE IF held[t] = None THEN "await"
           ELSE IF cur[t] # None THEN "running"
           ELSE "found"

\* What a thread may be about to do, by where it is in the code.
Waking  == {"look", "wake", "assign", "unpark"}  \* a submitter's second part
Seeking == {"scan", "spin", "found", "stop", "release"}     \* M.find
Resting == {"recheck", "await", "park", "resume"}           \* without a P

\* About to replace the idle word.
Casing == {"wake", "spin", "stop", "release"}

TypeOK ==
    /\ idleM \subseteq M /\ idleP \subseteq P
    /\ spinning \subseteq M /\ woken \subseteq M /\ fresh \subseteq Threads
    /\ assigned \in [M -> P \cup {None}]
    /\ permit \in [M -> BOOLEAN]
    /\ place \in [G -> {"unborn", "dead"} \cup Queues \cup M]
    /\ pc \in [Threads -> Waking \cup Seeking \cup Resting
                                \cup {"running", "outside"}]
    /\ held \in [M -> P \cup {None}]
    /\ cur \in [M -> G \cup {None}]
    /\ ahead \in [M -> SUBSET Queues]
    /\ chosen \in [Threads -> M \cup {None}]
    /\ gift \in [Threads -> P \cup {None}]

\* All Ms sleep and all Ps are idle.
Init ==
    /\ idleM = M /\ idleP = P
    /\ spinning = {} /\ woken = {} /\ fresh = {}
    /\ assigned = [m \in M |-> None]
    /\ permit = [m \in M |-> FALSE]
    /\ place = [g \in G |-> "unborn"]
    /\ pc = [t \in Threads |-> IF t \in M THEN "park" ELSE "outside"]
    /\ held = [m \in M |-> None]
    /\ cur = [m \in M |-> None]
    /\ ahead = [m \in M |-> {}]
    /\ chosen = [t \in Threads |-> None]
    /\ gift = [t \in Threads |-> None]

-----------------------------------------------------------------------------
(***************************************************************************)
(* A submitter, step 1: it puts a goroutine in a queue.                    *)
(***************************************************************************)

\* g is put in queue q, to be seen by whoever looks from now on.
Put(t, g, q) ==
    /\ place[g] = "unborn"
    /\ place' = [place EXCEPT ![g] = q]
    /\ Go(t, "look")
    /\ UNCHANGED <<idleWord, wakeVars, cur, scanVars, giveVars>>

\* A goroutine that runs on m may put several before m looks: the one that
\* it has made runnable, then the one which that kicked out of runnext.
MayPut(m) == cur[m] # None /\ pc[m] \in {"running", "look"}

\* It goes to the queue of m's P ...
PutOwn(m, g) == MayPut(m) /\ Put(m, g, held[m])

\* ... or, where that is full, to the global queue.
PutGlobal(m, g) == MayPut(m) /\ Put(m, g, Global)

\* A thread that holds no P: a timer, the network, the caller of main.
PutOutside(x, g) == pc[x] = "outside" /\ Put(x, g, Global)

-----------------------------------------------------------------------------
(***************************************************************************)
(* A submitter, step 2: it reads the idle word, and may wake an M.         *)
(***************************************************************************)

\* t has read the idle word and is about to replace it.
Read(t, label) ==
    /\ fresh' = fresh \cup {t}
    /\ Go(t, label)
    /\ UNCHANGED <<idleM, idleP, spinning, woken, wakeVars, workVars, held,
                   giveVars>>

\* The idle word says that an M is needed ...
SeesNeed(t) ==
    /\ pc[t] = "look" /\ NeedsWake
    /\ Read(t, "wake")
    /\ UNCHANGED ahead

\* ... or that none is.
SeesNoNeed(t) ==
    /\ pc[t] = "look" /\ ~NeedsWake
    /\ Go(t, Back(t))
    /\ UNCHANGED <<idleWord, wakeVars, workVars, scanVars, giveVars>>

\* t's compare-and-set succeeds.  Whoever else has read the word has now read
\* an old value.
Replace(t) == t \in fresh /\ fresh' = {}

\* t takes m and p off the idle word: p will be m's, and m counts as
\* spinning from now on.
Wake(t, m, p) ==
    /\ pc[t] = "wake" /\ Replace(t)
    /\ m \in idleM /\ p \in idleP
    /\ idleM' = idleM \ {m}
    /\ idleP' = idleP \ {p}
    /\ spinning' = spinning \cup {m}
    /\ woken' = woken \cup {m}
    /\ chosen' = [chosen EXCEPT ![t] = m]
    /\ gift' = [gift EXCEPT ![t] = p]
    /\ Go(t, "assign")
    /\ UNCHANGED <<wakeVars, workVars, scanVars>>

\* The P is handed over ...
StoreAssigned(t) ==
    /\ pc[t] = "assign"
    /\ assigned' = [assigned EXCEPT ![chosen[t]] = gift[t]]
    /\ gift' = [gift EXCEPT ![t] = None]
    /\ Go(t, "unpark")
    /\ UNCHANGED <<idleWord, permit, workVars, scanVars, chosen>>

\* ... and the M is roused.
Unpark(t) ==
    /\ pc[t] = "unpark"
    /\ permit' = [permit EXCEPT ![chosen[t]] = TRUE]
    /\ chosen' = [chosen EXCEPT ![t] = None]
    /\ Go(t, Back(t))
    /\ UNCHANGED <<idleWord, assigned, workVars, scanVars, gift>>

\* A compare-and-set that comes too late: t reads the word again.
CasFails(t) ==
    /\ pc[t] \in Casing /\ t \notin fresh
    /\ Go(t, CASE pc[t] = "wake" -> "look"
               [] pc[t] = "stop" -> "found"
               [] OTHER          -> "scan")
    /\ UNCHANGED <<idleWord, wakeVars, workVars, scanVars, giveVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M with a P looks for a goroutine.                                    *)
(***************************************************************************)

\* An M always looks into its own queue and into the global one, but into
\* other Ps' queues only when it spins.
SeesInto(m, q) == m \in spinning \/ q \in {held[m], Global}

\* m takes the goroutines gs out of queue q.
Take(m, q, gs) ==
    /\ pc[m] = "scan" /\ SeesInto(m, q)
    /\ gs # {} /\ \A g \in gs : place[g] = q
    /\ place' = [g \in G |-> IF g \in gs THEN m ELSE place[g]]
    /\ ahead' = [ahead EXCEPT ![m] = {}]
    /\ Go(m, "found")
    /\ UNCHANGED <<idleWord, wakeVars, cur, held, giveVars>>

TakeOwn(m, g)    == held[m] # None /\ Take(m, held[m], {g})
TakeGlobal(m, g) == Take(m, Global, {g})
Steal(m, v, gs)  == v # held[m] /\ Take(m, v, gs)

\* Nothing in queue q.  m may look there again, but need not.
Miss(m, q) ==
    /\ pc[m] = "scan" /\ SeesInto(m, q)
    /\ q \in ahead[m] /\ ~HasWork(q)
    /\ ahead' = [ahead EXCEPT ![m] = @ \ {q}]
    /\ UNCHANGED <<idleWord, wakeVars, workVars, held, giveVars, pc>>

\* Nothing of its own and nothing in the global queue: m reads the idle word
\* to see whether it may look into other Ps' queues.
AboutToSteal(m) ==
    /\ pc[m] = "scan" /\ m \notin spinning
    /\ ahead[m] # {} /\ held[m] \notin ahead[m] /\ Global \notin ahead[m]

ReadToSpin(m) ==
    /\ AboutToSteal(m) /\ MaySpin
    /\ Read(m, "spin")
    /\ UNCHANGED ahead

\* Enough Ms do that already: it will look no further.
SpinRefused(m) ==
    /\ AboutToSteal(m) /\ ~MaySpin
    /\ ahead' = [ahead EXCEPT ![m] = {}]
    /\ UNCHANGED <<idleWord, wakeVars, workVars, held, giveVars, pc>>

StartSpinning(m) ==
    /\ pc[m] = "spin" /\ Replace(m)
    /\ spinning' = spinning \cup {m}
    /\ Go(m, "scan")
    /\ UNCHANGED <<idleM, idleP, woken, wakeVars, workVars, scanVars, giveVars>>

\* Of what m has stolen it keeps one; each other, h, goes to its own queue,
\* while m still counts as spinning.
Stow(m, h) ==
    /\ pc[m] = "found" /\ InHand(m, h) /\ ~Only(m, h)
    /\ place' = [place EXCEPT ![h] = held[m]]
    /\ UNCHANGED <<idleWord, wakeVars, cur, scanVars, giveVars, pc>>

\* m spun and has found work.  With the end of its spinning it owes the
\* wake-up that submitters left to it: it looks as they do.
ReadToStop(m) ==
    /\ pc[m] = "found" /\ m \in spinning /\ \E g \in G : Only(m, g)
    /\ Read(m, "stop")
    /\ UNCHANGED ahead

StopSpinning(m) ==
    /\ pc[m] = "stop" /\ Replace(m)
    /\ spinning' = spinning \ {m}
    /\ woken' = woken \ {m}
    /\ Go(m, "look")
    /\ UNCHANGED <<idleM, idleP, wakeVars, workVars, scanVars, giveVars>>

\* m runs what it has found ...
Execute(m, g) ==
    /\ pc[m] = "found" /\ m \notin spinning /\ Only(m, g)
    /\ cur' = [cur EXCEPT ![m] = g]
    /\ Go(m, "running")
    /\ UNCHANGED <<idleWord, wakeVars, place, scanVars, giveVars>>

\* ... until it ends, and looks for another.
Finish(m) ==
    /\ pc[m] = "running"
    /\ place' = [place EXCEPT ![cur[m]] = "dead"]
    /\ cur' = [cur EXCEPT ![m] = None]
    /\ ahead' = [ahead EXCEPT ![m] = Queues]
    /\ Go(m, "scan")
    /\ UNCHANGED <<idleWord, wakeVars, held, giveVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M that finds nothing falls asleep.                                   *)
(***************************************************************************)

\* Step 1.  m has looked everywhere ...
ReadToRelease(m) ==
    /\ pc[m] = "scan" /\ ahead[m] = {}
    /\ Read(m, "release")
    /\ UNCHANGED ahead

\* ... and gives up its P, stops spinning, and may be chosen by wakers, at
\* once.
Release(m) ==
    /\ pc[m] = "release" /\ Replace(m)
    /\ idleP' = idleP \cup {held[m]}
    /\ idleM' = idleM \cup {m}
    /\ spinning' = spinning \ {m}
    /\ woken' = woken \ {m}
    /\ held' = [held EXCEPT ![m] = None]
    /\ ahead' = [ahead EXCEPT ![m] = Queues \ {held[m]}]
    /\ Go(m, "recheck")
    /\ UNCHANGED <<wakeVars, workVars, giveVars>>

\* Step 2.  It looks once more, but for the queue of the P that it gave up:
\* that one is empty, and whoever puts something there holds the P, has
\* therefore seen the new idle word, and looks itself.  Nothing in q ...
CheckEmpty(m, q) ==
    /\ pc[m] = "recheck" /\ q \in ahead[m] /\ ~HasWork(q)
    /\ ahead' = [ahead EXCEPT ![m] = @ \ {q}]
    /\ Go(m, IF ahead[m] = {q} THEN "await" ELSE "recheck")
    /\ UNCHANGED <<idleWord, wakeVars, workVars, held, giveVars>>

\* ... or something: then it acts as a submitter.  It may wake itself.
CheckFound(m, q) ==
    /\ pc[m] = "recheck" /\ q \in ahead[m] /\ HasWork(q)
    /\ ahead' = [ahead EXCEPT ![m] = {}]
    /\ Go(m, "look")
    /\ UNCHANGED <<idleWord, wakeVars, workVars, held, giveVars>>

\* Somebody has handed it a P.  It need not look on: it will, as it spins.
StopChecking(m) ==
    /\ pc[m] = "recheck" /\ assigned[m] # None
    /\ ahead' = [ahead EXCEPT ![m] = {}]
    /\ Go(m, "await")
    /\ UNCHANGED <<idleWord, wakeVars, workVars, held, giveVars>>

\* m goes from one place in its code to another; nothing else changes.
Step(m, from, to) ==
    /\ pc[m] = from
    /\ Go(m, to)
    /\ UNCHANGED <<idleWord, workVars, assigned, scanVars, giveVars>>

\* Step 3.  A P has been handed to it ...
SeesAssigned(m) ==
    /\ assigned[m] # None /\ Step(m, "await", "resume")
    /\ UNCHANGED permit

\* ... or not, and it parks.
SeesNone(m) ==
    /\ assigned[m] = None /\ Step(m, "await", "park")
    /\ UNCHANGED permit

\* Park returns because of a permit, which it takes, and m looks again: the
\* permit may be an old one, or not even meant for this.
Unparked(m) ==
    /\ permit[m] /\ Step(m, "park", "await")
    /\ permit' = [permit EXCEPT ![m] = FALSE]

\* Park may return for no reason.
SpuriousReturn(m) ==
    /\ Step(m, "park", "await")
    /\ UNCHANGED permit

\* m notices which P it was handed, and begins to look.
Resume(m) ==
    /\ pc[m] = "resume"
    /\ held' = [held EXCEPT ![m] = assigned[m]]
    /\ assigned' = [assigned EXCEPT ![m] = None]
    /\ ahead' = [ahead EXCEPT ![m] = Queues]
    /\ Go(m, "scan")
    /\ UNCHANGED <<idleWord, permit, workVars, giveVars>>

\* m's thread parks for another reason: the goroutine on it is pinned there
\* and waits, or m pauses before it steals from runnext.  That takes the
\* permit which a waker of m may have left.
ParkElsewhere(m) ==
    /\ permit[m]
    /\ Step(m, "running", "running") \/ Step(m, "scan", "scan")
    /\ permit' = [permit EXCEPT ![m] = FALSE]

-----------------------------------------------------------------------------
AnyWake(t) == \/ SeesNeed(t) \/ SeesNoNeed(t) \/ CasFails(t)
              \/ StoreAssigned(t) \/ Unpark(t)
              \/ \E m \in M, p \in P : Wake(t, m, p)

Scan(m) == \/ \E g \in G : TakeOwn(m, g) \/ TakeGlobal(m, g)
           \/ \E v \in P, gs \in SUBSET G : Steal(m, v, gs)
           \/ \E q \in Queues : Miss(m, q)
           \/ ReadToSpin(m) \/ SpinRefused(m) \/ StartSpinning(m)

Found(m) == \/ \E g \in G : Stow(m, g) \/ Execute(m, g)
            \/ ReadToStop(m) \/ StopSpinning(m)

FallAsleep(m) == \/ ReadToRelease(m) \/ Release(m) \/ StopChecking(m)
                 \/ \E q \in Queues : CheckEmpty(m, q) \/ CheckFound(m, q)
                 \/ SeesNone(m)

WakeUp(m) == Unparked(m) \/ SeesAssigned(m) \/ Resume(m)

MachineStep(m) == AnyWake(m) \/ Scan(m) \/ Found(m) \/ Finish(m)
                  \/ FallAsleep(m) \/ WakeUp(m)

Next ==
    \/ \E m \in M : MachineStep(m) \/ SpuriousReturn(m) \/ ParkElsewhere(m)
    \/ \E m \in M, g \in G : PutOwn(m, g) \/ PutGlobal(m, g)
    \/ \E x \in X, g \in G : PutOutside(x, g)
    \/ \E x \in X : AnyWake(x)

(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(*   MachineStep  an M whose next step is possible takes it: the operating *)
(*                system runs every thread.  It includes Finish: goroutines*)
(*                end.  An M that is parked has a next step only when it   *)
(*                has a permit: nobody may rely on spurious returns.       *)
(*   AnyWake(x)   the same of the threads outside, once they have put.     *)
(*                                                                         *)
(* Weak fairness is enough, because only finitely many goroutines are ever *)
(* submitted; Scheduler.tla has those that go on for ever.  Nothing is     *)
(* asked of the puts: nobody is obliged to submit.                         *)
(***************************************************************************)
Fairness == /\ \A m \in M : WF_vars(MachineStep(m))
            /\ \A x \in X : WF_vars(AnyWake(x))

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* Who will notice that queue q has work: a spinning M that still looks; a
\* thread that is about to read the idle word, or has read that there is a
\* need; a sleeper that has yet to look into q.
WillNotice(q) ==
    \/ \E m \in spinning : held[m] # None \/ Coming(m)
    \/ \E t \in Threads : pc[t] \in {"look", "wake"}
    \/ \E m \in M : pc[m] = "recheck" /\ q \in ahead[m]

\* Never a runnable goroutine, an idle P, and nobody who will notice.  Each
\* who will notice passes that on before it drops out: a submitter to the M
\* that it wakes or has seen spinning, a spinner to its own look or second
\* look, a second look to the submitter that it becomes.
WorkConserved ==
    \A q \in Queues : HasWork(q) /\ idleP # {} => WillNotice(q)

\* Of the Ms that spin, at most one was woken; and when one is woken, nobody
\* spins at all.  That a submission wakes at most one M is then in the
\* program counters: from "look" there is one way back, and `Wake' on it once.
NoHerd == \A m, n \in woken : m = n

\* Whoever spins looks for work, or is about to be handed a P to look for it.
SpinnersLook == \A m \in spinning : pc[m] \in Seeking \/ Coming(m)

FewSpin == 2 * Cardinality(spinning) <= Cardinality(P) + 1

\* Every P is idle, or one M owns it; and an M that owns none is idle.
OneOwner ==
    /\ \A p \in P : p \in idleP <=> \A m \in M : ~Owns(m, p)
    /\ \A m \in M : m \in idleM <=> \A p \in P : ~Owns(m, p)
    /\ \A m, n \in M, p \in P : Owns(m, p) /\ Owns(n, p) => m = n
    /\ \A m \in M, p, q \in P : Owns(m, p) /\ Owns(m, q) => p = q

\* An idle P comes with an M to run it.  It follows from OneOwner, as there
\* are at least as many Ms as Ps; this is the one place where a proof counts.
EnoughMachines == idleP # {} => idleM # {}

\* An M that was handed a P is on its feet, or has the permit that will rouse
\* it, or will get it.
NoLostUnpark ==
    \A m \in M : assigned[m] # None /\ pc[m] = "park" =>
        permit[m] \/ \E t \in Threads : pc[t] = "unpark" /\ chosen[t] = m

\* An M works exactly when it holds a P, and a P that nobody holds has no
\* goroutines in its queue.
HoldsP ==
    /\ \A m \in M : /\ pc[m] \in Seeking \cup {"running"} => held[m] # None
                    /\ pc[m] \in Resting => held[m] = None
    /\ \A p \in P : HasWork(p) => \E m \in M : held[m] = p

(***************************************************************************)
(* Refinement: what a user sees of this is Goroutines.tla.  Here nobody    *)
(* waits, is preempted, or changes the number of processors.               *)
(***************************************************************************)
Runs(g) == \E m \in M : cur[m] = g

UserView == [g \in G |-> IF Runs(g) THEN "running"
                        ELSE IF place[g] \in {"unborn", "dead"} THEN place[g]
                        ELSE "runnable"]

User == INSTANCE Goroutines
        WITH MaxWidth <- Cardinality(P), width <- Cardinality(P),
             state <- UserView, holders <- {g \in G : Runs(g)},
             reported <- FALSE

IsSafeService == User!SafeSpec      \* only the legal transitions
IsService     == User!Spec          \* and every runnable goroutine runs

EverySubmittedRuns ==
    \A g \in G : place[g] \in Queues ~> Runs(g)

-----------------------------------------------------------------------------
(***************************************************************************)
(* An inductive invariant: every step from a state that satisfies it leads *)
(* to one that does, also from states that are never reached.  It is what  *)
(* one has to know to see, by looking at each action alone, that the       *)
(* promises hold.  TLC checks it at small sizes from all states that       *)
(* satisfy it.  The order of the conjuncts lets TLC list those states; each*)
(* part first says where a variable lives, then what ties it to the ones   *)
(* above.                                                                  *)
(*                                                                         *)
(* Beyond what is written here only this is used: FewSpin and MaySpin count*)
(* (Cardinality), and EnoughMachines follows from OneOwner and the         *)
(* assumption that there are at least as many Ms as Ps.                    *)
(***************************************************************************)

Holds(m)    == held[m] # None
OnBehalf(m) == pc[m] \in Waking /\ Holds(m)     \* a submitter with a P

\* Where everybody is in the code, and who holds a P there.
InvPlaces ==
    /\ pc \in [Threads -> Waking \cup Seeking \cup Resting
                                 \cup {"running", "outside"}]
    /\ \A t \in Threads : /\ pc[t] = "outside" => t \in X
                          /\ t \in X => pc[t] \in Waking \cup {"outside"}
    /\ held \in [M -> P \cup {None}]
    /\ \A m \in M : /\ pc[m] \in Seeking \cup {"running"} => Holds(m)
                    /\ pc[m] \in Resting => ~Holds(m)

\* Who gives which P to whom; the idle word's Ms and Ps are the others.
InvOwners ==
    /\ gift \in [Threads -> P \cup {None}]
    /\ \A t \in Threads : gift[t] # None <=> pc[t] = "assign"
    /\ chosen \in [Threads -> M \cup {None}]
    /\ \A t \in Threads : chosen[t] # None <=> pc[t] \in {"assign", "unpark"}
    /\ \A t, u \in Threads : gift[t] # None /\ gift[t] = gift[u] => t = u
    /\ assigned \in [M -> P \cup {None}]
    /\ \A m \in M : /\ assigned[m] # None => ~Holds(m)
                    /\ pc[m] = "resume" => assigned[m] # None
    /\ \A t \in Threads, m \in M : chosen[t] = m /\ gift[t] # None =>
           ~Holds(m) /\ assigned[m] = None
    /\ idleM = {m \in M : \A p \in P : ~Owns(m, p)}
    /\ idleP = {p \in P : \A m \in M : ~Owns(m, p)}
    /\ OneOwner

\* Whoever spins looks, or is coming; and only one was woken.
InvSpinning ==
    /\ spinning \in SUBSET M
    /\ \A m \in M : /\ Coming(m) => m \in spinning
                    /\ m \in spinning => \/ pc[m] \in Seeking \ {"spin"}
                                         \/ Coming(m)
                    /\ pc[m] = "stop" => m \in spinning
    /\ FewSpin
    /\ woken \in SUBSET spinning
    /\ \A m \in M : Coming(m) => m \in woken
    /\ NoHerd

\* What an M has in its hands, and which queues can have work at all: the one
\* of a P that somebody holds, and not if its holder has found it empty, for
\* nobody else puts anything there.  Loot is in the hands of spinners only.
InvWork ==
    /\ cur \in [M -> G \cup {None}]
    /\ \A m \in M : /\ pc[m] = "running" => cur[m] # None
                    /\ cur[m] # None => pc[m] = "running" \/ OnBehalf(m)
    /\ place \in [G -> {"unborn", "dead"} \cup Queues \cup M]
    /\ \A m \in M :
           /\ cur[m] # None => Only(m, cur[m])
           /\ pc[m] = "found" => \E g \in G : InHand(m, g)
           /\ \/ pc[m] = "stop" \/ OnBehalf(m)
              \/ pc[m] = "found" /\ m \notin spinning
              => \E g \in G : Only(m, g)
           /\ ~Holds(m) \/ pc[m] \in {"scan", "spin", "release"} =>
                  \A g \in G : ~InHand(m, g)
           /\ pc[m] \in {"spin", "release"} => ~HasWork(held[m])
    /\ \A p \in P : HasWork(p) => \E m \in M : held[m] = p
    /\ ahead \in [M -> SUBSET Queues]
    /\ \A m \in M :
           /\ pc[m] \notin {"scan", "spin", "recheck"} => ahead[m] = {}
           /\ pc[m] = "recheck" => ahead[m] # {}
           /\ pc[m] = "scan" /\ held[m] \notin ahead[m] => ~HasWork(held[m])

\* Whoever has read the idle word as it still is has decided rightly; and no
\* permit is missing.
InvReadings ==
    /\ fresh \in SUBSET {t \in Threads : pc[t] \in Casing}
    /\ \A t \in fresh : /\ pc[t] = "wake" => NeedsWake
                        /\ pc[t] = "spin" => MaySpin
    /\ permit \in [M -> BOOLEAN]
    /\ NoLostUnpark

\* WorkConserved needs no more than this to be inductive itself.
Inv == /\ InvPlaces /\ InvOwners /\ InvSpinning /\ InvWork
       /\ WorkConserved /\ InvReadings

THEOREM SafeSpec => /\ []TypeOK /\ []WorkConserved /\ []NoHerd
                    /\ []SpinnersLook /\ []FewSpin /\ []OneOwner
                    /\ []EnoughMachines /\ []NoLostUnpark /\ []HoldsP
                    /\ IsSafeService
THEOREM Spec => EverySubmittedRuns /\ IsService
THEOREM /\ Init => Inv
        /\ Inv /\ [Next]_vars => Inv'
        /\ Inv => /\ TypeOK /\ WorkConserved /\ NoHerd /\ SpinnersLook
                  /\ FewSpin /\ OneOwner /\ EnoughMachines
                  /\ NoLostUnpark /\ HoldsP
=============================================================================
