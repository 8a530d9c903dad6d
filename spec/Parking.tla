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
(* on its way out, and from that moment a waker may make the virtual       *)
(* thread "unparked" and ask that it be run, while the M is not yet done   *)
(* with it.  Nobody but the M writes the word of a running goroutine: the  *)
(* waker leaves it to the M then.  Again two sides race:                   *)
(*                                                                         *)
(*      a waker                             the M                          *)
(*      1. makes the thread "unparked"      1. stores "waiting" into the   *)
(*      2. reads the word.  If that is         word                        *)
(*         "waiting", it goes on; if not,   2. looks at the thread's       *)
(*         the M will see to it                state.  If that is          *)
(*      3. makes the word "runnable", by       "unparked", it goes on with *)
(*         a compare-and-set                   2 and 3 of a waker          *)
(*      4. if that succeeded, puts the                                     *)
(*         goroutine into a queue                                          *)
(*                                                                         *)
(* Each side writes first, and reads what the other has written after      *)
(* that.  So at least one of the two sees the other; if both do, one       *)
(* compare-and-set fails, and he who lost does nothing more.  Whatever     *)
(* asks that the goroutine be run, and however often: it is queued when    *)
(* its word goes from waiting to runnable, and not otherwise.              *)
(*                                                                         *)
(* There is a third case: the JDK asks on that M's own thread that the     *)
(* goroutine run again, since it was woken while the M unmounted it.  Its  *)
(* word is still "running", and the M queues it when it has come back      *)
(* (Resubmit).                                                             *)
(*                                                                         *)
(* Lookers.  Somebody asks the JDK for the stack of the virtual thread     *)
(* while that is on no M.  For this the JDK suspends it:                   *)
(*                                                                         *)
(*      1. it goes from parked or unparked to the same, suspended.  Now    *)
(*         nobody else changes the state: a waker finds it not parked and  *)
(*         leaves it alone, and an M that was to continue it comes back at *)
(*         once, with nothing done                                         *)
(*      2. it reads the stack, and restores the state                      *)
(*      3. if that is unparked, it asks that the thread be run, once more: *)
(*         an M may have come in vain meanwhile                            *)
(*      4. if it is parked, it looks at the permit, and if there is one it *)
(*         does what a waker does                                          *)
(*                                                                         *)
(* So the JDK may ask for a goroutine that is queued, or runs already, or  *)
(* waits again.  In the last case it is queued although nobody has woken   *)
(* it; an M takes it, comes back with nothing done, and stores "waiting"   *)
(* as it does after each run.                                              *)
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
(*   - Thread.yield.  The JDK makes the thread's state "yielded", which is *)
(*     to everybody what "unparked" is, and asks on the M's own thread     *)
(*     that it run again.  So this is what follows from Resubmit;          *)
(*   - the beginning and the end of the goroutine.  Before it has begun it *)
(*     is not suspended; and a word that says "dead" is, to who asks that  *)
(*     the goroutine be run, a word that does not say "waiting";           *)
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
    Lookers,       \* threads that take the goroutine's stack once
    Rounds,        \* how often the goroutine waits at the most
    None           \* no value

Wakers  == Senders \cup Closers
Others  == Wakers \cup Interrupters \cup Lookers
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

Suspended == {"parkedSuspended", "unparkedSuspended"}

VState == {"running", "parking", "parked", "unparked"} \cup Suspended

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
    "lookState",        \* (looks whether it has been woken before that)
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
    \* a looker: as well "start", "unparkState", and
    "suspended",        \* (is about to restore the state)
    "restored",         \* (looks whether it was unparked meanwhile)
    \* any of them, once the goroutine is to be run
    "ready",            \* (is about to look at the word)
    "readyCas",         \* (is about to go from waiting to runnable)
    "enqueue",          \* (is about to put it into a queue)
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

\* An M continues the virtual thread, if that may be continued.  If not, it is
\* suspended, or the M has been asked in vain.
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
(* The lookers.  All of it is the JDK's.                                   *)
(***************************************************************************)

\* 1. It suspends the virtual thread: a compare-and-set of its state.
JdkSuspend(l) ==
    /\ l \in Lookers
    /\ Step(l, "start", "suspended")
    /\ \/ vstate = "parked"   /\ vstate' = "parkedSuspended"
       \/ vstate = "unparked" /\ vstate' = "unparkedSuspended"
    /\ UNCHANGED <<structure, code, permit, interrupted, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* 2. It restores the state: a store.  3. If the thread may be continued, it
\* asks that it be run.
JdkRestore(l) ==
    /\ pc[l] = "suspended"
    /\ IF vstate = "parkedSuspended"
       THEN vstate' = "parked"   /\ pc' = [pc EXCEPT ![l] = "restored"]
       ELSE vstate' = "unparked" /\ pc' = [pc EXCEPT ![l] = "ready"]
    /\ UNCHANGED <<structure, code, permit, interrupted, word, runq>>
    /\ UNCHANGED <<seen, target, machine>>

\* 4. Was it unparked while it was suspended?  If so, what follows is as for a
\* waker.
JdkLookRestored(l) ==
    /\ Step(l, "restored", IF permit THEN "unparkState" ELSE "done")
    /\ UNCHANGED <<structure, code, jdk, word, runq, seen, target, machine>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Waiting to runnable: on any thread on which the JDK asks that the       *)
(* goroutine be run, and on an M that sees that this has been asked.       *)
(***************************************************************************)

After(t) == IF t \in M THEN "idle" ELSE "done"

\* It reads the word.  If that is not "waiting", the goroutine is queued, or
\* an M runs it, which will look at the thread's state when it has stored
\* "waiting".
ReadyLook(t) ==
    /\ pc[t] = "ready"
    /\ IF word.status = "waiting"
       THEN /\ seen' = [seen EXCEPT ![t] = word]
            /\ pc' = [pc EXCEPT ![t] = "readyCas"]
       ELSE /\ seen' = seen
            /\ pc' = [pc EXCEPT ![t] = After(t)]
    /\ UNCHANGED <<structure, code, jdk, word, runq, target, machine>>

\* From waiting to runnable, by a compare-and-set.  If somebody else was
\* faster, he has queued it.
ReadyCas(t) ==
    /\ pc[t] = "readyCas"
    /\ IF word = seen[t]
       THEN /\ word' = Word("runnable", seen[t].count + 1)
            /\ pc' = [pc EXCEPT ![t] = "enqueue"]
       ELSE /\ word' = word
            /\ pc' = [pc EXCEPT ![t] = After(t)]
    /\ seen' = [seen EXCEPT ![t] = NoWord]
    /\ UNCHANGED <<structure, code, jdk, runq, target, machine>>

\* It puts the goroutine into a queue.
Enqueue(t) ==
    /\ Step(t, "enqueue", After(t))
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

\* The JDK asks on m's own thread that the goroutine be run, while m has not
\* come back from it: m will see to it when it has.  Since nobody but m writes
\* the word of a goroutine that m runs, no other transition can have come
\* between; that is checked.
Resubmit(m) ==
    /\ pc[m] = "resubmit"
    /\ IF word = Word("running", executed[m])
       THEN /\ mark' = [mark EXCEPT ![m] = "resubmitted"]
            /\ pc' = [pc EXCEPT ![m] = "back"]
       ELSE /\ mark' = mark
            /\ pc' = [pc EXCEPT ![m] = "failed"]
    /\ UNCHANGED <<structure, code, jdk, word, runq, seen, target, executed>>

\* The M has returned from the virtual thread, and reads how it came to.
\* (Nobody but m touches its mark.)
Return(m) ==
    /\ Step(m, "back", IF mark[m] = "parked" THEN "parks" ELSE "yield")
    /\ mark' = [mark EXCEPT ![m] = "parked"]
    /\ UNCHANGED <<structure, code, jdk, word, runq, seen, target, executed>>

\* 1. Running to waiting: a store, since nobody else writes now.
\* (What m executed is not read again: forgetting it saves TLC some states.)
Park(m) ==
    /\ Step(m, "parks", "lookState")
    /\ word' = Word("waiting", executed[m] + 1)
    /\ executed' = [executed EXCEPT ![m] = 0]
    /\ UNCHANGED <<structure, code, jdk, runq, seen, target, mark>>

\* 2. Has the thread been woken?  Who woke it may have left it to this M.
\* Where it is suspended the answer may be yes or no: the looker will ask that
\* it be run.  So it may where it runs: then another M has taken it already.
LookState(m) ==
    /\ pc[m] = "lookState"
    /\ \/ /\ vstate # "parked" /\ vstate # "parkedSuspended"
          /\ pc' = [pc EXCEPT ![m] = "ready"]
       \/ /\ vstate # "unparked"
          /\ pc' = [pc EXCEPT ![m] = "idle"]
    /\ UNCHANGED <<structure, code, jdk, word, runq, seen, target, machine>>

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
    \/ Park(m) \/ LookState(m)
    \/ YieldLook(m) \/ YieldStore(m) \/ YieldEnqueue(m)

JdkMachineStep(m) ==
    \/ JdkParked(m) \/ JdkLookPermit(m) \/ JdkUnparkSelf(m) \/ JdkContinue(m)
    \/ JdkConsume(m)

\* What any thread does that makes the goroutine runnable.
ReadyStep(t) == ReadyLook(t) \/ ReadyCas(t) \/ Enqueue(t)

\* What a waker that has the lock, or had it, does.
WakerStep(w) ==
    Poll(w) \/ PollNobody(w) \/ Give(w) \/ Decide(w) \/ WakerUnlock(w)

JdkUnparkStep(t) == JdkUnpark(t) \/ JdkUnparkState(t)

\* What a looker does that has suspended the thread.
JdkLookerStep(l) == JdkRestore(l) \/ JdkLookRestored(l)

Next ==
    \/ \E m \in M : \/ SleeperLock(m)
                    \/ SleeperStep(m) \/ JdkSleeperStep(m)
                    \/ MachineStep(m) \/ JdkMachineStep(m)
    \/ \E w \in Wakers : WakerLock(w) \/ WakerStep(w)
    \/ \E i \in Interrupters : JdkInterrupt(i)
    \/ \E l \in Lookers : JdkSuspend(l) \/ JdkLookerStep(l)
    \/ \E t \in Others : JdkUnparkStep(t)
    \/ \E t \in Threads : ReadyStep(t)

(***************************************************************************)
(* Fairness.  Whoever has begun something goes on: the operating system    *)
(* runs every thread, the JDK finishes what it does, and an M takes a      *)
(* goroutine that is queued (that is Scheduler.tla's promise).  Nobody is  *)
(* obliged to begin: not to wait, to send, to close, to interrupt, to look.*)
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
                                 \/ JdkLookerStep(t) \/ ReadyStep(t))

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* m has the goroutine: is about to run it, runs it, or has come back from it
\* and has not yet stored "waiting", or is to queue it anew.
Has(m) == pc[m] \in {"took", "execute", "resume", "consume", "mounted",
                     "unmounting", "lookPermit", "unparkSelf", "resubmit",
                     "back", "parks", "yield", "yieldStore", "yieldEnqueue"}

\* The goroutine is in one place: it waits, or is in the hands of one thread
\* that queues it, or once in one queue, or with one M.
OneResume ==
    /\ runq <= 1
    /\ \A t \in Threads : pc[t] = "enqueue" => runq = 0
    /\ \A m \in M : Has(m) => runq = 0
    /\ \A t, u \in Threads : pc[t] = "enqueue" /\ pc[u] = "enqueue" => t = u
    /\ \A m, n \in M : Has(m) /\ Has(n) => m = n
    /\ \A t \in Threads, m \in M : ~(pc[t] = "enqueue" /\ Has(m))
    /\ (word.status = "waiting") <=> (/\ runq = 0
                                     /\ \A t \in Threads : pc[t] # "enqueue"
                                     /\ \A m \in M : ~Has(m))

\* The virtual thread is parked, whether or not somebody has suspended it.
Parked == vstate \in {"parked", "parkedSuspended"}

\* Has yet to look whether the virtual thread is parked: it will find it so,
\* or suspended; then the looker has yet to look.
Alert(t) == pc[t] \in {"lookPermit", "unparkSelf", "unparkState", "suspended",
                       "restored"}

\* Is about to make the goroutine runnable, unless somebody else does.
WillReady(t) == \/ pc[t] \in {"ready", "lookState", "suspended"}
                \/ pc[t] = "readyCas" /\ seen[t] = word

\* w has stored the outcome of the present wait, and has yet to unpark.
WillUnpark(w) == /\ target[w] = wait
                 /\ \/ pc[w] = "unpark"
                    \/ pc[w] = "unlock" /\ w \in Senders

Served == wait > 0 /\ outcome[wait] # "waiting"

\* No wake-up is lost.  A parked goroutine that has an outcome, or has been
\* interrupted, has a permit or is about to get it; where a parked goroutine
\* has a permit, somebody is about to find it parked; and where it has been
\* unparked, it does not wait, or somebody is about to see that it does.
\* (Where it does not wait it is queued, or an M has it and has yet to look.)
NoLostWakeup ==
    /\ Parked =>
        /\ Served => permit \/ \E w \in Wakers : WillUnpark(w)
        /\ interrupted => permit \/ \E i \in Interrupters : pc[i] = "unpark"
        /\ permit => \E t \in Threads : Alert(t)
    /\ vstate \in {"unparked", "unparkedSuspended"} /\ word.status = "waiting"
         => \E t \in Threads : WillReady(t)

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
(* which waits for another, or none at all.  Only the steps are compared,  *)
(* since there every goroutine begins unborn.                              *)
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
(*   - the word says who may act.  While it is "waiting" nobody has the    *)
(*     goroutine, and whoever would have it has to win a compare-and-set;  *)
(*     otherwise exactly one has it, and no other writes the word          *)
(*     (OneResume, WordInv).  The virtual thread's state may be anything   *)
(*     beside it, but while it runs it does so on the M that has it        *)
(*     (StateInv);                                                         *)
(*   - from the sleeper's last look at the outcome until its next one,     *)
(*     nobody takes the permit away (PermitInv).                           *)
(*                                                                         *)
(* Assumed: the count of transitions does not come round.  It has 61 bits. *)
(*                                                                         *)
(* TLC checks it from *all* states that satisfy it, at small sizes: two Ms *)
(* with and without an interrupter, a sender, a looker, and one M with a   *)
(* sender and a closer, each for one wait and a count up to 2.  In the     *)
(* formulas counts are only compared, so a stale 1 beside a present 2      *)
(* stands for all.                                                         *)
(***************************************************************************)

\* m has made the word "running", and has not changed it since.
Counts(m) == Has(m) /\ pc[m] \notin {"took", "execute", "yieldEnqueue"}

\* The virtual thread's state agrees with what the threads do.
StateInv ==
    /\ (vstate = "running") <=> \E m \in M : pc[m] \in {"consume", "mounted"}
    /\ (vstate = "parking") <=> \E m \in M : pc[m] = "unmounting"
    /\ (vstate \in Suspended) <=> \E l \in Lookers : pc[l] = "suspended"
    /\ \A k, l \in Lookers : pc[k] = "suspended" /\ pc[l] = "suspended" => k = l
    /\ (at = "parked") <=> \A m \in M : pc[m] # "mounted"

\* The word says who has the goroutine.
WordInv ==
    /\ OneResume
    \* m runs it, or has come back from it.
    /\ \A m \in M : IF Counts(m) THEN word = Word("running", executed[m])
                                 ELSE executed[m] = 0
    \* It is queued, or about to be put there, or has been taken.
    /\ \/ runq = 1
       \/ \E t \in Threads : pc[t] = "enqueue"
       \/ \E m \in M : pc[m] \in {"took", "execute", "yieldEnqueue"}
       => word.status = "runnable"
    /\ \A m \in M : mark[m] = "resubmitted" => pc[m] = "back"
    \* What has been read of the word is what it is, or is long past.
    /\ \A m \in M : pc[m] \in {"execute", "yieldStore"} => seen[m] = word
    /\ \A t \in Threads :
         /\ pc[t] = "readyCas" => /\ seen[t].status = "waiting"
                                  /\ \/ seen[t] = word
                                     \/ seen[t].count < word.count
         /\ pc[t] \notin {"execute", "yieldStore", "readyCas"}
              => seen[t] = NoWord

\* From the last look at the outcome until the sleeper looks again.
Asleep(places) == \/ at \in places
                  \/ at = "parked" /\ (vstate = "parking" \/ Parked)

\* The permit: nobody takes it away between that look and the next.
PermitInv ==
    /\ Asleep({"park", "parkInterrupt", "startParking"}) /\ Served
         => permit \/ \E w \in Wakers : WillUnpark(w)
    /\ Asleep({"startParking"}) /\ interrupted
         => permit \/ \E i \in Interrupters : pc[i] = "unpark"
    /\ NoLostWakeup

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
                       "readyCas", "enqueue"} => target[w] # 0
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
ReadyPC == {"ready", "readyCas", "enqueue"}

PlaceInv ==
    /\ \A m \in M : Has(m) \/ pc[m] \in {"idle", "lookState"} \cup ReadyPC
    /\ \A w \in Wakers : pc[w] \in
         {"start", "poll", "decide", "unlock", "unpark", "unparkState", "done"}
         \cup ReadyPC \cup (IF w \in Senders THEN {"give"} ELSE {})
    /\ \A i \in Interrupters : pc[i] \in
         {"start", "unpark", "unparkState", "done"} \cup ReadyPC
    /\ \A l \in Lookers : pc[l] \in
         {"start", "suspended", "restored", "unparkState", "done"}
         \cup ReadyPC

Inv == /\ TypeOK /\ PlaceInv /\ StateInv /\ WordInv
       /\ PermitInv /\ WaiterInv /\ ValueInv

THEOREM SafeSpec => [](/\ TypeOK /\ OneResume /\ NoLostWakeup /\ ServedOnce
                       /\ OnePlace /\ NoneStranded /\ NoneMissed /\ NoFailure
                       /\ MutualExclusion /\ Inv)
THEOREM SafeSpec => UserSteps
THEOREM Spec => ServedGoesOn /\ InterruptedGoesOn
=============================================================================
