----------------------------- MODULE ParkingTSO -----------------------------
(***************************************************************************)
(* Parking.tla on a machine with store buffers (TSO: that of amd64).       *)
(*                                                                         *)
(* A store does not reach the memory at once.  It waits in a buffer of its *)
(* thread, first in first out; the thread itself sees it there, the others *)
(* do not.  So a thread may read *before* its own earlier store is seen,   *)
(* and that is the one reordering that such a machine has.  A fence waits  *)
(* until the buffer is empty; so does each locked operation (a compare-    *)
(* and-set, an exchange) and each volatile store, which has a fence behind *)
(* it.  A plain store and a release store have none: here they are the     *)
(* same, but a compiler may move the plain one.                            *)
(*                                                                         *)
(* A buffer belongs to a thread of the operating system.  The goroutine    *)
(* stores into the buffer of the M that runs it, and leaves that behind.   *)
(*                                                                         *)
(* What the protocol needs.  In each of these a thread stores, and then    *)
(* reads what another has stored, which does the same the other way round: *)
(*                                                                         *)
(*   FenceUnpark    A waker stores the outcome, and then asks whether a    *)
(*                  permit is there.  The exchange of the permit, in the   *)
(*                  JDK's unpark, is a locked operation.  So Waiter.decide *)
(*                  needs to be no more than a release store.              *)
(*   FenceTake,     The sleeper takes the permit away, and then looks at   *)
(*   FenceConsume   the outcome.  If the first were seen late, a waker     *)
(*                  that comes in between finds a permit, believes the     *)
(*                  sleeper awake, and does nothing.  In the JDK: an       *)
(*                  exchange in park, a volatile store when it continues.  *)
(*   FenceParked    The M writes "parked", and then looks at the permit.   *)
(*                  A volatile store in the JDK.                           *)
(*   FenceWaiting   The M stores "waiting" into the word, and then looks   *)
(*                  at the thread's state.  Its counterpart is a waker's   *)
(*                  compare-and-set of that state, before it reads the     *)
(*                  word.  So G.park is a volatile store.                  *)
(*   FenceRestored  A looker restores the state, and then looks at the     *)
(*                  permit, or at the word.  A volatile store in the JDK.  *)
(*                                                                         *)
(* In the order in which each side takes them:                             *)
(*                                                                         *)
(*      a waker                             the sleeper and its M          *)
(*      1. stores the outcome               1. takes the permit away       *)
(*         -- FenceUnpark --                   -- FenceTake, or, when it   *)
(*                                                continues, FenceConsume  *)
(*      2. sets the permit; if there was    2. looks at the outcome        *)
(*         one already, it is done          3. writes "parked"             *)
(*      3. looks whether it is parked          -- FenceParked --           *)
(*                                          4. looks at the permit         *)
(*                                                                         *)
(* Either the waker finds no permit, or the sleeper sees the outcome.  And *)
(* of a waker that found none: either it finds the thread parked, or the M *)
(* finds the permit.                                                       *)
(*                                                                         *)
(* After that, between the waker that made it "unparked" and the M:        *)
(*                                                                         *)
(*      5. reads the word                   5. stores "waiting"            *)
(*                                             -- FenceWaiting --          *)
(*                                          6. looks at the state          *)
(*                                                                         *)
(* And one must be one step, with no other thread between read and write:  *)
(* ReadyCas, from waiting to runnable.  Two may try it.                    *)
(*                                                                         *)
(* What it does not need.  TLC finds nothing wrong when these are release  *)
(* stores, which is what they are in our code: the lock's release; the     *)
(* outcome; the word in G.move.  The reasons: whoever takes the lock finds *)
(* all that was stored before it was released, since buffers keep the      *)
(* order; and of the word others want to know only whether it is           *)
(* "waiting", which is not stored in this way.  Who still finds "runnable" *)
(* where it is "running", or the other way round, does nothing either way. *)
(*                                                                         *)
(* As in Parking.tla, except: no closer, and no buffer of values (a sender *)
(* that finds nobody tries again later).  Sound, because a closer too      *)
(* stores the outcome before the same unpark, and because the buffer is    *)
(* read and written only under the lock.                                   *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
    M,             \* the Ms that may run the goroutine
    Senders,       \* wakers that have a value each
    Interrupters,  \* threads that interrupt the goroutine once
    Lookers,       \* threads that take the goroutine's stack once
    Rounds,        \* how often the goroutine waits at the most
    None           \* no value

Others  == Senders \cup Interrupters \cup Lookers
Threads == M \cup Others
Waits   == 1..Rounds

VARIABLES
    mem,          \* mem[l]: what is in memory at location l
    buf,          \* buf[t]: the stores of t that have not reached it yet
    at, wait, got,            \* the goroutine's code, as in Parking.tla
    pc, seen, target,         \* each thread, as there
    executed, mark            \* each M, as there

code    == <<at, wait, got>>
threads == <<pc, seen, target>>
machine == <<executed, mark>>
vars    == <<mem, buf, code, threads, machine>>

\* The locations.  A waiter has two of its own.
Held        == <<"held", 0>>
Queue       == <<"queue", 0>>
State       == <<"state", 0>>
Permit      == <<"permit", 0>>
Interrupted == <<"interrupted", 0>>
WordOf      == <<"word", 0>>
RunQ        == <<"runq", 0>>
Outcome(i)  == <<"outcome", i>>
Slot(i)     == <<"slot", i>>

Locations == {Held, Queue, State, Permit, Interrupted, WordOf, RunQ}
             \cup {Outcome(i) : i \in Waits} \cup {Slot(i) : i \in Waits}

Word(s, n) == [status |-> s, count |-> n]
NoWord     == Word("none", 0)

Init ==
    /\ mem = [l \in Locations |->
                CASE l \in {Held, Permit, Interrupted} -> FALSE
                  [] l = Queue  -> {}
                  [] l = State  -> "running"
                  [] l = WordOf -> Word("running", 1)
                  [] l = RunQ   -> 0
                  [] l[1] = "outcome" -> "waiting"
                  [] l[1] = "slot"    -> None]
    /\ buf = [t \in Threads |-> <<>>]
    /\ at = "out" /\ wait = 0 /\ got = {}
    /\ \E m \in M :
        /\ pc = [t \in Threads |-> IF t = m THEN "mounted"
                                   ELSE IF t \in M THEN "idle" ELSE "start"]
        /\ executed = [n \in M |-> IF n = m THEN 1 ELSE 0]
    /\ seen = [t \in Threads |-> NoWord]
    /\ mark = [m \in M |-> "parked"]
    /\ target = [w \in Senders |-> 0]

-----------------------------------------------------------------------------
(***************************************************************************)
(* Memory.                                                                 *)
(***************************************************************************)

\* What t reads at l: its own latest store, if that is still on its way.
Read(t, l) ==
    LET own == {k \in DOMAIN buf[t] : buf[t][k][1] = l}
    IN  IF own = {} THEN mem[l]
        ELSE buf[t][CHOOSE k \in own : \A j \in own : j <= k][2]

\* A plain or a release store.
Store(t, l, v) == /\ buf' = [buf EXCEPT ![t] = Append(@, <<l, v>>)]
                  /\ mem' = mem

\* All that t has stored has reached the memory.
Fence(t) == buf[t] = <<>>

\* The write of a locked operation or of a volatile store.  The Fence beside
\* it is named where it is used.
Locked(l, v) == mem' = [mem EXCEPT ![l] = v] /\ buf' = buf

\* Only reads, or nothing at all.
NoStore == UNCHANGED <<mem, buf>>

\* The oldest store of t reaches the memory.
Drain(t) ==
    /\ buf[t] # <<>>
    /\ LET s == Head(buf[t]) IN mem' = [mem EXCEPT ![s[1]] = s[2]]
    /\ buf' = [buf EXCEPT ![t] = Tail(@)]
    /\ UNCHANGED <<code, threads, machine>>

\* The fences that the protocol needs.
FenceUnpark(t)  == Fence(t)
FenceTake(m)    == Fence(m)
FenceConsume(m) == Fence(m)
FenceParked(m)  == Fence(m)
FenceWaiting(m) == Fence(m)
FenceRestored(l) == Fence(l)

-----------------------------------------------------------------------------
(***************************************************************************)
(* The sleeper.  What it stores goes into the buffer of its M.             *)
(***************************************************************************)

Here(m, place) == pc[m] = "mounted" /\ at = place
Then(place) == at' = place

\* A compare-and-set, which is tried until it succeeds.
TakeLock(t) == Fence(t) /\ ~mem[Held] /\ Locked(Held, TRUE)

\* 1. It takes the lock.  (There is never a value: see above.)
SleeperLock(m) ==
    /\ Here(m, "out") /\ wait < Rounds
    /\ TakeLock(m)
    /\ Then("entry")
    /\ UNCHANGED <<wait, got, threads, machine>>

\* It does not begin to wait when it has been interrupted.
CheckInterrupt(m) ==
    /\ Here(m, "entry")
    /\ Then(IF Read(m, Interrupted) THEN "refused" ELSE "enlist")
    /\ NoStore /\ UNCHANGED <<wait, got, threads, machine>>

\* 2. It publishes itself: plain stores, which the lock guards.
Enlist(m) ==
    /\ Here(m, "enlist")
    /\ wait' = wait + 1
    /\ Store(m, Queue, Read(m, Queue) \cup {wait + 1})
    /\ Then("enlisted")
    /\ UNCHANGED <<got, threads, machine>>

\* 3. It releases the lock: a release store.  It goes on while that is on its
\* way, and others find the lock held a little longer.
SleeperUnlock(m) ==
    /\ pc[m] = "mounted" /\ at \in {"enlisted", "refused", "left", "missed"}
    /\ Store(m, Held, FALSE)
    /\ Then(CASE at = "enlisted"            -> "look"
              [] at \in {"refused", "left"} -> "threw"
              [] at = "missed"              -> "lookAgain")
    /\ UNCHANGED <<wait, got, threads, machine>>

\* 4. It looks at its outcome: a volatile read, which is like any other here.
Look(m) ==
    /\ Here(m, "look")
    /\ Then(IF Read(m, Outcome(wait)) = "waiting" THEN "lookInterrupt"
                                                  ELSE "take")
    /\ NoStore /\ UNCHANGED <<wait, got, threads, machine>>

\* At its interrupt flag.
LookInterrupt(m) ==
    /\ Here(m, "lookInterrupt")
    /\ Then(IF Read(m, Interrupted) THEN "leaveLock" ELSE "lookAgain")
    /\ NoStore /\ UNCHANGED <<wait, got, threads, machine>>

\* At its outcome once more.
LookAgain(m) ==
    /\ Here(m, "lookAgain")
    /\ Then(IF Read(m, Outcome(wait)) = "waiting" THEN "park" ELSE "look")
    /\ NoStore /\ UNCHANGED <<wait, got, threads, machine>>

\* Interrupted, it takes the lock,
LeaveLock(m) ==
    /\ Here(m, "leaveLock")
    /\ TakeLock(m)
    /\ Then("leave")
    /\ UNCHANGED <<wait, got, threads, machine>>

\* and leaves the queue, unless a waker has taken it from there.
Leave(m) ==
    /\ Here(m, "leave")
    /\ Store(m, Queue, Read(m, Queue) \ {wait})
    /\ Then(IF wait \in Read(m, Queue) THEN "left" ELSE "missed")
    /\ UNCHANGED <<wait, got, threads, machine>>

\* 5. It reads the value, with no more order than that of its reads.
TakeValue(m) ==
    /\ Here(m, "take")
    /\ got' = got \cup {Read(m, Slot(wait))}
    /\ Then("out")
    /\ NoStore /\ UNCHANGED <<wait, threads, machine>>

\* The program clears the flag, a volatile store, and goes on.
JdkClearInterrupt(m) ==
    /\ Here(m, "threw")
    /\ Fence(m) /\ Locked(Interrupted, FALSE)
    /\ Then("out")
    /\ UNCHANGED <<wait, got, threads, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* The virtual thread.  Three of the fences are here, in the JDK.          *)
(***************************************************************************)

Step(t, from, to) == pc[t] = from /\ pc' = [pc EXCEPT ![t] = to]

\* It takes the permit: an exchange.  The sleeper looks again after it.
JdkTakePermit(m) ==
    /\ Here(m, "park")
    /\ FenceTake(m) /\ Locked(Permit, FALSE)
    /\ Then(IF Read(m, Permit) THEN "look" ELSE "parkInterrupt")
    /\ UNCHANGED <<wait, got, threads, machine>>

\* It does not park either when the flag is set.
JdkLookInterrupt(m) ==
    /\ Here(m, "parkInterrupt")
    /\ Then(IF Read(m, Interrupted) THEN "look" ELSE "startParking")
    /\ NoStore /\ UNCHANGED <<wait, got, threads, machine>>

\* park may return for no reason at all.
JdkReturnForNoReason(m) ==
    /\ Here(m, "park")
    /\ Then("look")
    /\ NoStore /\ UNCHANGED <<wait, got, threads, machine>>

\* The goroutine stops: a volatile store, of which the fence is not needed.
\* (To others "parking" is as good as "running".)
JdkStartParking(m) ==
    /\ Here(m, "startParking")
    /\ Fence(m) /\ Locked(State, "parking")
    /\ Then("parked")
    /\ pc' = [pc EXCEPT ![m] = "unmounting"]
    /\ UNCHANGED <<wait, got, seen, target, machine>>

\* The M has unmounted it: a volatile store, and a fence that *is* needed.
JdkParked(m) ==
    /\ pc[m] = "unmounting"
    /\ FenceParked(m) /\ Locked(State, "parked")
    /\ pc' = [pc EXCEPT ![m] = "lookPermit"]
    /\ UNCHANGED <<code, seen, target, machine>>

\* Was it unparked meanwhile?  This read must come after that store.
JdkLookPermit(m) ==
    /\ pc[m] = "lookPermit"
    /\ pc' = [pc EXCEPT ![m] = IF Read(m, Permit) THEN "unparkSelf" ELSE "back"]
    /\ NoStore /\ UNCHANGED <<code, seen, target, machine>>

\* A compare-and-set of the thread's state.
StateCas(t, from, to, won, lost) ==
    /\ Fence(t)
    /\ IF mem[State] = from
       THEN Locked(State, to) /\ pc' = [pc EXCEPT ![t] = won]
       ELSE NoStore           /\ pc' = [pc EXCEPT ![t] = lost]
    /\ UNCHANGED <<code, seen, target, machine>>

\* It has a permit: from parked to unparked.
JdkUnparkSelf(m) == /\ pc[m] = "unparkSelf"
                    /\ StateCas(m, "parked", "unparked", "resubmit", "back")

\* An M continues it.
JdkContinue(m) == /\ pc[m] = "resume"
                  /\ StateCas(m, "unparked", "running", "consume", "back")

\* It reads first: if it may not be continued, there is no locked operation.
JdkContinueNot(m) ==
    /\ Step(m, "resume", "back")
    /\ Read(m, State) # "unparked"
    /\ NoStore /\ UNCHANGED <<code, seen, target, machine>>

\* It takes the permit away: a volatile store.  The sleeper looks after it.
JdkConsume(m) ==
    /\ pc[m] = "consume"
    /\ FenceConsume(m) /\ Locked(Permit, FALSE)
    /\ pc' = [pc EXCEPT ![m] = "mounted"]
    /\ Then("look")
    /\ UNCHANGED <<wait, got, seen, target, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* The wakers.  Each thread has a buffer of its own.                       *)
(***************************************************************************)

\* 1. It takes the lock,
WakerLock(w) ==
    /\ w \in Senders
    /\ Step(w, "start", "poll")
    /\ TakeLock(w)
    /\ UNCHANGED <<code, seen, target, machine>>

\* and removes a waiter from the queue: plain stores, guarded by the lock.
Poll(w) ==
    /\ Step(w, "poll", "give")
    /\ \E i \in Read(w, Queue) : /\ Store(w, Queue, Read(w, Queue) \ {i})
                                 /\ target' = [target EXCEPT ![w] = i]
    /\ UNCHANGED <<code, seen, machine>>

\* If there is none, it keeps its value and tries again later.
PollNobody(w) ==
    /\ Step(w, "poll", "unlock")
    /\ Read(w, Queue) = {}
    /\ NoStore /\ UNCHANGED <<code, seen, target, machine>>

\* 2. It puts its value into the waiter: a plain store,
Give(w) ==
    /\ Step(w, "give", "decide")
    /\ Store(w, Slot(target[w]), w)
    /\ UNCHANGED <<code, seen, target, machine>>

\* and stores the outcome: a release store, so that no compiler moves it
\* before the value.
Decide(w) ==
    /\ Step(w, "decide", "unlock")
    /\ Store(w, Outcome(target[w]), "done")
    /\ UNCHANGED <<code, seen, target, machine>>

\* 3. It releases the lock: a release store.
WakerUnlock(w) ==
    /\ Step(w, "unlock", IF target[w] = 0 THEN "start" ELSE "unpark")
    /\ Store(w, Held, FALSE)
    /\ UNCHANGED <<code, seen, target, machine>>

\* The interrupter sets the flag: a volatile store.
JdkInterrupt(i) ==
    /\ i \in Interrupters
    /\ Step(i, "start", "unpark")
    /\ Fence(i) /\ Locked(Interrupted, TRUE)
    /\ UNCHANGED <<code, seen, target, machine>>

\* 4. It sets the permit: an exchange, before which all that it stored must
\* have reached the memory.
JdkUnpark(t) ==
    /\ Step(t, "unpark", IF Read(t, Permit) THEN "done" ELSE "unparkState")
    /\ FenceUnpark(t) /\ Locked(Permit, TRUE)
    /\ UNCHANGED <<code, seen, target, machine>>

\* From parked to unparked, if it is parked.
JdkUnparkState(t) == /\ pc[t] = "unparkState"
                     /\ StateCas(t, "parked", "unparked", "ready", "done")

-----------------------------------------------------------------------------
(***************************************************************************)
(* The lookers.                                                            *)
(***************************************************************************)

\* 1. It suspends the virtual thread: a compare-and-set.
JdkSuspend(l) ==
    /\ l \in Lookers
    /\ Step(l, "start", "suspended")
    /\ Fence(l)
    /\ \/ mem[State] = "parked"   /\ Locked(State, "parkedSuspended")
       \/ mem[State] = "unparked" /\ Locked(State, "unparkedSuspended")
    /\ UNCHANGED <<code, seen, target, machine>>

\* 2. It restores the state: a volatile store.
JdkRestore(l) ==
    /\ pc[l] = "suspended"
    /\ FenceRestored(l)
    /\ IF Read(l, State) = "parkedSuspended"
       THEN /\ Locked(State, "parked")
            /\ pc' = [pc EXCEPT ![l] = "restored"]
       ELSE /\ Locked(State, "unparked")
            /\ pc' = [pc EXCEPT ![l] = "ready"]
    /\ UNCHANGED <<code, seen, target, machine>>

\* 4. Was it unparked meanwhile?
JdkLookRestored(l) ==
    /\ Step(l, "restored", IF Read(l, Permit) THEN "unparkState" ELSE "done")
    /\ NoStore /\ UNCHANGED <<code, seen, target, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Waiting to runnable, on any thread.                                     *)
(***************************************************************************)

After(t) == IF t \in M THEN "idle" ELSE "done"

\* It reads the word, which may be on its way to be another.
ReadyLook(t) ==
    /\ pc[t] = "ready"
    /\ LET w == Read(t, WordOf) IN
         IF w.status = "waiting"
         THEN /\ seen' = [seen EXCEPT ![t] = w]
              /\ pc' = [pc EXCEPT ![t] = "readyCas"]
         ELSE /\ seen' = seen
              /\ pc' = [pc EXCEPT ![t] = After(t)]
    /\ NoStore /\ UNCHANGED <<code, target, machine>>

\* From waiting to runnable: a compare-and-set.
ReadyCas(t) ==
    /\ pc[t] = "readyCas"
    /\ Fence(t)
    /\ IF mem[WordOf] = seen[t]
       THEN /\ Locked(WordOf, Word("runnable", seen[t].count + 1))
            /\ pc' = [pc EXCEPT ![t] = "enqueue"]
       ELSE NoStore /\ pc' = [pc EXCEPT ![t] = After(t)]
    /\ seen' = [seen EXCEPT ![t] = NoWord]
    /\ UNCHANGED <<code, target, machine>>

\* The queues are changed by a locked operation.
Enqueue(t) ==
    /\ Step(t, "enqueue", After(t))
    /\ Fence(t) /\ Locked(RunQ, mem[RunQ] + 1)
    /\ UNCHANGED <<code, seen, target, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* The Ms.                                                                 *)
(***************************************************************************)

\* An M takes the goroutine from a queue: a locked operation.
Take(m) ==
    /\ Step(m, "idle", "took")
    /\ Fence(m) /\ mem[RunQ] > 0 /\ Locked(RunQ, mem[RunQ] - 1)
    /\ UNCHANGED <<code, seen, target, machine>>

\* A transition that only this thread can take: a read, with a check,
MoveLook(m, here, next, from) ==
    /\ pc[m] = here
    /\ LET w == Read(m, WordOf) IN
         /\ seen' = [seen EXCEPT ![m] = w]
         /\ pc' = [pc EXCEPT ![m] = IF w.status = from THEN next ELSE "failed"]
    /\ NoStore /\ UNCHANGED <<code, target, machine>>

\* and a release store.
MoveStore(m, here, next, to) ==
    /\ Step(m, here, next)
    /\ Store(m, WordOf, Word(to, seen[m].count + 1))
    /\ seen' = [seen EXCEPT ![m] = NoWord]
    /\ UNCHANGED <<code, target>>

\* Runnable to running.
ExecuteLook(m) == MoveLook(m, "took", "execute", "runnable")

ExecuteStore(m) ==
    /\ MoveStore(m, "execute", "resume", "running")
    /\ executed' = [executed EXCEPT ![m] = seen[m].count + 1]
    /\ UNCHANGED mark

\* The JDK asks on m's own thread that the goroutine be run: m will see to it.
Resubmit(m) ==
    /\ pc[m] = "resubmit"
    /\ IF Read(m, WordOf) = Word("running", executed[m])
       THEN /\ mark' = [mark EXCEPT ![m] = "resubmitted"]
            /\ pc' = [pc EXCEPT ![m] = "back"]
       ELSE /\ mark' = mark
            /\ pc' = [pc EXCEPT ![m] = "failed"]
    /\ NoStore /\ UNCHANGED <<code, seen, target, executed>>

\* The M has returned from the virtual thread.
Return(m) ==
    /\ Step(m, "back", IF mark[m] = "parked" THEN "parks" ELSE "yield")
    /\ mark' = [mark EXCEPT ![m] = "parked"]
    /\ NoStore /\ UNCHANGED <<code, seen, target, executed>>

\* Running to waiting: a volatile store, and a fence that is needed.
Park(m) ==
    /\ Step(m, "parks", "lookState")
    /\ FenceWaiting(m) /\ Locked(WordOf, Word("waiting", executed[m] + 1))
    /\ executed' = [executed EXCEPT ![m] = 0]
    /\ UNCHANGED <<code, seen, target, mark>>

\* Has the thread been woken?  This read must come after that store.
LookState(m) ==
    /\ pc[m] = "lookState"
    /\ \/ /\ Read(m, State) \notin {"parked", "parkedSuspended"}
          /\ pc' = [pc EXCEPT ![m] = "ready"]
       \/ /\ Read(m, State) # "unparked"
          /\ pc' = [pc EXCEPT ![m] = "idle"]
    /\ NoStore /\ UNCHANGED <<code, seen, target, machine>>

\* Running to runnable, and into a queue.
YieldLook(m) == MoveLook(m, "yield", "yieldStore", "running")

YieldStore(m) ==
    /\ MoveStore(m, "yieldStore", "yieldEnqueue", "runnable")
    /\ executed' = [executed EXCEPT ![m] = 0]
    /\ UNCHANGED mark

YieldEnqueue(m) ==
    /\ Step(m, "yieldEnqueue", "idle")
    /\ Fence(m) /\ Locked(RunQ, mem[RunQ] + 1)
    /\ UNCHANGED <<code, seen, target, machine>>

-----------------------------------------------------------------------------
SleeperStep(m) ==
    \/ CheckInterrupt(m) \/ Enlist(m) \/ SleeperUnlock(m)
    \/ Look(m) \/ LookInterrupt(m) \/ LookAgain(m)
    \/ LeaveLock(m) \/ Leave(m) \/ TakeValue(m)

JdkSleeperStep(m) ==
    \/ JdkClearInterrupt(m) \/ JdkTakePermit(m) \/ JdkLookInterrupt(m)
    \/ JdkReturnForNoReason(m) \/ JdkStartParking(m)

MachineStep(m) ==
    \/ Take(m) \/ ExecuteLook(m) \/ ExecuteStore(m) \/ Resubmit(m) \/ Return(m)
    \/ Park(m) \/ LookState(m)
    \/ YieldLook(m) \/ YieldStore(m) \/ YieldEnqueue(m)

JdkMachineStep(m) ==
    \/ JdkParked(m) \/ JdkLookPermit(m) \/ JdkUnparkSelf(m) \/ JdkContinue(m)
    \/ JdkContinueNot(m) \/ JdkConsume(m)

ReadyStep(t) == ReadyLook(t) \/ ReadyCas(t) \/ Enqueue(t)

WakerStep(w) ==
    Poll(w) \/ PollNobody(w) \/ Give(w) \/ Decide(w) \/ WakerUnlock(w)

JdkUnparkStep(t) == JdkUnpark(t) \/ JdkUnparkState(t)

JdkLookerStep(l) == JdkRestore(l) \/ JdkLookRestored(l)

Next ==
    \/ \E m \in M : \/ SleeperLock(m)
                    \/ SleeperStep(m) \/ JdkSleeperStep(m)
                    \/ MachineStep(m) \/ JdkMachineStep(m)
    \/ \E w \in Senders : WakerLock(w) \/ WakerStep(w)
    \/ \E i \in Interrupters : JdkInterrupt(i)
    \/ \E l \in Lookers : JdkSuspend(l) \/ JdkLookerStep(l)
    \/ \E t \in Others : JdkUnparkStep(t)
    \/ \E t \in Threads : ReadyStep(t) \/ Drain(t)

(***************************************************************************)
(* Fairness as in Parking.tla, and each store reaches the memory at last.  *)
(* LeaveLock is strongly fair: a sender may come back to the lock again.   *)
(***************************************************************************)
Fairness ==
    /\ WF_vars(\E m \in M : SleeperStep(m) \/ JdkSleeperStep(m))
    /\ SF_vars(\E m \in M : LeaveLock(m))
    /\ WF_vars(\E m \in M : Take(m))
    /\ \A m \in M : WF_vars((pc[m] # "idle" /\ MachineStep(m))
                            \/ JdkMachineStep(m) \/ ReadyStep(m))
    /\ \A t \in Others : WF_vars(WakerStep(t) \/ JdkUnparkStep(t)
                                 \/ JdkLookerStep(t) \/ ReadyStep(t))
    /\ \A t \in Threads : WF_vars(Drain(t))

Spec == Init /\ [][Next]_vars /\ Fairness

SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties: those of Parking.tla, said of the memory.                   *)
(***************************************************************************)

TypeOK == /\ mem[State] \in {"running", "parking", "parked", "unparked",
                            "parkedSuspended", "unparkedSuspended"}
          /\ mem[Permit] \in BOOLEAN /\ mem[Held] \in BOOLEAN
          /\ mem[RunQ] \in Nat /\ wait \in 0..Rounds
          /\ mem[Queue] \subseteq Waits

\* m has it: is about to run it, runs it, has come back from it and not yet
\* stored "waiting", or will queue it anew.
Has(m) == pc[m] \in {"took", "execute", "resume", "consume", "mounted",
                     "unmounting", "lookPermit", "unparkSelf", "resubmit",
                     "back", "parks", "yield", "yieldStore", "yieldEnqueue"}

\* It is in one place.
OneResume ==
    /\ mem[RunQ] <= 1
    /\ \A t \in Threads : pc[t] = "enqueue" => mem[RunQ] = 0
    /\ \A m \in M : Has(m) => mem[RunQ] = 0
    /\ \A t, u \in Threads : pc[t] = "enqueue" /\ pc[u] = "enqueue" => t = u
    /\ \A m, n \in M : Has(m) /\ Has(n) => m = n
    /\ \A t \in Threads, m \in M : ~(pc[t] = "enqueue" /\ Has(m))

Parked == mem[State] \in {"parked", "parkedSuspended"}

\* Has yet to look whether it is parked.
Alert(t) == pc[t] \in {"lookPermit", "unparkSelf", "unparkState", "suspended",
                       "restored"}

\* Is about to make it runnable, unless somebody else does.
WillReady(t) == \/ pc[t] \in {"ready", "lookState", "suspended"}
                \/ pc[t] = "readyCas" /\ seen[t] = mem[WordOf]

Served == wait > 0 /\ mem[Outcome(wait)] # "waiting"

\* Parked with an outcome or an interrupt in memory: there is a permit or will
\* be; parked with a permit: somebody will look; and unparked while it waits:
\* somebody will queue it.
NoLostWakeup ==
    /\ Parked =>
        /\ Served => \/ mem[Permit]
                     \/ \E w \in Senders : /\ target[w] = wait
                                           /\ pc[w] \in {"unlock", "unpark"}
        /\ mem[Interrupted] => \/ mem[Permit]
                               \/ \E i \in Interrupters : pc[i] = "unpark"
        /\ mem[Permit] => \E t \in Threads : Alert(t)
    /\ /\ mem[State] \in {"unparked", "unparkedSuspended"}
       /\ mem[WordOf].status = "waiting"
       => \E t \in Threads : WillReady(t)

\* Two senders never serve one waiter, and none serves one that has left.
ServedOnce ==
    /\ \A v, w \in Senders : target[v] = target[w] /\ target[v] # 0 => v = w
    /\ at = "left" => \A w \in Senders : target[w] # wait

\* Who sees an outcome sees the value too.
ValueIsThere == \A m \in M : Here(m, "take") => Read(m, Slot(wait)) \in Senders

\* No check in our code fails.
NoFailure == \A t \in Threads : pc[t] # "failed"

Waiting == {"enlisted", "look", "lookInterrupt", "lookAgain", "leaveLock",
            "leave", "missed", "take", "park", "parkInterrupt",
            "startParking", "parked"}

Over(i) == wait > i \/ (wait = i /\ at \notin Waiting)

ServedGoesOn == \A i \in Waits : mem[Outcome(i)] # "waiting" ~> Over(i)

InterruptedGoesOn ==
    \A i \in Waits : (mem[Interrupted] /\ wait = i /\ at \in Waiting) ~> Over(i)

THEOREM SafeSpec => [](/\ TypeOK /\ OneResume /\ NoLostWakeup /\ ServedOnce
                       /\ ValueIsThere /\ NoFailure)
THEOREM Spec => ServedGoesOn /\ InterruptedGoesOn
=============================================================================
