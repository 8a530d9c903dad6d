------------------------------- MODULE Mutex --------------------------------
(***************************************************************************)
(* A mutex with two modes, one access to memory a step.                    *)
(*                                                                         *)
(* In *normal* mode an unlock wakes the first in line, but does not keep   *)
(* the mutex for it: whoever comes by may take it first.  That is fast,    *)
(* since who comes by is running already, and it is unfair.  A waiter that *)
(* was woken, lost, and has by then waited too long puts the mutex into    *)
(* *starvation* mode: there an unlock hands the mutex to the first in line *)
(* and nobody else can take it.  The mode ends with the last waiter, or    *)
(* with one that has not waited long.  The idea is Go's.                   *)
(*                                                                         *)
(* All is decided on one word, which is changed by compare-and-set (CAS):  *)
(*                                                                         *)
(*   locked    somebody has the mutex, or it is on its way to a waiter     *)
(*   woken     a waiter has been woken and has not yet competed: no        *)
(*             second one need be woken meanwhile                          *)
(*   starving  starvation mode                                             *)
(*   waiters   how many wait and have no wake-up on its way to them        *)
(*                                                                         *)
(* Beside it stands a semaphore: a queue of waiters, and `permit', a       *)
(* wake-up that found none of them there yet.  It has a small lock of its  *)
(* own, so that each operation on it is one step here.                     *)
(*                                                                         *)
(*      a waiter                            whoever unlocks                *)
(*      1. finds `locked' set, and adds     1. finds `waiters' above zero, *)
(*         itself to `waiters', with one       and with one CAS takes one  *)
(*         CAS (Enlist)                        off, and clears `locked' or *)
(*      2. enqueues and goes to sleep,         keeps it for the waiter     *)
(*         unless there is a permit            (UnlockWake, UnlockHand)    *)
(*         (Enqueue, TakePermit)            2. wakes the first in the      *)
(*      3. woken, tries to set `locked';       queue, or leaves a permit   *)
(*         if it is set, adds itself to        if there is none yet        *)
(*         `waiters' again and sleeps on       (Rouse, HandOver)           *)
(*         (TakeWoken, EnlistAgain)                                        *)
(*                                                                         *)
(* The first steps of the two exclude each other, since they change the    *)
(* same word: a waiter enlists either before the unlock, which then counts *)
(* it, or after it, and then sees that the mutex is free.  The second      *)
(* steps may come in either order.  A waiter keeps its place in the queue  *)
(* while it competes, and leaves it after it has won (Dequeue).            *)
(*                                                                         *)
(* Interruption.  A sleeper that is interrupted takes itself out of the    *)
(* queue (LeaveQueue).  Then it takes itself off `waiters' (LeaveCount).   *)
(* If that is zero, then a wake-up is on its way that nobody else will     *)
(* take: it must take it (TakePermit).  One that has got the mutex in this *)
(* way, or was handed it just before the interrupt, keeps it: its call     *)
(* returns, and the next one that must block will throw.  One that has got *)
(* a wake-up, and loses, takes itself out of the queue, and then clears    *)
(* `woken' (DropOut, ThrowWoken): so the holder's unlock wakes another.    *)
(*                                                                         *)
(* Differences from Go, with their reasons:                                *)
(*                                                                         *)
(*   - A waiter of Go's is out of the queue while it competes; if it loses *)
(*     it enqueues again, at the front.  It may have to put the mutex into *)
(*     starvation mode before that, and until it is back in the queue,     *)
(*     others are handed the mutex in its stead and end the mode.  TLC     *)
(*     finds that this can go on for ever.  Here the waiter keeps its      *)
(*     place, and whoever begins the mode is the next to get the mutex.    *)
(*   - Go's Unlock subtracts first and looks afterwards; an unlock of a    *)
(*     free mutex ends the program.  Here it must be refused with nothing  *)
(*     changed, which takes a CAS; and that one CAS also takes the waiter  *)
(*     off, which is a second CAS in Go.                                   *)
(*   - In a hand-over Go's mutex is for a moment not locked but starving,  *)
(*     and the new owner mends the word.  Here `locked' stays set and      *)
(*     nobody has anything to mend: `starving' implies `locked'.           *)
(*   - Go's semaphore lets who comes by take the permit of a sleeper that  *)
(*     is being woken.  Here a wake-up belongs to the first in the queue.  *)
(*   - Go cannot be interrupted.                                           *)
(*                                                                         *)
(* Left out:                                                               *)
(*                                                                         *)
(*   - A CAS that fails.  It changes nothing; what remains of it is that   *)
(*     the word must be read again.  `fresh' says whose last read still    *)
(*     holds: only these can change the word, and each change makes all    *)
(*     other reads stale.  (A word that has changed and changed back: the  *)
(*     CAS succeeds, and it is the same step with a later read.)           *)
(*   - Time.  A waiter may find at each wake-up that it has waited too     *)
(*     long (WakeLate), or not (Wake): a behaviour with a clock is one of  *)
(*     those without.                                                      *)
(*   - Spinning before sleep: a spinner is one that arrives more slowly.   *)
(*   - The timed tryLock, and tryLock that fails.  The one is a lock whose *)
(*     interrupt is the clock, the other changes nothing.                  *)
(*   - That a goroutine that holds the mutex locks it again.  The code     *)
(*     does not know who holds it: it is the same as another's coming.     *)
(*     Any may unlock, and here any does, once a call of lock has returned *)
(*     that nobody has unlocked.  (Who unlocks in the middle of another's  *)
(*     call can break any program.)                                        *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANT G          \* the goroutines

VARIABLES
    locked,         \* the word: somebody has the mutex, or will be handed it
    woken,          \* the word: a waiter is awake, or about to be
    starving,       \* the word: starvation mode
    waiters,        \* the word: how many wait, without those being woken
    queue,          \* the semaphore: the waiters, the first to wake first
    permit,         \* the semaphore: "none", or a "wake" or "mutex" to take
    pc,             \* pc[g]: what g does next, see Pcs
    fresh,          \* those whose last read of the word still holds
    late,           \* those that know that they have waited too long
    intr,           \* those in a call of lock whose interrupt flag is set
    holders,        \* history: who holds the mutex
    due             \* history: due[g]: how many may still get it before g

word == <<locked, woken, starving, waiters>>
sema == <<queue, permit>>
vars == <<word, sema, pc, fresh, late, intr, holders, due>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(***************************************************************************)

Pcs == {
    "idle",         \* in no call, or back from it
    "arriving",     \* lock: about to read the word or to change it
    "enqueue",      \* lock: counted, about to sleep
    "asleep",       \* lock: in the queue
    "roused",       \* lock: first in the queue, has a wake-up, still sleeps.
                    \* (This word and the next are written by the waker.)
    "given",        \* lock: out of the queue, has the mutex, still sleeps
    "woken",        \* lock: first in the queue, awake, about to compete
    "dequeue",      \* lock: first in the queue, has won the mutex
    "dropped",      \* lock: interrupted, awake, out of the queue
    "handed",       \* lock: awake, with the mutex
    "leaving",      \* lock: interrupted, out of the queue, still counted
    "unlock",       \* unlock: about to read the word or to change it
    "waking",       \* unlock: has taken one off, about to wake it
    "handing",      \* unlock: the same, about to hand it the mutex
    "refused" }     \* unlock: of a free mutex

\* Where the next access is to the word.
AtWord == {"arriving", "woken", "dropped", "handed", "leaving", "unlock"}

\* g is in a call of lock.
Locking(g) == pc[g] \notin {"idle", "unlock", "waking", "handing", "refused"}

\* The queue without g.
Without(g) == SelectSeq(queue, LAMBDA h : h # g)

InQueue(g) == \E i \in DOMAIN queue : queue[i] = g

\* g waits, and no wake-up has reached it.
Waits(g) == pc[g] \in {"enqueue", "asleep", "leaving"}

\* A wake-up, or the mutex, is on its way from u to a waiter.
Sends(u) == pc[u] \in {"waking", "handing"}

-----------------------------------------------------------------------------
TypeOK ==
    /\ locked \in BOOLEAN /\ woken \in BOOLEAN /\ starving \in BOOLEAN
    /\ waiters \in 0..Cardinality(G)
    /\ queue \in Seq(G)
    /\ permit \in {"none", "wake", "mutex"}
    /\ pc \in [G -> Pcs]
    /\ fresh \subseteq G /\ late \subseteq G /\ intr \subseteq G
    /\ holders \subseteq G
    /\ due \in [G -> Int]

Init ==
    /\ locked = FALSE /\ woken = FALSE /\ starving = FALSE /\ waiters = 0
    /\ queue = <<>> /\ permit = "none"
    /\ pc = [g \in G |-> "idle"]
    /\ fresh = {} /\ late = {} /\ intr = {}
    /\ holders = {}
    /\ due = [g \in G |-> 0]

-----------------------------------------------------------------------------
(***************************************************************************)
(* The bound on bypasses, as a history variable.                           *)
(*                                                                         *)
(* Once g sleeps in the queue in starvation mode, only those get the mutex *)
(* before it that are ahead of it in the queue.  due[g] is their number    *)
(* when that begins.  Each time that another gets the mutex one is taken   *)
(* off, and it must never become negative (InTurn).  For the waiter that   *)
(* began the mode it is zero (LateIsNext): nobody gets the mutex before    *)
(* it.  When the mode ends, so does the promise.                           *)
(***************************************************************************)
InLine(g) == starving /\ InQueue(g)

Ahead(g) ==
    LET i == CHOOSE i \in DOMAIN queue : queue[i] = g IN i - 1

\* Somebody other than g gets the mutex in this step.
OtherGets(g) == \E h \in holders' \ holders : h # g

\* Stands last in each action that can make a difference to due.
Track == due' = [g \in G |->
    IF ~InLine(g)' THEN 0
    ELSE IF ~InLine(g) THEN Ahead(g)'
    ELSE IF OtherGets(g) THEN due[g] - 1 ELSE due[g]]

-----------------------------------------------------------------------------
(***************************************************************************)
(* lock.                                                                   *)
(***************************************************************************)

Goto(g, next) == pc' = [pc EXCEPT ![g] = next]

\* The call of g is over.
Done(g) == /\ Goto(g, "idle")
           /\ late' = late \ {g} /\ intr' = intr \ {g}

\* The word is as g has read it, and g changes it.
Changes(g) == g \in fresh /\ fresh' = {}

Arrive(g) ==
    /\ pc[g] = "idle" /\ g \notin holders
    /\ Goto(g, "arriving")
    /\ UNCHANGED <<word, sema, fresh, late, intr, holders, due>>

\* Somebody interrupts g, which will notice when it must block.
Interrupt(g) ==
    /\ Locking(g) /\ g \notin intr
    /\ intr' = intr \cup {g}
    /\ UNCHANGED <<word, sema, pc, fresh, late, holders, due>>

\* The mutex is not free, and g is interrupted.
Must(g, where) == pc[g] = where /\ locked /\ g \in intr
MustThrow(g)   == Must(g, "arriving")
MustDropOut(g) == Must(g, "woken")

\* A new owner that leaves the mode as it is.
MayKeepMode(g) == pc[g] = "handed" /\ (starving => g \in late)

\* g leaves, and is not counted any more: what it can do is TakePermit.
MustTake(g) == pc[g] = "leaving" /\ waiters = 0

\* A read before a CAS.  (Where no CAS follows, the read is part of
\* ThrowArriving, DropOut, KeepMode and TakePermit.)
ReadWord(g) ==
    /\ pc[g] \in AtWord /\ g \notin fresh
    /\ ~MustThrow(g) /\ ~MustDropOut(g) /\ ~MayKeepMode(g) /\ ~MustTake(g)
    /\ fresh' = fresh \cup {g}
    /\ UNCHANGED <<word, sema, pc, late, intr, holders, due>>

\* The mutex is free.
Take(g) ==
    /\ pc[g] = "arriving" /\ ~locked /\ Changes(g)
    /\ locked' = TRUE
    /\ holders' = holders \cup {g}
    /\ Done(g)
    /\ UNCHANGED <<woken, starving, waiters, sema>>
    /\ Track

\* tryLock that succeeds: a read and a CAS.
TryLock(g) ==
    /\ pc[g] = "idle" /\ g \notin holders /\ ~locked
    /\ locked' = TRUE
    /\ holders' = holders \cup {g}
    /\ fresh' = {}
    /\ UNCHANGED <<woken, starving, waiters, sema, pc, late, intr>>
    /\ Track

\* The mutex is not free: g is now a waiter that an unlock will count.
Enlist(g) ==
    /\ pc[g] = "arriving" /\ locked /\ g \notin intr /\ Changes(g)
    /\ waiters' = waiters + 1
    /\ Goto(g, "enqueue")
    /\ UNCHANGED <<locked, woken, starving, sema, late, intr, holders>>
    /\ Track

\* g would have to wait, but is interrupted.
ThrowArriving(g) ==
    /\ MustThrow(g)
    /\ fresh' = fresh \ {g}
    /\ Done(g)
    /\ UNCHANGED <<word, sema, holders, due>>

\* g sleeps, behind all others.
Enqueue(g) ==
    /\ pc[g] = "enqueue" /\ permit = "none"
    /\ queue' = Append(queue, g)
    /\ Goto(g, "asleep")
    /\ UNCHANGED <<word, permit, fresh, late, intr, holders>>
    /\ Track

\* What was sent to a waiter came before there was one in the queue.  Where
\* g is leaving, it has come while g was the only one left.
TakePermit(g) ==
    /\ pc[g] \in {"enqueue", "leaving"} /\ permit # "none"
    /\ permit' = "none"
    /\ IF permit = "mutex"
       THEN /\ Goto(g, "given")
            /\ holders' = holders \cup {g}
            /\ UNCHANGED queue
       ELSE /\ Goto(g, "roused")
            /\ queue' = <<g>> \o queue
            /\ UNCHANGED holders
    /\ fresh' = fresh \ {g}
    /\ UNCHANGED <<word, late, intr>>
    /\ Track

\* g runs again.
WakeUp(g) ==
    /\ pc[g] \in {"roused", "given"}
    /\ Goto(g, IF pc[g] = "given" THEN "handed" ELSE "woken")
    /\ UNCHANGED <<word, sema, fresh, intr, holders, due>>

Wake(g) == WakeUp(g) /\ UNCHANGED late

\* g runs again, looks at the clock, and finds that it has waited too long.
WakeLate(g) == WakeUp(g) /\ late' = late \cup {g}

\* A waiter competes and wins ...
TakeWoken(g) ==
    /\ pc[g] \in {"woken", "dropped"} /\ ~locked /\ Changes(g)
    /\ locked' = TRUE /\ woken' = FALSE
    /\ holders' = holders \cup {g}
    /\ Goto(g, "dequeue")
    /\ UNCHANGED <<starving, waiters, sema, late, intr>>
    /\ Track

\* ... and leaves the queue, if it has not done so already.
Dequeue(g) ==
    /\ pc[g] = "dequeue"
    /\ queue' = Without(g)
    /\ Done(g)
    /\ UNCHANGED <<word, permit, fresh, holders>>
    /\ Track

\* A waiter competes and loses.  If it has waited too long it sees to it
\* that it will not have to compete again.
EnlistAgain(g) ==
    /\ pc[g] = "woken" /\ locked /\ g \notin intr /\ Changes(g)
    /\ woken' = FALSE
    /\ waiters' = waiters + 1
    /\ starving' = (starving \/ g \in late)
    /\ Goto(g, "asleep")
    /\ UNCHANGED <<locked, sema, late, intr, holders>>
    /\ Track

\* The same, but it is interrupted: first it leaves the queue, so that nobody
\* wakes it again ...
DropOut(g) ==
    /\ MustDropOut(g)
    /\ queue' = Without(g)
    /\ fresh' = fresh \ {g}
    /\ Goto(g, "dropped")
    /\ UNCHANGED <<word, permit, late, intr, holders>>
    /\ Track

\* ... and then it lets others be woken: `woken' was set on its account.
ThrowWoken(g) ==
    /\ pc[g] = "dropped" /\ locked /\ Changes(g)
    /\ woken' = FALSE
    /\ Done(g)
    /\ UNCHANGED <<locked, starving, waiters, sema, holders>>
    /\ Track

\* A new owner that has not waited long ends starvation mode.
EndStarvation(g) ==
    /\ pc[g] = "handed" /\ starving /\ g \notin late /\ Changes(g)
    /\ starving' = FALSE
    /\ Done(g)
    /\ UNCHANGED <<locked, woken, waiters, sema, holders>>
    /\ Track

\* Any other has nothing to change.
KeepMode(g) ==
    /\ MayKeepMode(g)
    /\ fresh' = fresh \ {g}
    /\ Done(g)
    /\ UNCHANGED <<word, sema, holders, due>>

\* An interrupted sleeper that nobody has woken takes itself out.
LeaveQueue(g) ==
    /\ pc[g] = "asleep" /\ g \in intr
    /\ queue' = Without(g)
    /\ Goto(g, "leaving")
    /\ UNCHANGED <<word, permit, fresh, late, intr, holders>>
    /\ Track

\* It also takes itself off the count, and off starvation mode if it was the
\* last.  The call throws.
LeaveCount(g) ==
    /\ pc[g] = "leaving" /\ waiters > 0 /\ Changes(g)
    /\ waiters' = waiters - 1
    /\ starving' = (starving /\ waiters > 1)
    /\ Done(g)
    /\ UNCHANGED <<locked, woken, sema, holders>>
    /\ Track

-----------------------------------------------------------------------------
(***************************************************************************)
(* unlock.  Any goroutine may call it, not only the holder.                *)
(***************************************************************************)

BeginUnlock(g) ==
    /\ pc[g] = "idle" /\ \E h \in holders : pc[h] = "idle"
    /\ \A h \in G : pc[h] # "unlock"
    /\ Goto(g, "unlock")
    /\ UNCHANGED <<word, sema, fresh, late, intr, holders, due>>

\* Nobody waits, or somebody is awake already.
UnlockFree(g) ==
    /\ pc[g] = "unlock" /\ locked /\ ~starving /\ (waiters = 0 \/ woken)
    /\ Changes(g)
    /\ locked' = FALSE
    /\ holders' = {}
    /\ Goto(g, "idle")
    /\ UNCHANGED <<woken, starving, waiters, sema, late, intr>>
    /\ Track

\* The mutex is free, and a waiter will be told.
UnlockWake(g) ==
    /\ pc[g] = "unlock" /\ locked /\ ~starving /\ waiters > 0 /\ ~woken
    /\ Changes(g)
    /\ locked' = FALSE /\ woken' = TRUE
    /\ waiters' = waiters - 1
    /\ holders' = {}
    /\ Goto(g, "waking")
    /\ UNCHANGED <<starving, sema, late, intr>>
    /\ Track

\* The mutex stays locked, for a waiter.  If that is the last one then
\* starvation mode ends.
UnlockHand(g) ==
    /\ pc[g] = "unlock" /\ locked /\ starving /\ Changes(g)
    /\ waiters' = waiters - 1
    /\ starving' = (waiters > 1)
    /\ holders' = {}
    /\ Goto(g, "handing")
    /\ UNCHANGED <<locked, woken, sema, late, intr>>
    /\ Track

\* The first in the queue is woken, or the first that will want to enqueue
\* finds a permit.
Rouse(g) ==
    /\ pc[g] = "waking"
    /\ IF queue # <<>>
       THEN /\ pc' = [pc EXCEPT ![g] = "idle", ![Head(queue)] = "roused"]
            /\ UNCHANGED permit
       ELSE /\ Goto(g, "idle")
            /\ permit' = "wake"
    /\ UNCHANGED <<word, queue, fresh, late, intr, holders, due>>

\* The same, and it gets the mutex: so it need not stay in the queue.
HandOver(g) ==
    /\ pc[g] = "handing"
    /\ IF queue # <<>>
       THEN /\ pc' = [pc EXCEPT ![g] = "idle", ![Head(queue)] = "given"]
            /\ queue' = Tail(queue)
            /\ holders' = holders \cup {Head(queue)}
            /\ UNCHANGED permit
       ELSE /\ Goto(g, "idle")
            /\ permit' = "mutex"
            /\ UNCHANGED <<queue, holders>>
    /\ UNCHANGED <<word, fresh, late, intr>>
    /\ Track

\* unlock of a free mutex: an error, and nothing is changed.
RefuseUnlock(g) ==
    /\ pc[g] = "idle" /\ ~locked
    /\ Goto(g, "refused")
    /\ UNCHANGED <<word, sema, fresh, late, intr, holders, due>>

\* The caller has its exception.
CatchRefusal(g) ==
    /\ pc[g] = "refused"
    /\ Goto(g, "idle")
    /\ UNCHANGED <<word, sema, fresh, late, intr, holders, due>>

-----------------------------------------------------------------------------
\* The successful CASes.
ByCas(g) ==
    \/ Take(g) \/ Enlist(g) \/ TakeWoken(g) \/ EnlistAgain(g)
    \/ ThrowWoken(g) \/ EndStarvation(g) \/ LeaveCount(g)
    \/ UnlockFree(g) \/ UnlockWake(g) \/ UnlockHand(g)

\* What g does once it is in a call.
Step(g) ==
    \/ ByCas(g) \/ ReadWord(g) \/ ThrowArriving(g) \/ Enqueue(g)
    \/ TakePermit(g) \/ Wake(g) \/ WakeLate(g) \/ Dequeue(g)
    \/ DropOut(g) \/ KeepMode(g) \/ LeaveQueue(g)
    \/ Rouse(g) \/ HandOver(g) \/ CatchRefusal(g)

\* What the program does.
Call(g) == Arrive(g) \/ TryLock(g) \/ BeginUnlock(g) \/ RefuseUnlock(g)

Next == \E g \in G : Step(g) \/ Call(g) \/ Interrupt(g)

(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(*   Step          a goroutine that can go on does (weak).                 *)
(*   ByCas         a CAS that is tried again and again does not always     *)
(*                 fail (strong): others may lock and unlock all the time. *)
(*   WakeLate      time passes: who is woken again and again has in the    *)
(*                 end waited too long (strong).                           *)
(*   Leaves        who leaves interrupted, and is not counted, and finds   *)
(*                 no permit, looks again, and not always at the wrong     *)
(*                 moment (strong): others may take the permit meanwhile.  *)
(*   BeginUnlock   who has the mutex gives it back: an assumption about    *)
(*                 programs (HoldersUnlock).                               *)
(*                                                                         *)
(* Starvation mode needs none of the strong ones (WeakSpec): no CAS can *)
(* fail for ever there, since each that comes by changes the word once and *)
(* then sleeps.  For that, interrupts must come to an end (InterruptsEnd): *)
(* one that is interrupted, calls again, and is interrupted, could make    *)
(* the CAS of another fail for ever.                                       *)
(*                                                                         *)
(* Nothing is asked of Arrive, TryLock, RefuseUnlock and Interrupt.        *)
(***************************************************************************)
Weak == \A g \in G : WF_vars(Step(g))

Leaves(g) == pc[g] = "leaving" /\ (ReadWord(g) \/ TakePermit(g))

Strong == \A g \in G : /\ SF_vars(ByCas(g))
                       /\ SF_vars(WakeLate(g))
                       /\ SF_vars(Leaves(g))

AnyUnlock == \E g \in G : BeginUnlock(g)

HoldersUnlock == WF_vars(AnyUnlock)

SafeSpec == Init /\ [][Next]_vars

Spec == SafeSpec /\ Weak /\ Strong /\ HoldersUnlock

WeakSpec == SafeSpec /\ Weak /\ HoldersUnlock

\* Holders need not unlock.
StubbornSpec == SafeSpec /\ Weak /\ Strong

AnyInterrupt == \E g \in G : Interrupt(g)

InterruptsEnd == <>[][~AnyInterrupt]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

MutualExclusion == \A g \in holders, h \in holders : g = h

\* The mutex is locked exactly when somebody holds it or will be given it.
LockedIsHeld == locked <=>
    holders # {} \/ permit = "mutex" \/ \E u \in G : pc[u] = "handing"

\* In starvation mode nobody can take the mutex in passing, and somebody
\* waits to whom it can be handed.
StarvingIsLocked == starving => locked /\ waiters > 0 /\ ~woken

\* `woken' stands for one goroutine: it is being woken, or competes.
WokenIsOne ==
    LET Awake == {g \in G : pc[g] \in
                     {"waking", "roused", "woken", "dropped"}}
    IN  Cardinality(Awake) + (IF permit = "wake" THEN 1 ELSE 0)
        = IF woken THEN 1 ELSE 0

\* Each that waits is counted, or something is on its way to one of them.
Counted == Cardinality({g \in G : Waits(g)})
    = waiters + Cardinality({g \in G : Sends(g)})
              + IF permit # "none" THEN 1 ELSE 0

\* No lost wake-up: where the mutex is free and somebody waits, one is awake.
NoLostWakeup == ~locked /\ waiters > 0 => woken

\* The queue holds each waiter once, and who is awake stands first.
QueueInOrder ==
    /\ \A g \in G : pc[g] \in {"asleep", "roused", "woken"} => InQueue(g)
    /\ \A i \in DOMAIN queue : pc[queue[i]] \in
         {"asleep"} \cup IF i = 1 THEN {"roused", "woken", "dequeue"} ELSE {}
    /\ \A i, j \in DOMAIN queue : queue[i] = queue[j] => i = j
    /\ permit # "none" => queue = <<>>

\* Hand-over in starvation mode keeps within its bound.
InTurn == \A g \in G : due[g] >= 0

\* Who begins starvation mode is the next to get the mutex.
LateIsNext == [][\A g \in G : ~starving /\ starving' /\ EnlistAgain(g)
                     => due'[g] = 0]_vars

\* An unlock that is refused changes nothing.
RefusalChangesNothing ==
    [][\A g \in G : pc[g] # "refused" /\ pc'[g] = "refused"
                    => UNCHANGED <<word, sema>>]_vars

EveryLockReturns == \A g \in G : Locking(g) ~> ~Locking(g)

\* Every call of lock returns, if holders unlock.
LockReturns == InterruptsEnd => EveryLockReturns

\* Who begins starvation mode is served, with the weak fairness alone.
LateIsServed == InterruptsEnd =>
    \A g \in G : (InLine(g) /\ g \in late) ~> ~InQueue(g)

\* An interrupted call returns even if holders do not unlock.
InterruptedReturns ==
    InterruptsEnd => \A g \in G : g \in intr ~> g \notin intr

(***************************************************************************)
(* Refinement: what a user sees of all this is Locks.tla.                  *)
(***************************************************************************)
User == INSTANCE Locks WITH writers <- holders, readers <- {}

IsLock == User!SafeSpec

THEOREM SafeSpec => []TypeOK /\ []MutualExclusion /\ []LockedIsHeld
                    /\ []StarvingIsLocked /\ []WokenIsOne /\ []Counted
                    /\ []NoLostWakeup /\ []QueueInOrder /\ []InTurn
                    /\ LateIsNext /\ RefusalChangesNothing /\ IsLock
THEOREM Spec => LockReturns
THEOREM WeakSpec => LateIsServed
THEOREM StubbornSpec => InterruptedReturns
=============================================================================
