----------------------------- MODULE WakeupTSO ------------------------------
(***************************************************************************)
(* Wakeup.tla on a machine with store buffers (total store order, as on    *)
(* x86): which fences does the protocol need?                              *)
(*                                                                         *)
(* A store does not reach memory at once.  It goes to the end of its       *)
(* thread's buffer; the oldest entry of a buffer reaches memory at any     *)
(* later moment (Drain).  A load looks into the thread's own buffer first, *)
(* then into memory.  So a thread may write, then read, and be seen by     *)
(* others to have read first.  That is what breaks                         *)
(*                                                                         *)
(*      a submitter                         an M that finds nothing        *)
(*      1. puts a goroutine in a queue      1. says that it is idle        *)
(*      2. reads who is idle                2. reads the queues            *)
(*                                                                         *)
(* unless on each side a fence stands between 1 and 2: both could read     *)
(* before either is seen to have written, and the goroutine be forgotten.  *)
(*                                                                         *)
(* A fence, and a locked instruction (compare-and-set, exchange), waits    *)
(* until the buffer is empty: Flushed(t).  Where this module demands       *)
(* Flushed, the protocol rests upon it, and TLC finds a fault when it is   *)
(* left out.  These are:                                                   *)
(*                                                                         *)
(*   PutNext         runnext is exchanged by a locked instruction.         *)
(*   FenceAfterStow  the tail of the ring is a plain store; a full fence   *)
(*                   follows it before the submitter looks.                *)
(*   LinkGlobal,     the put into the global queue ends in a compare-and-  *)
(*   LinkOutside     set.                                                  *)
(*   EndSpinning     what a thief has stowed in its own ring must be seen  *)
(*                   before it is seen to spin no more: a compare-and-set. *)
(*   GiveUp          likewise the end of an earlier hand-over (Notice)     *)
(*                   before the M can be chosen again: a compare-and-set.  *)
(*   Rouse           the P must be seen before the M is roused: unpark     *)
(*                   takes a lock of the system's.                         *)
(*                                                                         *)
(* All other compare-and-sets wait too on a real machine; here they need   *)
(* not, for nothing rests on it.  Nor is a fence needed after the two      *)
(* stores to `assigned', which Java makes volatile: Rouse and GiveUp come  *)
(* in time.  They are volatile for the compiler, which must keep them in   *)
(* their places, and for readers of the code.                              *)
(*                                                                         *)
(* The module is Wakeup.tla with one more variable.  Same(A) is A with     *)
(* memory in one order.  As there, what the exchange kicks out of runnext  *)
(* and the submitter then stows counts as one more goroutine that is       *)
(* submitted: that it was in the queue before does not help it, as a       *)
(* sleeper may have looked between.                                        *)
(*                                                                         *)
(* Left out: machines that reorder more than this.  Java's volatile and    *)
(* fullFence are as strong there; that the code uses them in all of the    *)
(* places above is the matter of stress tests on the compiled code.        *)
(***************************************************************************)
EXTENDS Wakeup, Sequences

VARIABLE buffer   \* buffer[t]: t's stores on their way to memory, oldest first

tsoVars == <<vars, buffer>>

\* Entries: h was appended to queue q; p, or None, was stored in assigned[m].
QueueStore(q, h)    == <<"queue", q, h>>
AssignedStore(m, p) == <<"assigned", m, p>>
Entries == {QueueStore(q, h) : q \in Queues, h \in G}
           \cup {AssignedStore(m, p) : m \in M, p \in P \cup {None}}

\* The moment that a fence or a locked instruction of t waits for.
Flushed(t) == buffer[t] = <<>>

Buffer(t, entry) == buffer' = [buffer EXCEPT ![t] = Append(@, entry)]

Same(A) == A /\ UNCHANGED buffer

\* assigned[m] as m sees it: its own buffer's youngest store, else memory.
OwnStores(m) == {i \in DOMAIN buffer[m] : buffer[m][i][1] = "assigned"
                                           /\ buffer[m][i][2] = m}
SeenAssigned(m) ==
    IF OwnStores(m) = {} THEN assigned[m]
    ELSE LET last == CHOOSE i \in OwnStores(m) :
                         \A j \in OwnStores(m) : j <= i
         IN  buffer[m][last][3]

TSOTypeOK ==
    /\ place \in [G -> {"unborn", "buffered", "dead"} \cup Queues \cup M]
    /\ pc \in [Threads -> Waking \cup Seeking \cup Resting
                                \cup {"running", "outside", "stowed"}]
    /\ DOMAIN buffer = Threads
    /\ \A t \in Threads : buffer[t] \in Seq(Entries)

TSOInit == Init /\ buffer = [t \in Threads |-> <<>>]

-----------------------------------------------------------------------------
(***************************************************************************)
(* Memory.                                                                 *)
(***************************************************************************)

\* The oldest store of t reaches memory.
Drain(t) ==
    /\ buffer[t] # <<>>
    /\ buffer' = [buffer EXCEPT ![t] = Tail(@)]
    /\ LET e == Head(buffer[t]) IN
       IF e[1] = "queue"
       THEN /\ place' = [place EXCEPT ![e[3]] = e[2]]
            /\ UNCHANGED <<assigned, gift>>
       ELSE /\ assigned' = [assigned EXCEPT ![e[2]] = e[3]]
            /\ gift' = IF e[3] = None THEN gift
                       ELSE [gift EXCEPT ![t] = None]
            /\ UNCHANGED place
    /\ UNCHANGED <<idleWord, permit, cur, scanVars, chosen, pc>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* A submitter.                                                            *)
(***************************************************************************)

\* Into runnext: the exchange is a locked instruction.
PutNext(m, g) == Flushed(m) /\ Same(PutOwn(m, g))

\* What was kicked out goes to the ring: a plain store of its tail ...
StowKicked(m, h) ==
    /\ MayPut(m) /\ place[h] = "unborn"
    /\ place' = [place EXCEPT ![h] = "buffered"]
    /\ Buffer(m, QueueStore(held[m], h))
    /\ Go(m, "stowed")
    /\ UNCHANGED <<idleWord, wakeVars, cur, scanVars, giveVars>>

\* ... and a full fence, before m looks.
FenceAfterStow(m) ==
    /\ pc[m] = "stowed"
    /\ Flushed(m)
    /\ Go(m, "look")
    /\ UNCHANGED <<idleWord, wakeVars, workVars, scanVars, giveVars, buffer>>

\* The global queue's put ends in a compare-and-set of the last link.
LinkGlobal(m, g)  == Flushed(m) /\ Same(PutGlobal(m, g))
LinkOutside(x, g) == Flushed(x) /\ Same(PutOutside(x, g))

\* The P is handed over: a store, which `gift' remembers until it is seen ...
HandOver(t) ==
    /\ pc[t] = "assign"
    /\ Buffer(t, AssignedStore(chosen[t], gift[t]))
    /\ Go(t, "unpark")
    /\ UNCHANGED <<idleWord, wakeVars, workVars, scanVars, giveVars>>

\* ... and the M is roused, by a call of the system, which takes a lock.
Rouse(t) == Flushed(t) /\ Same(Unpark(t))

AnyWakeTSO(t) == \/ Same(SeesNeed(t)) \/ Same(SeesNoNeed(t))
                 \/ Same(CasFails(t))
                 \/ HandOver(t) \/ Rouse(t) \/ Drain(t)
                 \/ \E m \in M, p \in P : Same(Wake(t, m, p))

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M that looks, finds, and falls asleep.                               *)
(***************************************************************************)

\* The owner sees what it has just put in its own ring.
MissTSO(m, q) ==
    /\ \A i \in DOMAIN buffer[m], h \in G : buffer[m][i] # QueueStore(q, h)
    /\ Same(Miss(m, q))

\* A thief puts its loot but one into its own ring, by plain stores ...
StowLoot(m, h) ==
    /\ pc[m] = "found" /\ InHand(m, h) /\ ~Only(m, h)
    /\ place' = [place EXCEPT ![h] = "buffered"]
    /\ Buffer(m, QueueStore(held[m], h))
    /\ UNCHANGED <<idleWord, wakeVars, cur, scanVars, giveVars, pc>>

\* ... which are seen when it is seen to spin no more.
EndSpinning(m) == Flushed(m) /\ Same(StopSpinning(m))

\* Whoever can choose m sees also that its last hand-over has ended.  Were
\* it not so, the store of None in m's buffer could wipe out the next P.
GiveUp(m) == Flushed(m) /\ Same(Release(m))

StopCheckingTSO(m) ==
    /\ pc[m] = "recheck" /\ SeenAssigned(m) # None
    /\ ahead' = [ahead EXCEPT ![m] = {}]
    /\ Go(m, "await")
    /\ UNCHANGED <<idleWord, wakeVars, workVars, held, giveVars, buffer>>

SeesAssignedTSO(m) ==
    /\ SeenAssigned(m) # None /\ Same(Step(m, "await", "resume"))
    /\ UNCHANGED permit

SeesNoneTSO(m) ==
    /\ SeenAssigned(m) = None /\ Same(Step(m, "await", "park"))
    /\ UNCHANGED permit

\* m notices which P it was handed; that it has done so is a plain store.
Notice(m) ==
    /\ pc[m] = "resume"
    /\ held' = [held EXCEPT ![m] = SeenAssigned(m)]
    /\ Buffer(m, AssignedStore(m, None))
    /\ ahead' = [ahead EXCEPT ![m] = Queues]
    /\ Go(m, "scan")
    /\ UNCHANGED <<idleWord, wakeVars, workVars, giveVars>>

-----------------------------------------------------------------------------
ScanTSO(m) ==
    \/ \E g \in G : Same(TakeOwn(m, g)) \/ Same(TakeGlobal(m, g))
    \/ \E v \in P, gs \in SUBSET G : Same(Steal(m, v, gs))
    \/ \E q \in Queues : MissTSO(m, q)
    \/ Same(ReadToSpin(m)) \/ Same(SpinRefused(m)) \/ Same(StartSpinning(m))

FoundTSO(m) ==
    \/ \E g \in G : StowLoot(m, g) \/ Same(Execute(m, g))
    \/ Same(ReadToStop(m)) \/ EndSpinning(m) \/ Same(Finish(m))

SleepTSO(m) ==
    \/ Same(ReadToRelease(m)) \/ GiveUp(m) \/ StopCheckingTSO(m)
    \/ \E q \in Queues : Same(CheckEmpty(m, q)) \/ Same(CheckFound(m, q))
    \/ SeesNoneTSO(m) \/ Same(Unparked(m)) \/ SeesAssignedTSO(m) \/ Notice(m)

MachineStepTSO(m) == \/ AnyWakeTSO(m) \/ ScanTSO(m) \/ FoundTSO(m)
                     \/ SleepTSO(m) \/ FenceAfterStow(m)

TSONext ==
    \/ \E m \in M : \/ MachineStepTSO(m)
                    \/ Same(SpuriousReturn(m)) \/ Same(ParkElsewhere(m))
    \/ \E m \in M, g \in G : \/ PutNext(m, g) \/ StowKicked(m, g)
                            \/ LinkGlobal(m, g)
    \/ \E x \in X, g \in G : LinkOutside(x, g)
    \/ \E x \in X : AnyWakeTSO(x)

(***************************************************************************)
(* Fairness: as in Wakeup.tla, and every store reaches memory in the end.  *)
(***************************************************************************)
TSOFairness == /\ \A m \in M : WF_tsoVars(MachineStepTSO(m))
               /\ \A x \in X : WF_tsoVars(AnyWakeTSO(x))
               /\ \A t \in Threads : WF_tsoVars(Drain(t))

TSOSafeSpec == TSOInit /\ [][TSONext]_tsoVars
TSOSpec     == TSOSafeSpec /\ TSOFairness

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties: those of Wakeup.tla, of what is in memory.  One more will   *)
(* notice: a submitter that is at its fence.                               *)
(***************************************************************************)
TSOWorkConserved ==
    \A q \in Queues : HasWork(q) /\ idleP # {} =>
        WillNotice(q) \/ \E m \in M : pc[m] = "stowed"

THEOREM TSOSafeSpec => /\ []TSOTypeOK /\ []TSOWorkConserved /\ []NoHerd
                       /\ []SpinnersLook /\ []FewSpin /\ []OneOwner
                       /\ []EnoughMachines /\ []NoLostUnpark /\ []HoldsP
THEOREM TSOSpec => EverySubmittedRuns
=============================================================================
