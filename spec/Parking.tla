------------------------------ MODULE Parking -------------------------------
(***************************************************************************)
(* How one goroutine waits and is woken, one memory access a step.         *)
(*                                                                         *)
(* A goroutine that must wait (for a value, say) is a virtual thread that  *)
(* parks.  Four state machines take part in that, and none of them may     *)
(* block another:                                                          *)
(*                                                                         *)
(*   - the *structure* on which it waits, here a channel with a buffer: a  *)
(*     lock, a queue of waiters, and in each waiter an outcome word;       *)
(*   - the JDK's *virtual thread*: a state (running, parking, parked,      *)
(*     unparked), a permit, an interrupt flag.  It is our neighbour, not   *)
(*     our code: its steps are modelled because ours depend upon them, and *)
(*     their names begin with "Jdk";                                       *)
(*   - the goroutine's *status word*: a status, and how many transitions   *)
(*     there have been;                                                    *)
(*   - the *Ms* that may run it.                                           *)
(*                                                                         *)
(* The promises:                                                           *)
(*                                                                         *)
(*   - a wake-up is not lost: while the goroutine is parked and its        *)
(*     outcome is known, or it has been interrupted, somebody is on the    *)
(*     way to make it run (NoLostWakeup); and it goes on (ServedGoesOn,    *)
(*     InterruptedGoesOn);                                                 *)
(*   - it is resumed once for each time that it has stopped: it is never   *)
(*     in two queues, nor on two Ms (OneResume);                           *)
(*   - a waiter is served once, and not after it has left (ServedOnce);    *)
(*   - a value that is handed over in the instant of an interrupt is       *)
(*     received, or it stays where the next receiver finds it: never both, *)
(*     never neither (OnePlace, NoneStranded);                             *)
(*   - no check in our code fails (NoFailure).                             *)
(*                                                                         *)
(* The protocol, told once.  Two sides race:                               *)
(*                                                                         *)
(*      the sleeper                         a waker                        *)
(*      1. takes the lock, finds no value   1. takes the lock, finds a     *)
(*         and no end of the channel           waiter, and removes it      *)
(*      2. enqueues a waiter of its own     2. puts the value into the     *)
(*      3. releases the lock                   waiter, then stores the     *)
(*      4. looks at the outcome, at the        outcome                     *)
(*         interrupt flag, and once more    3. releases the lock           *)
(*         at the outcome; if there is      4. unparks the thread: sets    *)
(*         nothing, it parks, and after        the permit, and if the      *)
(*         that begins with 4 again            thread is parked, has it    *)
(*      5. at last takes the value             run again                   *)
(*                                                                         *)
(* Since the sleeper enqueues before it releases the lock, a waker that    *)
(* takes the lock later finds it.  Since the outcome is stored before the  *)
(* permit is set, whoever consumes the permit and looks again sees the     *)
(* outcome.  And a permit that is set while the thread is still parking is *)
(* found by the M, which looks at it after it has written "parked".        *)
(*                                                                         *)
(* An interrupter sets the flag and unparks.  The sleeper that sees the    *)
(* flag takes the lock and looks whether it is still in the queue.  If so  *)
(* it leaves, and the wait has not happened; if not, a waker has it, the   *)
(* wait *has* happened, and it waits for its outcome.                      *)
(*                                                                         *)
(* When the goroutine comes back to its M.  "Parked" is written by the M   *)
(* on its way out, and from that moment a waker may make the goroutine     *)
(* runnable, and another M may run it, while the first is not yet done     *)
(* with it.  Two numbers keep that apart:                                  *)
(*                                                                         *)
(*   - the first M goes from running to waiting by a compare-and-set that  *)
(*     fails when a waker has already gone on to runnable (Park, ReadyCas);*)
(*   - the JDK may ask on that M's own thread that the goroutine run again.*)
(*     Usually this means "it was woken while you unmounted it".  But the  *)
(*     M may be so late that the goroutine has run elsewhere and waits a   *)
(*     second time, and this M happens to be the waker of *that* wait.     *)
(*     The count of transitions says which (Resubmit).                     *)
(*                                                                         *)
(* A closer, of a channel for instance, differs from other wakers: it has  *)
(* no value, and it releases the lock before it stores the outcome.        *)
(*                                                                         *)
(* Left out:                                                               *)
(*                                                                         *)
(*   - other goroutines.  A waker is any thread: another goroutine, whose  *)
(*     M is not one of these Ms and which touches nothing else of what is  *)
(*     modelled here, or a thread outside;                                 *)
(*   - where the goroutine is queued (RunQueue.tla) and who comes to look  *)
(*     (Wakeup.tla): here a count says how often it is queued;             *)
(*   - Thread.yield.  Only the yielding goroutine's own M acts upon that   *)
(*     state of the virtual thread, so nobody races with it.  What the M   *)
(*     does then is what it does after Resubmit;                           *)
(*   - other waits in the JDK: timed parking is parking with a timer as    *)
(*     the waker; monitors have a permit of their own and go the same way; *)
(*     pinned parking does not leave the M, and is the affair of sysmon;   *)
(*   - the read that the JDK does before each compare-and-set of the       *)
(*     thread's state.  A read that sees another value is a compare-and-   *)
(*     set that fails then; one that does not, changes nothing.  So one    *)
(*     step stands for both.  Likewise what is guarded by the lock is read *)
(*     or written in one step.                                             *)
(*                                                                         *)
(* Memory is sequentially consistent here.  ParkingTSO.tla has the same    *)
(* protocol with store buffers, and says which fences it needs.            *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
    M,             \* the Ms that may run the goroutine
    Senders,       \* wakers that have a value each
    Closers,       \* wakers that end the channel
    Interrupters,  \* threads that interrupt the goroutine once
    Rounds,        \* how often the goroutine waits at the most
    None           \* no value

Wakers  == Senders \cup Closers
Others  == Wakers \cup Interrupters
Threads == M \cup Others
Waits   == 1..Rounds        \* the waiters: each wait has one of its own

ASSUME /\ IsFiniteSet(Threads)
       /\ Rounds \in Nat \ {0}
       /\ \A t \in Threads : t # None

VARIABLES
    \* The structure.
    held,         \* whether the lock is held
    queue,        \* the waiters in the queue
    buffer,       \* the values that nobody has waited for
    closed,       \* whether the channel has ended
    outcome,      \* outcome[i]: what became of waiter i
    slot,         \* slot[i]: the value handed to waiter i
    \* The goroutine: how far its code is, where that is in our library.
    at,           \* where it is; see Place below
    wait,         \* how many waiters it has made; the last is its own now
    got,          \* the values that it has received
    \* Its virtual thread.
    vstate,       \* the JDK's state
    permit,       \* the park permit
    interrupted,  \* the interrupt flag
    \* Our scheduler.
    word,         \* the goroutine's status and count of transitions
    runq,         \* how often it is in a queue of runnable goroutines
    \* Each thread.
    pc,           \* pc[t]: the step that t takes next
    seen,         \* seen[t]: what t has read of `word'
    executed,     \* executed[m]: the number by which it came to run on m
    mark,         \* mark[m]: how the goroutine left m
    target        \* target[w]: the waiter that w serves, 0 if none

structure == <<held, queue, buffer, closed, outcome, slot>>
code      == <<at, wait, got>>
jdk       == <<vstate, permit, interrupted>>
threads   == <<pc, seen, target>>
machine   == <<executed, mark>>
vars      == <<structure, code, jdk, word, runq, threads, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(***************************************************************************)

Word(s, n) == [status |-> s, count |-> n]
NoWord     == Word("none", 0)

Place == {
    "out",              \* not waiting
    "check",            \* has the lock; looks for a value, for the end
    "entry",            \* found neither; looks at the interrupt flag
    "enlist",           \* is about to enqueue its waiter
    "enlisted",         \* is about to release the lock and to wait
    "found",            \* is about to release the lock: need not wait
    "refused",          \* is about to release the lock and to throw
    "look",             \* looks at its outcome: the loop begins here
    "lookInterrupt",    \* looks at its interrupt flag
    "lookAgain",        \* looks at its outcome once more
    "leaveLock",        \* interrupted: is about to take the lock
    "leave",            \* has the lock; looks whether it is in the queue
    "left",             \* was; is about to release the lock and to throw
    "missed",           \* was not: served; is about to release the lock
    "take",             \* has an outcome; is about to take the value
    "threw",            \* the wait has ended by an exception
    "park",             \* in park: is about to take the permit
    "parkInterrupt",    \* in park: no permit; looks at the interrupt flag
    "startParking",     \* in park: is about to begin
    "parked"}           \* in park, and on no M, or not yet or no longer

VState == {"running", "parking", "parked", "unparked"}

\* In brackets what the thread has done or is about to do.
PC == {
    \* an M
    "idle",             \* has another goroutine, or none
    "took",             \* has the goroutine (is about to look at its word)
    "execute",          \* (is about to store the word)
    "resume",           \* (is about to continue the virtual thread)
    "consume",          \* (is about to take away the permit)
    "mounted",          \* runs the goroutine's code
    "unmounting",       \* (is about to write "parked")
    "lookPermit",       \* (looks whether it was unparked meanwhile)
    "unparkSelf",       \* (it was: is about to go from parked to unparked)
    "resubmit",         \* (is asked to run it again)
    "back",             \* (has returned from the virtual thread)
    "parks",            \* (is about to go from running to waiting)
    "yield",            \* (is to yield: is about to look at the word)
    "yieldStore", "yieldEnqueue",
    \* a waker, or an interrupter
    "start",
    "poll",             \* has the lock (looks for a waiter)
    "give",             \* (is about to put the value into the waiter)
    "decide",           \* (is about to store the outcome)
    "unlock",           \* (is about to release the lock)
    "unpark",           \* (is about to set the permit)
    "unparkState",      \* (is about to go from parked to unparked)
    "done",
    \* any of them, once it has unparked the virtual thread
    "ready", "readyStore", "readyCas", "enqueue",
    "failed"}           \* a check of our code has thrown

\* In a wait: from the moment in which the waiter is in the queue.
Waiting == {"enlisted", "look", "lookInterrupt", "lookAgain", "leaveLock",
            "leave", "missed", "take", "park", "parkInterrupt",
            "startParking", "parked"}

TypeOK ==
    /\ held \in BOOLEAN /\ closed \in BOOLEAN
    /\ queue \subseteq Waits /\ buffer \subseteq Senders
    /\ outcome \in [Waits -> {"waiting", "done", "closed"}]
    /\ slot \in [Waits -> Senders \cup {None}]
    /\ at \in Place /\ wait \in 0..Rounds /\ got \subseteq Senders
    /\ vstate \in VState /\ permit \in BOOLEAN /\ interrupted \in BOOLEAN
    /\ word.status \in {"runnable", "running", "waiting"}
    /\ word.count \in Nat /\ runq \in Nat
    /\ pc \in [Threads -> PC]
    /\ \A t \in Threads : seen[t].count \in Nat
    /\ executed \in [M -> Nat]
    /\ mark \in [M -> {"parked", "resubmitted"}]
    /\ target \in [Wakers -> 0..Rounds]

\* The goroutine runs on some M, does not wait, and nobody has begun.
Init ==
    /\ held = FALSE /\ queue = {} /\ buffer = {} /\ closed = FALSE
    /\ outcome = [i \in Waits |-> "waiting"]
    /\ slot = [i \in Waits |-> None]
    /\ at = "out" /\ wait = 0 /\ got = {}
    /\ vstate = "running" /\ permit = FALSE /\ interrupted = FALSE
    /\ word = Word("running", 1) /\ runq = 0
    /\ \E m \in M :
        /\ pc = [t \in Threads |-> IF t = m THEN "mounted"
                                   ELSE IF t \in M THEN "idle" ELSE "start"]
        /\ executed = [n \in M |-> IF n = m THEN 1 ELSE 0]
    /\ seen = [t \in Threads |-> NoWord]
    /\ mark = [m \in M |-> "parked"]
    /\ target = [w \in Wakers |-> 0]

-----------------------------------------------------------------------------
(***************************************************************************)
(* The sleeper.  Its code runs on the M that has mounted it.               *)
(***************************************************************************)

\* The goroutine runs on m, and is there in its code.
Here(m, place) == pc[m] = "mounted" /\ at = place

\* The next thing that it does.
Then(place) == at' = place

\* The spin lock: a compare-and-set, which is tried until it succeeds.
TakeLock == ~held /\ held' = TRUE

Guarded == <<queue, buffer, closed, outcome, slot>>

\* 1. It takes the lock...
SleeperLock(m) ==
    /\ Here(m, "out") /\ wait < Rounds
    /\ TakeLock
    /\ Then("check")
    /\ UNCHANGED <<Guarded, wait, got, jdk, word, runq, threads, machine>>

\* ... and takes a value from the buffer,
TakeBuffered(m) ==
    /\ Here(m, "check")
    /\ \E v \in buffer : buffer' = buffer \ {v} /\ got' = got \cup {v}
    /\ Then("found")
    /\ UNCHANGED <<held, queue, closed, outcome, slot, wait>>
    /\ UNCHANGED <<jdk, word, runq, threads, machine>>

\* or finds none.  If there never will be one, it need not wait either.
FindNothing(m) ==
    /\ Here(m, "check") /\ buffer = {}
    /\ Then(IF closed THEN "found" ELSE "entry")
    /\ UNCHANGED <<structure, wait, got, jdk, word, runq, threads, machine>>

\* It does not begin to wait when it has been interrupted.
CheckInterrupt(m) ==
    /\ Here(m, "entry")
    /\ Then(IF interrupted THEN "refused" ELSE "enlist")
    /\ UNCHANGED <<structure, wait, got, jdk, word, runq, threads, machine>>

\* 2. It publishes itself.
Enlist(m) ==
    /\ Here(m, "enlist")
    /\ wait' = wait + 1
    /\ queue' = queue \cup {wait + 1}
    /\ Then("enlisted")
    /\ UNCHANGED <<held, buffer, closed, outcome, slot, got>>
    /\ UNCHANGED <<jdk, word, runq, threads, machine>>

\* 3. It releases the lock: now, or wherever else it holds it.
SleeperUnlock(m) ==
    /\ pc[m] = "mounted"
    /\ at \in {"enlisted", "found", "refused", "left", "missed"}
    /\ held' = FALSE
    /\ Then(CASE at = "enlisted"            -> "look"
              [] at = "found"               -> "out"
              [] at \in {"refused", "left"} -> "threw"
              [] at = "missed"              -> "lookAgain")
    /\ UNCHANGED <<Guarded, wait, got, jdk, word, runq, threads, machine>>

\* 4. It looks at its outcome,
Look(m) ==
    /\ Here(m, "look")
    /\ Then(IF outcome[wait] = "waiting" THEN "lookInterrupt" ELSE "take")
    /\ UNCHANGED <<structure, wait, got, jdk, word, runq, threads, machine>>

\* at its interrupt flag,
LookInterrupt(m) ==
    /\ Here(m, "lookInterrupt")
    /\ Then(IF interrupted THEN "leaveLock" ELSE "lookAgain")
    /\ UNCHANGED <<structure, wait, got, jdk, word, runq, threads, machine>>

\* and at its outcome once more.  Then it parks.
LookAgain(m) ==
    /\ Here(m, "lookAgain")
    /\ Then(IF outcome[wait] = "waiting" THEN "park" ELSE "look")
    /\ UNCHANGED <<structure, wait, got, jdk, word, runq, threads, machine>>

\* Interrupted, it takes the lock,
LeaveLock(m) ==
    /\ Here(m, "leaveLock")
    /\ TakeLock
    /\ Then("leave")
    /\ UNCHANGED <<Guarded, wait, got, jdk, word, runq, threads, machine>>

\* and leaves the queue, unless a waker has already taken it from there.
Leave(m) ==
    /\ Here(m, "leave")
    /\ queue' = queue \ {wait}
    /\ Then(IF wait \in queue THEN "left" ELSE "missed")
    /\ UNCHANGED <<held, buffer, closed, outcome, slot, wait, got>>
    /\ UNCHANGED <<jdk, word, runq, threads, machine>>

\* 5. It takes the value; there is none if the channel was closed.
TakeValue(m) ==
    /\ Here(m, "take")
    /\ got' = IF slot[wait] = None THEN got ELSE got \cup {slot[wait]}
    /\ slot' = [slot EXCEPT ![wait] = None]
    /\ Then("out")
    /\ UNCHANGED <<held, queue, buffer, closed, outcome, wait>>
    /\ UNCHANGED <<jdk, word, runq, threads, machine>>

\* What the program does about the exception: it asks the JDK for the flag,
\* which clears it, and goes on.
JdkClearInterrupt(m) ==
    /\ Here(m, "threw")
    /\ interrupted' = FALSE
    /\ Then("out")
    /\ UNCHANGED <<structure, wait, got, vstate, permit, word, runq>>
    /\ UNCHANGED <<threads, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* The virtual thread: park, and continuing after it.  All of it is the    *)
(* JDK's.                                                                  *)
(***************************************************************************)

\* It takes the permit.  If there was one, park returns at once.
JdkTakePermit(m) ==
    /\ Here(m, "park")
    /\ permit' = FALSE
    /\ Then(IF permit THEN "look" ELSE "parkInterrupt")
    /\ UNCHANGED <<structure, wait, got, vstate, interrupted, word, runq>>
    /\ UNCHANGED <<threads, machine>>

\* It does not park either when the flag is set.
JdkLookInterrupt(m) ==
    /\ Here(m, "parkInterrupt")
    /\ Then(IF interrupted THEN "look" ELSE "startParking")
    /\ UNCHANGED <<structure, wait, got, jdk, word, runq, threads, machine>>

\* park may return for no reason at all.
JdkReturnForNoReason(m) ==
    /\ Here(m, "park")
    /\ Then("look")
    /\ UNCHANGED <<structure, wait, got, jdk, word, runq, threads, machine>>

\* The goroutine stops, and its M begins to unmount it.
JdkStartParking(m) ==
    /\ Here(m, "startParking")
    /\ vstate' = "parking"
    /\ Then("parked")
    /\ pc' = [pc EXCEPT ![m] = "unmounting"]
    /\ UNCHANGED <<structure, wait, got, permit, interrupted, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* The M has unmounted it.  From here on others may wake it.
JdkParked(m) ==
    /\ pc[m] = "unmounting"
    /\ vstate' = "parked"
    /\ pc' = [pc EXCEPT ![m] = "lookPermit"]
    /\ UNCHANGED <<structure, code, permit, interrupted, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* Was it unparked while it was parking?  The M looks *after* that write.
JdkLookPermit(m) ==
    /\ pc[m] = "lookPermit"
    /\ pc' = [pc EXCEPT ![m] = IF permit THEN "unparkSelf" ELSE "back"]
    /\ UNCHANGED <<structure, code, jdk, word, runq, seen, target, machine>>

\* It was, or rather: it has a permit.  Whose, the M cannot know.
JdkUnparkSelf(m) ==
    /\ pc[m] = "unparkSelf"
    /\ IF vstate = "parked"
       THEN vstate' = "unparked" /\ pc' = [pc EXCEPT ![m] = "resubmit"]
       ELSE vstate' = vstate     /\ pc' = [pc EXCEPT ![m] = "back"]
    /\ UNCHANGED <<structure, code, permit, interrupted, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* An M continues the virtual thread, if that may be continued.
JdkContinue(m) ==
    /\ pc[m] = "resume"
    /\ IF vstate = "unparked"
       THEN vstate' = "running" /\ pc' = [pc EXCEPT ![m] = "consume"]
       ELSE vstate' = vstate    /\ pc' = [pc EXCEPT ![m] = "back"]
    /\ UNCHANGED <<structure, code, permit, interrupted, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* It takes the permit away, and then runs the goroutine's code.
JdkConsume(m) ==
    /\ pc[m] = "consume"
    /\ permit' = FALSE
    /\ pc' = [pc EXCEPT ![m] = "mounted"]
    /\ Then("look")
    /\ UNCHANGED <<structure, wait, got, vstate, interrupted, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* The wakers.                                                             *)
(***************************************************************************)

Step(t, from, to) == pc[t] = from /\ pc' = [pc EXCEPT ![t] = to]

\* 1. It takes the lock,
WakerLock(w) ==
    /\ w \in Wakers
    /\ Step(w, "start", "poll")
    /\ TakeLock
    /\ UNCHANGED <<Guarded, code, jdk, word, runq, seen, target, machine>>

\* and removes a waiter from the queue.  A closer releases the lock next.
Poll(w) ==
    /\ Step(w, "poll", IF w \in Senders THEN "give" ELSE "unlock")
    /\ \E i \in queue : /\ queue' = queue \ {i}
                        /\ target' = [target EXCEPT ![w] = i]
    /\ closed' = (closed \/ w \in Closers)
    /\ UNCHANGED <<held, buffer, outcome, slot, code, jdk, word, runq>>
    /\ UNCHANGED <<seen, machine>>

\* If there is none, the value goes to the buffer.
PollNobody(w) ==
    /\ Step(w, "poll", "unlock")
    /\ queue = {}
    /\ buffer' = buffer \cup ({w} \cap Senders)
    /\ closed' = (closed \/ w \in Closers)
    /\ UNCHANGED <<held, queue, outcome, slot, code, jdk, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* 2. It puts its value into the waiter,
Give(w) ==
    /\ Step(w, "give", "decide")
    /\ slot' = [slot EXCEPT ![target[w]] = w]
    /\ UNCHANGED <<held, queue, buffer, closed, outcome, code, jdk, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* and stores the outcome.  From here on the waiter may be gone.
Decide(w) ==
    /\ Step(w, "decide", IF w \in Senders THEN "unlock" ELSE "unpark")
    /\ outcome' = [outcome EXCEPT ![target[w]] =
                      IF w \in Senders THEN "done" ELSE "closed"]
    /\ UNCHANGED <<held, queue, buffer, closed, slot, code, jdk, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* 3. It releases the lock.
WakerUnlock(w) ==
    /\ Step(w, "unlock", IF target[w] = 0 THEN "done"
                         ELSE IF w \in Senders THEN "unpark" ELSE "decide")
    /\ held' = FALSE
    /\ UNCHANGED <<Guarded, code, jdk, word, runq, seen, target, machine>>

\* The interrupter sets the flag.  What follows is as for a waker.
JdkInterrupt(i) ==
    /\ i \in Interrupters
    /\ Step(i, "start", "unpark")
    /\ interrupted' = TRUE
    /\ UNCHANGED <<structure, code, vstate, permit, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* 4. Unpark sets the permit.  If there was one already, whoever set that
\* one sees to the rest.
JdkUnpark(t) ==
    /\ Step(t, "unpark", IF permit THEN "done" ELSE "unparkState")
    /\ permit' = TRUE
    /\ UNCHANGED <<structure, code, vstate, interrupted, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* If the thread is parked, it is now unparked, and the JDK asks that it be
\* run.  If it is not, it will find the permit.
JdkUnparkState(t) ==
    /\ pc[t] = "unparkState"
    /\ IF vstate = "parked"
       THEN vstate' = "unparked" /\ pc' = [pc EXCEPT ![t] = "ready"]
       ELSE vstate' = vstate     /\ pc' = [pc EXCEPT ![t] = "done"]
    /\ UNCHANGED <<structure, code, permit, interrupted, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Waiting to runnable, on any thread.  One thread at a time does this: the*)
(* one whose compare-and-set made the virtual thread "unparked".           *)
(***************************************************************************)

\* It reads the status word.
ReadyLook(t) ==
    /\ pc[t] = "ready"
    /\ seen' = [seen EXCEPT ![t] = word]
    /\ pc' = [pc EXCEPT ![t] = CASE word.status = "waiting" -> "readyStore"
                                 [] word.status = "running" -> "readyCas"
                                 [] OTHER                   -> "failed"]
    /\ UNCHANGED <<structure, code, jdk, word, runq, target, machine>>

\* The M has been here.  Nobody else writes the word now: a store will do.
ReadyStore(t) ==
    /\ Step(t, "readyStore", "enqueue")
    /\ word' = Word("runnable", seen[t].count + 1)
    /\ seen' = [seen EXCEPT ![t] = NoWord]
    /\ UNCHANGED <<structure, code, jdk, runq, target, machine>>

\* The M has not been here.  Its transition is taken together with our own,
\* unless the M now comes first; then this begins again.
ReadyCas(t) ==
    /\ pc[t] = "readyCas"
    /\ IF word = seen[t]
       THEN /\ word' = Word("runnable", seen[t].count + 2)
            /\ pc' = [pc EXCEPT ![t] = "enqueue"]
       ELSE /\ word' = word
            /\ pc' = [pc EXCEPT ![t] = "ready"]
    /\ seen' = [seen EXCEPT ![t] = NoWord]
    /\ UNCHANGED <<structure, code, jdk, runq, target, machine>>

\* It puts the goroutine into a queue.  An M then goes on to come back.
Enqueue(t) ==
    /\ Step(t, "enqueue", IF t \in M THEN "back" ELSE "done")
    /\ runq' = runq + 1
    /\ UNCHANGED <<structure, code, jdk, word, seen, target, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* The Ms.                                                                 *)
(***************************************************************************)

\* An M takes the goroutine from a queue.
Take(m) ==
    /\ Step(m, "idle", "took")
    /\ runq > 0 /\ runq' = runq - 1
    /\ UNCHANGED <<structure, code, jdk, word, seen, target, machine>>

\* A transition that only this thread can take is a read, with a check, and a
\* store.
MoveLook(m, here, next, from) ==
    /\ pc[m] = here
    /\ seen' = [seen EXCEPT ![m] = word]
    /\ pc' = [pc EXCEPT ![m] = IF word.status = from THEN next ELSE "failed"]
    /\ UNCHANGED <<structure, code, jdk, word, runq, target, machine>>

MoveStore(m, here, next, to) ==
    /\ Step(m, here, next)
    /\ word' = Word(to, seen[m].count + 1)
    /\ seen' = [seen EXCEPT ![m] = NoWord]
    /\ UNCHANGED <<structure, code, jdk, runq, target>>

\* Runnable to running.
ExecuteLook(m) == MoveLook(m, "took", "execute", "runnable")

\* The M keeps the number of this transition.
ExecuteStore(m) ==
    /\ MoveStore(m, "execute", "resume", "running")
    /\ executed' = [executed EXCEPT ![m] = seen[m].count + 1]
    /\ UNCHANGED mark

\* The JDK asks on m's own thread that the goroutine be run.  If it has made
\* no transition since m began to run it, m will see to it as soon as it has
\* come back.  If it has, this is some later wait, and m is a waker like any
\* other.
Resubmit(m) ==
    /\ pc[m] = "resubmit"
    /\ IF word = Word("running", executed[m])
       THEN /\ mark' = [mark EXCEPT ![m] = "resubmitted"]
            /\ pc' = [pc EXCEPT ![m] = "back"]
       ELSE /\ mark' = mark
            /\ pc' = [pc EXCEPT ![m] = "ready"]
    /\ UNCHANGED <<structure, code, jdk, word, runq, seen, target, executed>>

\* The M has returned from the virtual thread, and reads how it came to.
\* (Nobody but m touches its mark.)
Return(m) ==
    /\ Step(m, "back", IF mark[m] = "parked" THEN "parks" ELSE "yield")
    /\ mark' = [mark EXCEPT ![m] = "parked"]
    /\ UNCHANGED <<structure, code, jdk, word, runq, seen, target, executed>>

\* Running to waiting, by a compare-and-set that fails if a waker was faster.
\* (What m executed is not read again: forgetting it saves TLC some states.)
Park(m) ==
    /\ Step(m, "parks", "idle")
    /\ word' = IF word = Word("running", executed[m])
               THEN Word("waiting", executed[m] + 1) ELSE word
    /\ executed' = [executed EXCEPT ![m] = 0]
    /\ UNCHANGED <<structure, code, jdk, runq, seen, target, mark>>

\* Running to runnable, and into a queue.
YieldLook(m) == MoveLook(m, "yield", "yieldStore", "running")

YieldStore(m) ==
    /\ MoveStore(m, "yieldStore", "yieldEnqueue", "runnable")
    /\ executed' = [executed EXCEPT ![m] = 0]
    /\ UNCHANGED mark

YieldEnqueue(m) ==
    /\ Step(m, "yieldEnqueue", "idle")
    /\ runq' = runq + 1
    /\ UNCHANGED <<structure, code, jdk, word, seen, target, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* All together.                                                           *)
(***************************************************************************)

\* What a goroutine that has begun goes on to do, in our code.
SleeperStep(m) ==
    \/ TakeBuffered(m) \/ FindNothing(m) \/ CheckInterrupt(m)
    \/ Enlist(m) \/ SleeperUnlock(m)
    \/ Look(m) \/ LookInterrupt(m) \/ LookAgain(m)
    \/ LeaveLock(m) \/ Leave(m) \/ TakeValue(m)

\* The same in the JDK's.
JdkSleeperStep(m) ==
    \/ JdkClearInterrupt(m) \/ JdkTakePermit(m) \/ JdkLookInterrupt(m)
    \/ JdkReturnForNoReason(m) \/ JdkStartParking(m)

\* What an M does.
MachineStep(m) ==
    \/ Take(m) \/ ExecuteLook(m) \/ ExecuteStore(m) \/ Resubmit(m) \/ Return(m)
    \/ Park(m) \/ YieldLook(m) \/ YieldStore(m) \/ YieldEnqueue(m)

JdkMachineStep(m) ==
    \/ JdkParked(m) \/ JdkLookPermit(m) \/ JdkUnparkSelf(m) \/ JdkContinue(m)
    \/ JdkConsume(m)

\* What any thread does that makes the goroutine runnable.
ReadyStep(t) == ReadyLook(t) \/ ReadyStore(t) \/ ReadyCas(t) \/ Enqueue(t)

\* What a waker that has the lock, or had it, does.
WakerStep(w) ==
    Poll(w) \/ PollNobody(w) \/ Give(w) \/ Decide(w) \/ WakerUnlock(w)

JdkUnparkStep(t) == JdkUnpark(t) \/ JdkUnparkState(t)

Next ==
    \/ \E m \in M : \/ SleeperLock(m)
                    \/ SleeperStep(m) \/ JdkSleeperStep(m)
                    \/ MachineStep(m) \/ JdkMachineStep(m)
    \/ \E w \in Wakers : WakerLock(w) \/ WakerStep(w)
    \/ \E i \in Interrupters : JdkInterrupt(i)
    \/ \E t \in Others : JdkUnparkStep(t)
    \/ \E t \in Threads : ReadyStep(t)

(***************************************************************************)
(* Fairness.  Whoever has begun something goes on: the operating system    *)
(* runs every thread, the JDK finishes what it does, and an M takes a      *)
(* goroutine that is queued (that is Scheduler.tla's promise).  Nobody is  *)
(* obliged to begin: not to wait, to send, to close, or to interrupt.      *)
(*                                                                         *)
(* Weak fairness is enough for the lock because each waker here takes it   *)
(* once.  Beside users without end it would have to be strong: the lock is *)
(* not fair.                                                               *)
(***************************************************************************)
Fairness ==
    /\ WF_vars(\E m \in M : SleeperStep(m) \/ JdkSleeperStep(m))
    /\ WF_vars(\E m \in M : Take(m))
    /\ \A m \in M : WF_vars((pc[m] # "idle" /\ MachineStep(m))
                            \/ JdkMachineStep(m) \/ ReadyStep(m))
    /\ \A t \in Others : WF_vars(WakerStep(t) \/ JdkUnparkStep(t)
                                 \/ ReadyStep(t))

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* Somebody has made the virtual thread "unparked" and is about to queue it.
Submitting(t) ==
    pc[t] \in {"resubmit", "ready", "readyStore", "readyCas", "enqueue"}

\* m has the goroutine: it is about to run it, runs it, has not yet written
\* "parked", or is to queue it anew.
Has(m) ==
    \/ pc[m] \in {"took", "execute", "resume", "consume", "mounted",
                  "unmounting", "yield", "yieldStore", "yieldEnqueue"}
    \/ mark[m] = "resubmitted"

\* The goroutine is in one place: parked, or in the hands of one thread that
\* makes it runnable, or once in one queue, or with one M.
OneResume ==
    /\ runq <= 1
    /\ \A t \in Threads : Submitting(t) => runq = 0
    /\ \A m \in M : Has(m) => runq = 0
    /\ \A t, u \in Threads : Submitting(t) /\ Submitting(u) => t = u
    /\ \A m, n \in M : Has(m) /\ Has(n) => m = n
    /\ \A t \in Threads, m \in M : ~(Submitting(t) /\ Has(m))
    /\ (vstate = "parked") <=> (/\ runq = 0
                                /\ \A t \in Threads : ~Submitting(t)
                                /\ \A m \in M : ~Has(m))

\* Has yet to look whether the virtual thread is parked: it will find it so.
Alert(t) == pc[t] \in {"lookPermit", "unparkSelf", "unparkState"}

\* w has stored the outcome of the present wait, and has yet to unpark.
WillUnpark(w) == /\ target[w] = wait
                 /\ \/ pc[w] = "unpark"
                    \/ pc[w] = "unlock" /\ w \in Senders

Served == wait > 0 /\ outcome[wait] # "waiting"

\* No wake-up is lost.  A parked goroutine that has an outcome, or has been
\* interrupted, has a permit or is about to get it; and where a parked
\* goroutine has a permit, somebody is about to find it parked.
NoLostWakeup == vstate = "parked" =>
    /\ Served => permit \/ \E w \in Wakers : WillUnpark(w)
    /\ interrupted => permit \/ \E i \in Interrupters : pc[i] = "unpark"
    /\ permit => \E t \in Threads : Alert(t)

\* Two wakers never serve the same waiter, and none serves one that has left.
ServedOnce ==
    /\ \A v, w \in Wakers : target[v] = target[w] /\ target[v] # 0 => v = w
    /\ at \in {"left", "threw"} => queue = {}
    /\ at = "left" => \A w \in Wakers : target[w] # wait
    /\ \A i \in Waits : outcome[i] # "waiting" =>
         \E w \in Wakers : target[w] = i

\* Where a value may be: still with its sender, in the buffer, in a waiter, or
\* received.
WithSender(v) == pc[v] \in {"start", "poll", "give"}

OnePlace == \A v \in Senders :
    /\ \/ WithSender(v) \/ v \in buffer \/ v \in got
       \/ \E i \in Waits : slot[i] = v
    /\ ~(WithSender(v) /\ (v \in buffer \/ v \in got))
    /\ ~(v \in buffer /\ v \in got)
    /\ \A i \in Waits : slot[i] = v =>
         /\ ~WithSender(v) /\ v \notin buffer /\ v \notin got
         /\ \A j \in Waits : slot[j] = v => i = j

\* A value is in no waiter that nobody will look at again; and whoever takes
\* one finds it.
NoneStranded ==
    /\ \A i \in Waits : slot[i] # None => i = wait /\ at \in Waiting
    /\ at = "take" => /\ outcome[wait] # "waiting"
                      /\ outcome[wait] = "done" => slot[wait] # None

\* Nobody waits beside a value that he could take, or for a closed channel.
NoneMissed == queue # {} => buffer = {} /\ ~closed

\* No check in our code fails.
NoFailure == \A t \in Threads : pc[t] # "failed"

\* At most one thread has the lock.
SleeperInside == at \in {"check", "entry", "enlist", "enlisted", "found",
                         "refused", "leave", "left", "missed"}
WakerInside(w) == \/ pc[w] \in {"poll", "give", "unlock"}
                  \/ pc[w] = "decide" /\ w \in Senders

MutualExclusion ==
    /\ \A v, w \in Wakers : WakerInside(v) /\ WakerInside(w) => v = w
    /\ \A w \in Wakers : ~(SleeperInside /\ WakerInside(w))
    /\ held <=> SleeperInside \/ \E w \in Wakers : WakerInside(w)

\* Under fairness: who has been served, or interrupted, does not wait for ever.
Over(i) == wait > i \/ (wait = i /\ at \notin Waiting)

ServedGoesOn == \A i \in Waits : (outcome[i] # "waiting") ~> Over(i)

InterruptedGoesOn ==
    \A i \in Waits : (interrupted /\ wait = i /\ at \in Waiting) ~> Over(i)

(***************************************************************************)
(* Refinement: each step is one that Goroutines.tla allows a goroutine     *)
(* which waits for another, or none at all.  (Where a waker is faster than *)
(* the M, a user sees the goroutine go from running to runnable at once.)  *)
(* Only the steps are compared, since there every goroutine begins unborn. *)
(***************************************************************************)
UserState == IF word.status = "waiting" THEN "blocked" ELSE word.status

User == INSTANCE Goroutines WITH
            G <- {"g"}, MaxWidth <- 1, width <- 1, reported <- FALSE,
            state <- [g \in {"g"} |-> UserState],
            holders <- IF word.status = "running" THEN {"g"} ELSE {}

UserSteps == [][User!Next]_(User!vars)

-----------------------------------------------------------------------------
(***************************************************************************)
(* Why it is so: an inductive invariant.  Every state that satisfies Inv   *)
(* has only successors that do, whether or not it can be reached; and Inv  *)
(* implies the properties above that are no formulas about steps or        *)
(* liveness.  Two facts carry it:                                          *)
(*                                                                         *)
(*   - the virtual thread's state says who may act: while it is "parked"   *)
(*     nobody has the goroutine, and otherwise exactly one thread has it   *)
(*     (StateInv).  So every store to the word but one has no rival; that  *)
(*     one is the Park of an M on its way out, and it compares the count   *)
(*     (WordInv);                                                          *)
(*   - from the sleeper's last look at the outcome until its next one,     *)
(*     nobody takes the permit away (PermitInv).                           *)
(*                                                                         *)
(* Assumed: the count of transitions does not come round.  It has 61 bits. *)
(*                                                                         *)
(* TLC checks it from *all* states that satisfy it, at small sizes: two Ms *)
(* with and without an interrupter, and one M with a sender and a closer,  *)
(* each for one wait and a count up to 2.  In the formulas counts are only *)
(* compared, so a stale 1 beside a present 2 stands for all.               *)
(***************************************************************************)

\* m still counts the goroutine as its own.
Counts(m) == pc[m] \notin {"idle", "took", "execute", "yieldEnqueue", "failed"}

\* ... and rightly: it has made no transition since.
Fresh(m) == Counts(m) /\ word = Word("running", executed[m])

\* The virtual thread's state says who has the goroutine.
StateInv ==
    /\ OneResume
    /\ (vstate = "running") <=> \E m \in M : pc[m] \in {"consume", "mounted"}
    /\ (vstate = "parking") <=> \E m \in M : pc[m] = "unmounting"
    /\ (at = "parked") <=> \A m \in M : pc[m] # "mounted"

\* The word says how far it has come with our transitions.
WordInv ==
    /\ \A m \in M : ~Counts(m) => executed[m] = 0
    /\ \A m \in M : Counts(m) =>
         /\ executed[m] <= word.count
         /\ executed[m] = word.count => word.status = "running"
         /\ \A n \in M : Counts(n) /\ executed[m] = executed[n] => m = n
    \* Where it is queued, or about to be taken or put there.
    /\ \/ runq = 1
       \/ \E t \in Threads : pc[t] = "enqueue"
       \/ \E m \in M : pc[m] \in {"took", "execute", "yieldEnqueue"}
       => word.status = "runnable"
    \* Where m runs it, or will see to it.
    /\ \A m \in M : \/ pc[m] \in {"resume", "consume", "mounted",
                                  "unmounting", "yield", "yieldStore"}
                    \/ mark[m] = "resubmitted"
                    => Fresh(m)
    \* Where it is parked, or has been unparked and the word is yet to say so.
    /\ \/ vstate = "parked"
       \/ \E t \in Threads : pc[t] \in {"resubmit", "ready", "readyStore",
                                        "readyCas"}
       => \/ word.status = "waiting"
          \/ \E m \in M : /\ Fresh(m)
                          /\ pc[m] \in {"lookPermit", "unparkSelf",
                                        "resubmit", "back", "parks"}
    /\ \A m \in M : mark[m] = "resubmitted" => pc[m] = "back"
    \* What has been read of the word is what it is, but for the M's Park.
    /\ \A m \in M : pc[m] \in {"execute", "yieldStore"} => seen[m] = word
    /\ \A t \in Threads :
         /\ pc[t] = "readyStore" => seen[t] = word /\ word.status = "waiting"
         /\ pc[t] = "readyCas" =>
              /\ seen[t].status = "running"
              /\ \/ word = seen[t]
                 \/ word = Word("waiting", seen[t].count + 1)
         /\ pc[t] \notin {"execute", "yieldStore", "readyStore", "readyCas"}
              => seen[t] = NoWord

\* From the last look at the outcome until the sleeper looks again.
Asleep(places) == \/ at \in places
                  \/ at = "parked" /\ vstate \in {"parking", "parked"}

\* The permit: nobody takes it away between that look and the next.
PermitInv ==
    /\ Asleep({"park", "parkInterrupt", "startParking"}) /\ Served
         => permit \/ \E w \in Wakers : WillUnpark(w)
    /\ Asleep({"startParking"}) /\ interrupted
         => permit \/ \E i \in Interrupters : pc[i] = "unpark"
    /\ vstate = "parked" /\ permit => \E t \in Threads : Alert(t)

\* w has a waiter of which it has yet to store the outcome.
Serving(w) == target[w] # 0 /\ (\/ pc[w] \in {"give", "decide"}
                                \/ pc[w] = "unlock" /\ w \in Closers)

\* The structure: a waiter is in the queue, or a waker has it, or it is over.
WaiterInv ==
    /\ MutualExclusion /\ ServedOnce /\ NoneMissed
    /\ queue \subseteq {wait}
    /\ queue # {} => at \in Waiting \ {"missed", "take"}
    /\ at \in Waiting /\ queue = {} => \E w \in Wakers : target[w] = wait
    /\ at \in {"entry", "enlist"} => buffer = {} /\ ~closed
    /\ at = "take" => Served
    /\ at \in Waiting \cup {"left"} => wait > 0
    /\ at \in {"check", "entry", "enlist"} => wait < Rounds
    /\ \A w \in Wakers :
         /\ target[w] <= wait
         /\ pc[w] \in {"start", "poll"} => target[w] = 0
         /\ pc[w] \in {"give", "decide", "unpark", "unparkState", "ready",
                       "readyStore", "readyCas", "enqueue"} => target[w] # 0
         /\ Serving(w) => /\ target[w] = wait
                          /\ at \in Waiting \ {"take"}
                          /\ outcome[wait] = "waiting"
         /\ target[w] # 0 /\ ~Serving(w) =>
              outcome[target[w]] = IF w \in Senders THEN "done" ELSE "closed"
         /\ target[w] \notin queue

\* The values.
ValueInv ==
    /\ OnePlace /\ NoneStranded
    /\ \A v \in Senders :
         /\ v \in buffer => target[v] = 0
         /\ \A i \in Waits : slot[i] = v => target[v] = i
         /\ target[v] = 0 /\ pc[v] \in {"unlock", "done"}
              => v \in buffer \cup got
         /\ target[v] = wait /\ at \in Waiting /\ ~WithSender(v)
              => slot[wait] = v

\* Who is where: each kind of thread has steps of its own.
PlaceInv ==
    /\ \A m \in M : pc[m] \notin {"start", "poll", "give", "decide", "unlock",
                                  "unpark", "unparkState", "done", "failed"}
    /\ \A w \in Wakers : pc[w] \in
         {"start", "poll", "decide", "unlock", "unpark", "unparkState", "ready",
          "readyStore", "readyCas", "enqueue", "done"}
         \cup (IF w \in Senders THEN {"give"} ELSE {})
    /\ \A i \in Interrupters : pc[i] \in
         {"start", "unpark", "unparkState", "ready", "readyStore", "readyCas",
          "enqueue", "done"}

Inv == /\ TypeOK /\ PlaceInv /\ StateInv /\ WordInv
       /\ PermitInv /\ WaiterInv /\ ValueInv

THEOREM SafeSpec => [](/\ TypeOK /\ OneResume /\ NoLostWakeup /\ ServedOnce
                       /\ OnePlace /\ NoneStranded /\ NoneMissed /\ NoFailure
                       /\ MutualExclusion /\ Inv)
THEOREM SafeSpec => UserSteps
THEOREM Spec => ServedGoesOn /\ InterruptedGoesOn
=============================================================================
