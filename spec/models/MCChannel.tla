----------------------------- MODULE MCChannel ------------------------------
(***************************************************************************)
(* What TLC needs beside Channel.tla to check small instances of it:       *)
(* threads of one kind may be permuted; senders that never come to an end, *)
(* for liveness; and the states that a reader would like to see reached.   *)
(* Each reachability model claims that such a state is never reached, and  *)
(* must fail.                                                              *)
(***************************************************************************)
EXTENDS Channel, TLC

\* (Where Interruptible is all threads of a kind, or none.)
Symmetry == Permutations(Senders) \cup Permutations(Receivers)

(***************************************************************************)
(* Liveness needs clients that go on for ever, in finitely many states.    *)
(* Here a sender sends the same value again and again, and there is no     *)
(* history.  These operators take the place of those of Channel.tla.       *)
(***************************************************************************)
SameAgain(n) == n
Untold(v, how) == fate
Uncounted(v) == received

-----------------------------------------------------------------------------
\* A waiting sender's value is let into the buffer.
NeverRefill == [][\A r \in Receivers : ~ReceiveAndRefill(r)]_vars

\* A waiter is interrupted when it has just been served: too late.
NeverInterruptedTooLate == \A t \in Clients :
    ~(pc[t] = "waiting" /\ interrupted[t] /\ outcome[t] = "done")

\* A thread that others wait ahead of leaves the queue.
NeverLeavesFromBehind == [][\A t \in Clients : LeaveQueue(t) =>
    /\ sendq = <<>> \/ Head(sendq) = t
    /\ recvq = <<>> \/ Head(recvq) = t]_vars

\* A closed channel still holds a value.
NeverClosedWithValue == ~(closed /\ buffer # <<>>)

\* A close releases two waiters.
NeverReleasesTwo == Cardinality(taken) < 2

\* A waiter sees its outcome before it is unparked.
NeverEarly == [][\A t \in Clients : Return(t) => permit[t]]_vars

\* A waiter wakes up for nothing.
NeverParksAgain == [][\A t \in Clients : ~ParkAgain(t)]_vars

\* Without the lock: empty, closed, and then no longer empty.
NeverRefilled == [][\A r \in Receivers : ~FastReceiveRefilled(r)]_vars

\* Without the lock: told that the channel is closed and drained.
NeverStillEmpty == [][\A r \in Receivers : ~FastReceiveStillEmpty(r)]_vars

\* Without the lock, trySend meets a channel that is full and then closed.
NeverFullThenClosed == [][\A s \in Senders : ~FastSendClosed(s)]_vars
=============================================================================
