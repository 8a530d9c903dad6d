------------------------------ MODULE Channel -------------------------------
(***************************************************************************)
(* A channel, one critical section a step.                                 *)
(*                                                                         *)
(* A channel is a buffer, two queues of threads that wait (goroutines or   *)
(* plain threads, that makes no difference here), and a lock.  Whoever     *)
(* comes first waits in a queue; whoever comes second serves him under the *)
(* lock: a sender hands its value to the receiver that waits longest, a    *)
(* receiver takes the value of the sender that waits longest, or, where    *)
(* the buffer is full, takes the oldest value and lets that sender's       *)
(* value into the buffer.  The served one never needs the lock again.      *)
(*                                                                         *)
(* The module promises, and TLC checks, that all this is a FIFO with       *)
(* rendezvous (it refines AbstractChannel.tla), that no value is lost,     *)
(* duplicated, or received although its sender was refused (OnePlace),     *)
(* that the values of one sender arrive in order (FifoPerSender), that     *)
(* closing releases all who wait, and that nobody waits for ever while his *)
(* partners keep coming (ReceiversServed, SendersServed).                  *)
(*                                                                         *)
(* Serving and waiting, told once.  Two sides race:                        *)
(*                                                                         *)
(*      who waits                           who serves                     *)
(*      1. under the lock: finds nobody     1. under the lock: takes the   *)
(*         to serve it, joins the queue        first waiter off the queue, *)
(*         (SendWait, ReceiveWait)             moves the value, sets the   *)
(*      2. parks until it sees its             waiter's outcome (SendTo-   *)
(*         outcome (ParkAgain, Return)         Receiver, ReceiveAndRefill, *)
(*                                             ReceiveFromSender)          *)
(*                                          2. without the lock: unparks   *)
(*                                             the waiter (Unpark)         *)
(*                                                                         *)
(* Both sides decide under the lock, so they cannot miss each other.  The  *)
(* waiter may see its outcome before it is unparked; the permit that comes *)
(* too late makes a later wait look once too often (ParkAgain).            *)
(*                                                                         *)
(* Interruption.  A waiter that is interrupted takes the lock.  If it is   *)
(* still in the queue it leaves, and its operation has not happened (Leave *)
(* Queue).  If it is not, then somebody has served it or is about to tell  *)
(* it that the channel is closed: it goes on waiting for its outcome.      *)
(*                                                                         *)
(* Looks without the lock.  An operation that will not wait and cannot go  *)
(* on need not take the lock to find that out.  Each look is one read of   *)
(* one word: the number of values in the buffer (without a buffer: whether *)
(* somebody waits on the other side), or `closed'.                         *)
(*                                                                         *)
(*      trySend                             tryReceive                     *)
(*      1. is it full? (FastSendFull)       1. is it empty? (FastReceive-  *)
(*      2. is it open? then "not now"          Empty)                      *)
(*         (FastSendOpen); else the lock    2. is it open? then "not now"  *)
(*         will tell (FastSendClosed)          (FastReceiveOpen), else     *)
(*                                             look on (FastReceiveClosed) *)
(*                                          3. still empty? "closed"       *)
(*                                             (FastReceiveStillEmpty),    *)
(*                                             else the lock will tell     *)
(*                                             (FastReceiveRefilled)       *)
(*                                                                         *)
(* Closed stays closed, so "open" in step 2 means that it was open in      *)
(* step 1 too: there was a moment at which it was full (empty) and open.   *)
(* And nothing comes into a closed channel, so "empty" in step 3, after    *)
(* "closed", means drained for good; "empty" in step 1 does not, a value   *)
(* may have come in between.                                               *)
(*                                                                         *)
(* Difference from Go: trySend there reads `closed' first and "full"       *)
(* second.  On a channel without buffer that is not a FIFO with rendezvous:*)
(* a receiver waits all the time, the channel is closed between the two    *)
(* reads, which empties the queue of receivers, and the send is told "not  *)
(* now", though it was always either possible or an error.  (The mutation  *)
(* channel-go-order-of-reads shows this run.)                              *)
(*                                                                         *)
(* Left out, with reasons:                                                 *)
(*                                                                         *)
(*   - the lock, except for Close: all that happens under it is one step,  *)
(*     because nobody else may look.  But the looks above do not take it,  *)
(*     so a critical section must not pass through a state that they would *)
(*     misread.  All but Close write at most one word that a look reads;   *)
(*     Close writes `closed' first and empties the queues afterwards (in   *)
(*     the order of memory too), and here that is two steps (CloseMark,    *)
(*     CloseTake).  In particular ReceiveAndRefill must leave the number   *)
(*     of values alone: it must not count down and up again;               *)
(*   - how a thread parks: Parking.tla.  A permit that comes before the    *)
(*     park makes it return at once, so that looking at the outcome and    *)
(*     parking may be one step here.  A permit that is left over when the  *)
(*     wait has ended is forgotten: all that it does is to make a later    *)
(*     wait look once too often;                                           *)
(*   - length, isDrained and toString: they read under the lock and change *)
(*     nothing.  An iterator is a loop of receives;                        *)
(*   - memory order: the lock, and the outcome (written with release, read *)
(*     with acquire), order all accesses but the looks, which are read     *)
(*     with acquire, one after the other.  Lock and outcome give the       *)
(*     edges of Go's memory model: a send happens before the end of its    *)
(*     receive, the k-th receive before the end of the (k + Capacity)-th   *)
(*     send, a close before a receive that reports it;                     *)
(*   - what a client does between operations, and in which order: it may   *)
(*     begin any operation at any time.                                    *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
    Senders, Receivers, Closers,  \* the threads, by what they do
    Interruptible,    \* those that somebody may interrupt
    PerSender,        \* how many values each sender sends or tries to send
    Capacity,         \* slots of the buffer; 0: none
    Fast,             \* whether there are looks without the lock
    None              \* no value, no thread

ASSUME /\ PerSender \in Nat /\ Capacity \in Nat /\ Fast \in BOOLEAN
       /\ Interruptible \subseteq Senders \cup Receivers

VARIABLES
    buffer,       \* the values in the buffer, oldest first
    closed,       \* whether it has been closed
    sendq,        \* the senders that wait, first come first
    recvq,        \* the receivers that wait, first come first
    closing,      \* the thread that holds the lock in its close, or None
    pc,           \* pc[t]: "idle", "waiting", or what its last look found:
                  \* "full", "empty", "drained"
    outcome,      \* outcome[t]: how t's operation ended; while it waits,
                  \* whether it has been served
    slot,         \* slot[r]: what r has been handed or has received
    taken,        \* waiters that the close took and has yet to tell
    owes,         \* owes[t]: whom t has served and not yet unparked
    permit,       \* permit[t]: whether t, which waits, has been unparked
    interrupted,  \* interrupted[t]: t's interrupt flag
    seq,          \* seq[s]: the number of the value that s sends next
    fate,         \* history: what the sender of each value was told
    received      \* history: how often each value was received

chanVars   == <<buffer, closed, sendq, recvq, closing, taken>>
threadVars == <<pc, outcome, slot, owes, permit, interrupted>>
history    == <<fate, received>>
vars       == <<chanVars, threadVars, seq, history>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(***************************************************************************)

Clients == Senders \cup Receivers
Threads == Clients \cup Closers

Values == Senders \X (1..PerSender)

\* The value that s sends now, or next.
Mine(s) == <<s, seq[s]>>

\* The number of a sender's next value.
Following(n) == n + 1

\* Whether the lock can be had.
Unlocked == closing = None

\* t has finished its last operation, and may begin one.
Idle(t) == pc[t] = "idle" /\ owes[t] = {}
MaySend(s) == Idle(s) /\ seq[s] <= PerSender

\* Whether t is in the queue q, and q without t.
In(t, q)      == \E i \in DOMAIN q : q[i] = t
Without(q, t) == SelectSeq(q, LAMBDA u : u # t)

\* What a look without the lock sees: one word each.
LooksFull  == IF Capacity = 0 THEN recvq = <<>> ELSE Len(buffer) = Capacity
LooksEmpty == IF Capacity = 0 THEN sendq = <<>> ELSE Len(buffer) = 0

\* What is so under the lock.
Full  == recvq = <<>> /\ Len(buffer) = Capacity
Empty == sendq = <<>> /\ Len(buffer) = 0

\* History: the sender of v was told how its send ended.
Told(v, how) == [fate EXCEPT ![v] = how]

\* History: v was received once more.
Counted(v) == [received EXCEPT ![v] = @ + 1]

-----------------------------------------------------------------------------
Endings == {"new", "done", "closed", "refused", "interrupted"}

TypeOK ==
    /\ buffer \in Seq(Values) /\ Len(buffer) <= Capacity
    /\ closed \in BOOLEAN
    /\ sendq \in Seq(Senders) /\ recvq \in Seq(Receivers)
    /\ closing \in Closers \cup {None}
    /\ pc \in [Threads -> {"idle", "waiting", "full", "empty", "drained"}]
    /\ outcome \in [Threads -> Endings \cup {"waiting", "missed"}]
    /\ slot \in [Receivers -> Values \cup {None}]
    /\ taken \subseteq Clients
    /\ owes \in [Threads -> SUBSET Clients]
    /\ permit \in [Clients -> BOOLEAN]
    /\ interrupted \in [Clients -> BOOLEAN]
    /\ seq \in [Senders -> 1..(PerSender + 1)]
    /\ fate \in [Values -> {"unsent", "sent", "refused"}]
    /\ received \in [Values -> Nat]

Init ==
    /\ buffer = <<>> /\ closed = FALSE
    /\ sendq = <<>> /\ recvq = <<>>
    /\ closing = None /\ taken = {}
    /\ pc = [t \in Threads |-> "idle"]
    /\ outcome = [t \in Threads |-> "new"]
    /\ slot = [r \in Receivers |-> None]
    /\ owes = [t \in Threads |-> {}]
    /\ permit = [t \in Clients |-> FALSE]
    /\ interrupted = [t \in Clients |-> FALSE]
    /\ seq = [s \in Senders |-> 1]
    /\ fate = [v \in Values |-> "unsent"]
    /\ received = [v \in Values |-> 0]

-----------------------------------------------------------------------------
(***************************************************************************)
(* How operations end.                                                     *)
(***************************************************************************)

\* The send of s ends, and s is told how.
EndSend(s, how) ==
    /\ pc' = [pc EXCEPT ![s] = "idle"]
    /\ seq' = [seq EXCEPT ![s] = Following(@)]
    /\ fate' = Told(Mine(s), IF how = "done" THEN "sent" ELSE "refused")
    /\ UNCHANGED received

\* ... in the step that decided it.
DirectSend(s, how) == EndSend(s, how) /\ outcome' = [outcome EXCEPT ![s] = how]

\* The receive of r ends with v.
EndReceive(r, v) ==
    /\ pc' = [pc EXCEPT ![r] = "idle"]
    /\ slot' = [slot EXCEPT ![r] = v]
    /\ received' = Counted(v)
    /\ UNCHANGED <<seq, fate>>

\* The receive of r ends without a value.
EndEmpty(r, how) ==
    /\ pc' = [pc EXCEPT ![r] = "idle"]
    /\ outcome' = [outcome EXCEPT ![r] = how]
    /\ UNCHANGED <<slot, seq, history>>

\* t joins its queue of waiters.
Wait(t) ==
    /\ pc' = [pc EXCEPT ![t] = "waiting"]
    /\ outcome' = [outcome EXCEPT ![t] = "waiting"]
    /\ UNCHANGED <<slot, seq, history>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Sending.  All these take the lock.                                      *)
(***************************************************************************)

\* A receiver waits: the one that waits longest gets the value.
SendToReceiver(s) ==
    /\ MaySend(s) /\ Unlocked /\ ~closed /\ recvq # <<>>
    /\ recvq' = Tail(recvq)
    /\ slot' = [slot EXCEPT ![Head(recvq)] = Mine(s)]
    /\ outcome' = [outcome EXCEPT ![Head(recvq)] = "done", ![s] = "done"]
    /\ owes' = [owes EXCEPT ![s] = {Head(recvq)}]
    /\ EndSend(s, "done")
    /\ UNCHANGED <<buffer, closed, sendq, closing, taken, permit,
                   interrupted>>

\* There is room in the buffer.
SendToBuffer(s) ==
    /\ MaySend(s) /\ Unlocked /\ ~closed
    /\ recvq = <<>> /\ Len(buffer) < Capacity
    /\ buffer' = Append(buffer, Mine(s))
    /\ DirectSend(s, "done")
    /\ UNCHANGED <<closed, sendq, recvq, closing, taken, slot, owes, permit,
                   interrupted>>

\* The channel is closed: an error.
SendClosed(s) ==
    /\ MaySend(s) /\ Unlocked /\ closed
    /\ DirectSend(s, "closed")
    /\ UNCHANGED <<chanVars, slot, owes, permit, interrupted>>

\* Neither: s waits ...
SendWait(s) ==
    /\ MaySend(s) /\ Unlocked /\ ~closed /\ Full /\ ~interrupted[s]
    /\ sendq' = Append(sendq, s)
    /\ Wait(s)
    /\ UNCHANGED <<buffer, closed, recvq, closing, taken, owes, permit,
                   interrupted>>

\* ... unless its interrupt flag is set,
SendInterrupted(s) ==
    /\ MaySend(s) /\ Unlocked /\ ~closed /\ Full /\ interrupted[s]
    /\ DirectSend(s, "interrupted")
    /\ UNCHANGED <<chanVars, slot, owes, permit, interrupted>>

\* ... or it will not wait.
TrySendRefused(s) ==
    /\ MaySend(s) /\ Unlocked /\ ~closed /\ Full
    /\ DirectSend(s, "refused")
    /\ UNCHANGED <<chanVars, slot, owes, permit, interrupted>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Receiving.  All these take the lock.                                    *)
(***************************************************************************)

\* The buffer holds a value, and no sender waits for the slot.
ReceiveFromBuffer(r) ==
    /\ Idle(r) /\ Unlocked /\ Len(buffer) > 0 /\ sendq = <<>>
    /\ buffer' = Tail(buffer)
    /\ EndReceive(r, Head(buffer))
    /\ outcome' = [outcome EXCEPT ![r] = "done"]
    /\ UNCHANGED <<closed, sendq, recvq, closing, taken, owes, permit,
                   interrupted>>

\* The buffer is full: the sender that waits longest gets the slot.
ReceiveAndRefill(r) ==
    /\ Idle(r) /\ Unlocked /\ Len(buffer) > 0 /\ sendq # <<>>
    /\ buffer' = Append(Tail(buffer), Mine(Head(sendq)))
    /\ sendq' = Tail(sendq)
    /\ EndReceive(r, Head(buffer))
    /\ outcome' = [outcome EXCEPT ![r] = "done", ![Head(sendq)] = "done"]
    /\ owes' = [owes EXCEPT ![r] = {Head(sendq)}]
    /\ UNCHANGED <<closed, recvq, closing, taken, permit, interrupted>>

\* There is no buffer, and a sender waits: its value is taken.
ReceiveFromSender(r) ==
    /\ Idle(r) /\ Unlocked /\ Len(buffer) = 0 /\ sendq # <<>>
    /\ sendq' = Tail(sendq)
    /\ EndReceive(r, Mine(Head(sendq)))
    /\ outcome' = [outcome EXCEPT ![r] = "done", ![Head(sendq)] = "done"]
    /\ owes' = [owes EXCEPT ![r] = {Head(sendq)}]
    /\ UNCHANGED <<buffer, closed, recvq, closing, taken, permit,
                   interrupted>>

\* The channel is closed and drained.
ReceiveClosed(r) ==
    /\ Idle(r) /\ Unlocked /\ closed /\ Empty
    /\ EndEmpty(r, "closed")
    /\ UNCHANGED <<chanVars, owes, permit, interrupted>>

\* None of these: r waits ...
ReceiveWait(r) ==
    /\ Idle(r) /\ Unlocked /\ ~closed /\ Empty /\ ~interrupted[r]
    /\ recvq' = Append(recvq, r)
    /\ Wait(r)
    /\ UNCHANGED <<buffer, closed, sendq, closing, taken, owes, permit,
                   interrupted>>

\* ... unless its interrupt flag is set,
ReceiveInterrupted(r) ==
    /\ Idle(r) /\ Unlocked /\ ~closed /\ Empty /\ interrupted[r]
    /\ EndEmpty(r, "interrupted")
    /\ UNCHANGED <<chanVars, owes, permit, interrupted>>

\* ... or it will not wait.
TryReceiveRefused(r) ==
    /\ Idle(r) /\ Unlocked /\ ~closed /\ Empty
    /\ EndEmpty(r, "refused")
    /\ UNCHANGED <<chanVars, owes, permit, interrupted>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Closing.                                                                *)
(***************************************************************************)

\* c takes the lock, finds the channel open and marks it as closed ...
CloseMark(c) ==
    /\ Idle(c) /\ Unlocked /\ ~closed
    /\ closed' = TRUE
    /\ closing' = c
    /\ UNCHANGED <<buffer, sendq, recvq, taken, threadVars, seq, history>>

\* ... takes all waiters off the queues and gives the lock back ...
CloseTake(c) ==
    /\ closing = c /\ taken = {}
    /\ taken' = {t \in Clients : In(t, sendq) \/ In(t, recvq)}
    /\ sendq' = <<>> /\ recvq' = <<>>
    /\ closing' = None
    /\ UNCHANGED <<buffer, closed, threadVars, seq, history>>

\* ... and tells them, one after the other (and unparks each: Unpark).
CloseTell(c, t) ==
    /\ owes[c] = {} /\ t \in taken
    /\ taken' = taken \ {t}
    /\ outcome' = [outcome EXCEPT ![t] = "closed"]
    /\ owes' = [owes EXCEPT ![c] = {t}]
    /\ UNCHANGED <<buffer, closed, sendq, recvq, closing, pc, slot, permit,
                   interrupted, seq, history>>

\* Closing a closed channel is an error.
CloseAgain(c) ==
    /\ Idle(c) /\ Unlocked /\ closed
    /\ outcome' = [outcome EXCEPT ![c] = "closed"]
    /\ UNCHANGED <<chanVars, pc, slot, owes, permit, interrupted, seq,
                   history>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Waiting.                                                                *)
(***************************************************************************)

\* t wakes u, which it has served.
Unpark(t, u) ==
    /\ u \in owes[t]
    /\ owes' = [owes EXCEPT ![t] = @ \ {u}]
    /\ permit' = [permit EXCEPT ![u] = (pc[u] = "waiting")]
    /\ UNCHANGED <<chanVars, pc, outcome, slot, interrupted, seq, history>>

\* t wakes up, sees no outcome, and parks again: it was unparked too late for
\* an earlier wait, or it was interrupted while a close had yet to tell it.
ParkAgain(t) ==
    /\ pc[t] = "waiting" /\ outcome[t] = "waiting" /\ permit[t]
    /\ permit' = [permit EXCEPT ![t] = FALSE]
    /\ UNCHANGED <<chanVars, pc, outcome, slot, owes, interrupted, seq,
                   history>>

\* t sees its outcome, and its operation ends.
Return(t) ==
    /\ pc[t] = "waiting" /\ outcome[t] # "waiting"
    /\ IF t \in Senders
       THEN EndSend(t, outcome[t]) /\ UNCHANGED slot
       ELSE IF outcome[t] = "done"
            THEN EndReceive(t, slot[t])
            ELSE /\ pc' = [pc EXCEPT ![t] = "idle"]
                 /\ UNCHANGED <<slot, seq, history>>
    /\ permit' = [permit EXCEPT ![t] = FALSE]
    /\ UNCHANGED <<chanVars, outcome, owes, interrupted>>

\* Somebody interrupts t.  (Which wakes it.)
Interrupt(t) ==
    /\ t \in Interruptible /\ ~interrupted[t]
    /\ interrupted' = [interrupted EXCEPT ![t] = TRUE]
    /\ permit' = [permit EXCEPT ![t] = (pc[t] = "waiting")]
    /\ UNCHANGED <<chanVars, pc, outcome, slot, owes, seq, history>>

\* The interrupted t takes the lock and has not been served: it leaves.
LeaveQueue(t) ==
    /\ pc[t] = "waiting" /\ interrupted[t] /\ Unlocked
    /\ In(t, sendq) \/ In(t, recvq)
    /\ sendq' = Without(sendq, t) /\ recvq' = Without(recvq, t)
    /\ IF t \in Senders
       THEN DirectSend(t, "interrupted") /\ UNCHANGED slot
       ELSE EndEmpty(t, "interrupted")
    /\ permit' = [permit EXCEPT ![t] = FALSE]
    /\ UNCHANGED <<buffer, closed, closing, taken, owes, interrupted>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Looks without the lock.  After a look that says "take the lock", t is   *)
(* as one that has just called.                                            *)
(***************************************************************************)

\* t has read a word, goes on to `where', and may say later that it missed.
Looked(t, where) ==
    /\ pc' = [pc EXCEPT ![t] = where]
    /\ outcome' = [outcome EXCEPT ![t] = "missed"]
    /\ UNCHANGED <<chanVars, slot, owes, permit, interrupted, seq, history>>

\* trySend: the channel is full.
FastSendFull(s) == Fast /\ MaySend(s) /\ LooksFull /\ Looked(s, "full")

\* It is open: "not now".
FastSendOpen(s) ==
    /\ pc[s] = "full" /\ ~closed
    /\ DirectSend(s, "refused")
    /\ UNCHANGED <<chanVars, slot, owes, permit, interrupted>>

\* It is closed: take the lock.
FastSendClosed(s) == pc[s] = "full" /\ closed /\ Looked(s, "idle")

\* tryReceive: the channel is empty.
FastReceiveEmpty(r) == Fast /\ Idle(r) /\ LooksEmpty /\ Looked(r, "empty")

\* It is open: "not now".
FastReceiveOpen(r) ==
    /\ pc[r] = "empty" /\ ~closed
    /\ EndEmpty(r, "refused")
    /\ UNCHANGED <<chanVars, owes, permit, interrupted>>

\* It is closed: look once more.
FastReceiveClosed(r) == pc[r] = "empty" /\ closed /\ Looked(r, "drained")

\* It is empty still: closed and drained.
FastReceiveStillEmpty(r) ==
    /\ pc[r] = "drained" /\ LooksEmpty
    /\ EndEmpty(r, "closed")
    /\ UNCHANGED <<chanVars, owes, permit, interrupted>>

\* A value came in between: take the lock.
FastReceiveRefilled(r) ==
    pc[r] = "drained" /\ ~LooksEmpty /\ Looked(r, "idle")

-----------------------------------------------------------------------------
Send(s) ==
    \/ SendToReceiver(s) \/ SendToBuffer(s) \/ SendClosed(s) \/ SendWait(s)
    \/ SendInterrupted(s) \/ TrySendRefused(s) \/ FastSendFull(s)

Receive(r) ==
    \/ ReceiveFromBuffer(r) \/ ReceiveAndRefill(r) \/ ReceiveFromSender(r)
    \/ ReceiveClosed(r) \/ ReceiveWait(r) \/ ReceiveInterrupted(r)
    \/ TryReceiveRefused(r) \/ FastReceiveEmpty(r)

LookOn(t) ==
    \/ FastSendOpen(t) \/ FastSendClosed(t)
    \/ FastReceiveOpen(t) \/ FastReceiveClosed(t)
    \/ FastReceiveStillEmpty(t) \/ FastReceiveRefilled(t)

AnyTell(c)   == \E t \in Clients : CloseTell(c, t)
AnyUnpark(t) == \E u \in Clients : Unpark(t, u)

Next ==
    \/ \E s \in Senders : Send(s)
    \/ \E r \in Receivers : Receive(r)
    \/ \E c \in Closers : CloseMark(c) \/ CloseTake(c) \/ CloseAgain(c)
    \/ \E c \in Closers : AnyTell(c)
    \/ \E t \in Threads : AnyUnpark(t)
    \/ \E t \in Clients : ParkAgain(t) \/ Return(t) \/ LeaveQueue(t)
    \/ \E t \in Clients : Interrupt(t) \/ LookOn(t)

(***************************************************************************)
(* Fairness.  Whoever has begun something goes on with it:                 *)
(*                                                                         *)
(*   AnyUnpark, CloseTake, AnyTell   a thread that serves others comes to  *)
(*                  the end: threads run.                                  *)
(*   Return         of a waiter that has a permit: parking wakes it.  One  *)
(*                  that has none may see its outcome too, by chance, but  *)
(*                  nothing promises that.                                 *)
(*   LeaveQueue     a waiter that is interrupted wakes up.                 *)
(*   LookOn         a thread that looks without the lock does not stop     *)
(*                  halfway.                                               *)
(*                                                                         *)
(* All this is weak fairness, though it includes taking the lock: a thread *)
(* holds it for a few instructions, and here for one step or two.  Nothing *)
(* is asked of Send, Receive, CloseMark and Interrupt: no program is       *)
(* obliged to use a channel.                                               *)
(***************************************************************************)
Fairness ==
    /\ \A t \in Threads : WF_vars(AnyUnpark(t))
    /\ \A c \in Closers : WF_vars(CloseTake(c)) /\ WF_vars(AnyTell(c))
    /\ \A t \in Clients : /\ WF_vars(permit[t] /\ Return(t))
                          /\ WF_vars(LeaveQueue(t))
                          /\ WF_vars(LookOn(t))

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

Waiting(t) == pc[t] = "waiting" /\ outcome[t] = "waiting"

\* The waiters without an outcome are those in the queues, each once, and
\* those that a close has yet to tell.
QueuesRight == \A t \in Clients :
    /\ Waiting(t) <=> In(t, sendq) \/ In(t, recvq) \/ t \in taken
    /\ In(t, sendq) => t \in Senders
    /\ t \in taken => ~In(t, sendq) /\ ~In(t, recvq)
    /\ \A i, j \in DOMAIN sendq : sendq[i] = sendq[j] => i = j
    /\ \A i, j \in DOMAIN recvq : recvq[i] = recvq[j] => i = j

\* Nobody waits who could be served: senders only at a full buffer,
\* receivers only at an empty one, and never both.
NobodyWaitsInVain ==
    /\ sendq # <<>> => Len(buffer) = Capacity /\ recvq = <<>>
    /\ recvq # <<>> => buffer = <<>>
    /\ closed /\ closing = None => sendq = <<>> /\ recvq = <<>>

\* Who has an outcome has been unparked, or will be, or has left.
ServedIsWoken == \A t \in Clients :
    pc[t] = "waiting" /\ outcome[t] # "waiting" =>
        permit[t] \/ \E u \in Threads : t \in owes[u]

\* How often v is in the channel or on its way to a receiver that was served.
InBuffer(v) == {i \in DOMAIN buffer : buffer[i] = v}
InSlot(v)   == {r \in Receivers : /\ pc[r] = "waiting" /\ outcome[r] = "done"
                                  /\ slot[r] = v}

\* v has been sent: its sender was told so, or will be when it wakes up.
Sent(v) == \/ fate[v] = "sent"
           \/ /\ v = Mine(v[1]) /\ pc[v[1]] = "waiting"
              /\ outcome[v[1]] = "done"

\* A value that was sent is in exactly one place or was received once, and
\* one that was not, or was refused, nowhere.
OnePlace == \A v \in Values :
    Cardinality(InBuffer(v)) + Cardinality(InSlot(v)) + received[v]
        = IF Sent(v) THEN 1 ELSE 0

\* Of the values of one sender the earlier leaves the channel earlier.
FifoPerSender == \A v, w \in Values :
    /\ v[1] = w[1] /\ v[2] < w[2] /\ Sent(v) /\ Sent(w)
    /\ InBuffer(v) # {}
    => \E i \in InBuffer(v), j \in InBuffer(w) : i < j

\* Closing releases everybody who waits ...
ClosingReleases == \A t \in Clients :
    closed /\ pc[t] = "waiting" ~> pc[t] = "idle"

\* ... and so does an interruption.
InterruptionReleases == \A t \in Clients :
    interrupted[t] /\ pc[t] = "waiting" ~> pc[t] = "idle"

\* While sends keep coming, no receiver waits for ever, and vice versa.
SomeSend    == \E s \in Senders : SendToReceiver(s) \/ SendToBuffer(s)
SomeReceive == \E r \in Receivers :
    ReceiveFromBuffer(r) \/ ReceiveAndRefill(r) \/ ReceiveFromSender(r)

ReceiversServed == \A r \in Receivers :
    []<><<SomeSend>>_vars => (pc[r] = "waiting" ~> pc[r] = "idle")
SendersServed == \A s \in Senders :
    []<><<SomeReceive>>_vars => (pc[s] = "waiting" ~> pc[s] = "idle")

(***************************************************************************)
(* Refinement: what a user sees of all this is AbstractChannel.tla.  A     *)
(* waiter is blocked until it is served, not until it notices.             *)
(***************************************************************************)
UserState == [t \in Clients |->
    IF Waiting(t) THEN "blocked" ELSE outcome[t]]

UserValue == [t \in Clients |->
    IF t \in Senders
    THEN IF Waiting(t) THEN Mine(t) ELSE None
    ELSE IF outcome[t] = "done" THEN slot[t] ELSE None]

User == INSTANCE AbstractChannel WITH
            queue <- buffer, state <- UserState, value <- UserValue

IsSafeChannel == User!SafeSpec      \* only the legal steps
IsChannel     == User!Spec          \* and closing releases the blocked

THEOREM SafeSpec => []TypeOK /\ []QueuesRight /\ []NobodyWaitsInVain
                    /\ []ServedIsWoken /\ []OnePlace /\ []FifoPerSender
                    /\ IsSafeChannel
THEOREM Spec => /\ IsChannel /\ ClosingReleases /\ InterruptionReleases
                /\ ReceiversServed /\ SendersServed
=============================================================================
