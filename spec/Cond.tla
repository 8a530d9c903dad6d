-------------------------------- MODULE Cond --------------------------------
(***************************************************************************)
(* A condition variable, one decision a step.                              *)
(*                                                                         *)
(* Goroutines share something that a lock guards.  One that finds it not   *)
(* as it wants it waits: await gives the lock back, sleeps, and holds the  *)
(* lock again when it returns or throws.  Who changes the thing signals:   *)
(* signal wakes the one that has waited longest, broadcast all.  No signal *)
(* is missed: not by one that has decided to wait and does not sleep yet.  *)
(*                                                                         *)
(*      a waiter, holding the lock          whoever signals                *)
(*      1. enqueues (Enqueue)               1. changes the condition,      *)
(*      2. gives the lock back (Unlock-        holding the lock            *)
(*         ToWait)                          2. then, with or without it,   *)
(*      3. sleeps until it is signalled        takes the first out of the  *)
(*         (Wake), or is interrupted           queue and wakes it (Signal) *)
(*         (Withdraw)                          or all (Broadcast)          *)
(*      4. takes the lock again (Relock)                                   *)
(*                                                                         *)
(* Who finds the condition false does so before the change, since both     *)
(* hold the lock.  It enqueues before it gives the lock back, so it is in  *)
(* the queue when the signal comes.                                        *)
(*                                                                         *)
(* Interruption.  A waiter that is interrupted takes itself out of the     *)
(* queue.  If it is not there any more then a signal has come first: it    *)
(* counts as signalled, its await returns, and the next call that must     *)
(* block will throw.  If it threw then the signal would be lost for those  *)
(* that still wait.  In either case it first takes the lock again, which   *)
(* no interrupt ends.                                                      *)
(*                                                                         *)
(* A difference from Go: waiters there draw a ticket, and enqueue after    *)
(* they have given the lock back; a signal that comes in between is kept   *)
(* for the ticket.  The order is the same.                                 *)
(*                                                                         *)
(* Left out:                                                               *)
(*                                                                         *)
(*   - The lock: it is any Lock.  Of one it is asked that it excludes, and *)
(*     does not starve who waits for it.  Mutex.tla is such a one.         *)
(*   - How a waiter sleeps and is woken: that is Parking.tla.              *)
(*   - A signal that finds nobody: it changes nothing.                     *)
(*   - An await that finds the interrupt flag set at once: it throws and   *)
(*     has not given the lock back.                                        *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANT G          \* the goroutines

VARIABLES
    holder,         \* the lock: those that hold it, one at most
    queue,          \* those who wait and are not signalled, the first first
    pc,             \* pc[g]: what g does next, see Pcs
    signalled,      \* those whose await a signal has ended
    elders          \* history: elders[g]: those in queue that came before g

vars == <<holder, queue, pc, signalled, elders>>

-----------------------------------------------------------------------------
Pcs == {
    "outside",      \* in no call, without the lock
    "locking",      \* wants the lock
    "inside",       \* in no call, with the lock
    "enqueued",     \* await: in the queue, still with the lock
    "waits",        \* await: without the lock, until something wakes it
    "relocks",      \* await: wants the lock again
    "returned",     \* await returns
    "thrown" }      \* await throws

\* g is inside the lock, as its program sees it.
Inside == {"inside", "enqueued", "returned", "thrown"}

InQueue(g) == \E i \in DOMAIN queue : queue[i] = g

Waiting == {g \in G : InQueue(g)}

Goto(g, next) == pc' = [pc EXCEPT ![g] = next]

TypeOK ==
    /\ holder \subseteq G
    /\ queue \in Seq(G)
    /\ pc \in [G -> Pcs]
    /\ signalled \subseteq G
    /\ elders \in [G -> SUBSET G]

Init ==
    /\ holder = {} /\ queue = <<>> /\ signalled = {}
    /\ pc = [g \in G |-> "outside"]
    /\ elders = [g \in G |-> {}]

-----------------------------------------------------------------------------
(***************************************************************************)
(* The lock.                                                               *)
(***************************************************************************)

Arrive(g) ==
    /\ pc[g] = "outside"
    /\ Goto(g, "locking")
    /\ UNCHANGED <<holder, queue, signalled, elders>>

Lock(g) ==
    /\ pc[g] = "locking" /\ holder = {}
    /\ holder' = holder \cup {g}
    /\ Goto(g, "inside")
    /\ UNCHANGED <<queue, signalled, elders>>

Unlock(g) ==
    /\ pc[g] = "inside"
    /\ holder' = holder \ {g}
    /\ Goto(g, "outside")
    /\ UNCHANGED <<queue, signalled, elders>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* await.                                                                  *)
(***************************************************************************)

\* Nobody in S is in the queue any more.
Forget(S) == elders' =
    [g \in G |-> IF g \in S THEN {} ELSE elders[g] \ S]

Enqueue(g) ==
    /\ pc[g] = "inside"
    /\ queue' = Append(queue, g)
    /\ elders' = [elders EXCEPT ![g] = Waiting]
    /\ Goto(g, "enqueued")
    /\ UNCHANGED <<holder, signalled>>

UnlockToWait(g) ==
    /\ pc[g] = "enqueued"
    /\ holder' = holder \ {g}
    /\ Goto(g, "waits")
    /\ UNCHANGED <<queue, signalled, elders>>

\* A signal has ended the wait, perhaps before it began.
Wake(g) ==
    /\ pc[g] = "waits" /\ g \in signalled
    /\ Goto(g, "relocks")
    /\ UNCHANGED <<holder, queue, signalled, elders>>

\* An interrupt has, if no signal was quicker.
Withdraw(g) ==
    /\ pc[g] = "waits" /\ InQueue(g)
    /\ queue' = SelectSeq(queue, LAMBDA h : h # g)
    /\ Forget({g})
    /\ Goto(g, "relocks")
    /\ UNCHANGED <<holder, signalled>>

\* Either way the lock comes first.
Relock(g) ==
    /\ pc[g] = "relocks" /\ holder = {}
    /\ holder' = holder \cup {g}
    /\ Goto(g, IF g \in signalled THEN "returned" ELSE "thrown")
    /\ signalled' = signalled \ {g}
    /\ UNCHANGED <<queue, elders>>

\* The call is over.
Leave(g) ==
    /\ pc[g] \in {"returned", "thrown"}
    /\ Goto(g, "inside")
    /\ UNCHANGED <<holder, queue, signalled, elders>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* signal and broadcast: by a goroutine that holds the lock, or by one     *)
(* that does not, or by any thread.  So nothing is said of the caller.     *)
(***************************************************************************)

Signal ==
    /\ queue # <<>>
    /\ signalled' = signalled \cup {Head(queue)}
    /\ Forget({Head(queue)})
    /\ queue' = Tail(queue)
    /\ UNCHANGED <<holder, pc>>

Broadcast ==
    /\ queue # <<>>
    /\ signalled' = signalled \cup Waiting
    /\ Forget(Waiting)
    /\ queue' = <<>>
    /\ UNCHANGED <<holder, pc>>

-----------------------------------------------------------------------------
\* What g does without being asked once it is in a call.
Step(g) == UnlockToWait(g) \/ Wake(g) \/ Leave(g)

\* What g does in a call when it gets the lock.
GetsLock(g) == Lock(g) \/ Relock(g)

Next ==
    \/ \E g \in G : Step(g) \/ GetsLock(g) \/ Arrive(g) \/ Unlock(g)
                    \/ Enqueue(g) \/ Withdraw(g)
    \/ Signal \/ Broadcast

(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(*   Step       a goroutine that can go on does (weak).                    *)
(*   GetsLock   the lock starves nobody (strong): see Mutex.tla.           *)
(*   Unlock     who has the lock and is not in await gives it back (weak). *)
(*                                                                         *)
(* Nobody is obliged to signal.                                            *)
(***************************************************************************)
Fairness == \A g \in G : /\ WF_vars(Step(g))
                         /\ SF_vars(GetsLock(g))
                         /\ WF_vars(Unlock(g))

SafeSpec == Init /\ [][Next]_vars

Spec == SafeSpec /\ Fairness

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* One holds the lock, and it is one that thinks so: also when await
\* returns, and when it throws.
HoldsLock == /\ \A g, h \in holder : g = h
             /\ \A g \in G : pc[g] \in Inside <=> g \in holder

\* Who waits can be found by a signal, or has been.
NobodyForgotten == \A g \in G :
    pc[g] \in {"enqueued", "waits"} => InQueue(g) \/ g \in signalled

\* Nobody is woken without a reason, nor signalled twice.
SignalledOnce == \A g \in signalled :
    /\ ~InQueue(g)
    /\ pc[g] \in {"enqueued", "waits", "relocks"}

\* No signal is wasted: each that has taken one out of the queue makes its
\* await return, and not throw.
NoSignalWasted ==
    [][\A g \in signalled : g \notin signalled' => pc'[g] = "returned"]_vars

\* The one that has waited longest is the one that is signalled.
FirstComeFirst ==
    [][\A g \in signalled' \ signalled : elders[g] \subseteq signalled']_vars

\* Who is signalled comes back with the lock.
SignalledReturns == \A g \in G : g \in signalled ~> pc[g] = "returned"

\* So does who is interrupted.
InterruptedReturns ==
    \A g \in G : pc[g] = "relocks" ~> pc[g] \in {"returned", "thrown"}

THEOREM SafeSpec => []TypeOK /\ []HoldsLock /\ []NobodyForgotten
                    /\ []SignalledOnce /\ NoSignalWasted /\ FirstComeFirst
THEOREM Spec => SignalledReturns /\ InterruptedReturns
=============================================================================
