-------------------------- MODULE AbstractChannel ---------------------------
(***************************************************************************)
(* What a user of a channel may rely on: a FIFO with rendezvous.           *)
(*                                                                         *)
(* A channel holds at most `Capacity' values, oldest first.  A sender      *)
(* blocks while there is no room and nobody to take the value, a receiver  *)
(* blocks while there is nothing to take.  With capacity 0 nothing is ever *)
(* held, and each send meets its receive in one step.  A closed channel    *)
(* takes no more values; what it holds can still be received.              *)
(*                                                                         *)
(* The promises:                                                           *)
(*                                                                         *)
(*   - values come out in the order in which they went in: `queue' is      *)
(*     appended to at one end and taken from at the other, nothing else;   *)
(*   - nobody is blocked who could go on (NobodyBlockedInVain);            *)
(*   - an operation takes effect in one step, and says so afterwards: a    *)
(*     send that is refused or interrupted has left no value behind;       *)
(*   - "not now" is said only if at some moment since the operation began  *)
(*     it was not possible, while the channel was open (Refuse);           *)
(*   - closing releases everybody who is blocked (Release).                *)
(*                                                                         *)
(* Left out: who is served first among the blocked, locks, threads that    *)
(* sleep and wake.  Channel.tla has them, and TLC checks that it refines   *)
(* this module.                                                            *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
    Senders, Receivers,  \* who sends and who receives
    Values,              \* what is sent
    Capacity,            \* how many values the channel holds
    None                 \* no value

ASSUME Capacity \in Nat /\ None \notin Values

VARIABLES
    queue,      \* the values in the channel, oldest first
    closed,     \* whether it has been closed
    state,      \* state[t]: "blocked", "missed" (see Miss), or how its last
                \* operation ended
    value       \* value[t]: what a blocked sender offers, or a receiver got

vars == <<queue, closed, state, value>>

Threads == Senders \cup Receivers

Endings == {"new", "done", "closed", "refused", "interrupted"}

TypeOK == /\ queue \in Seq(Values) /\ Len(queue) <= Capacity
          /\ closed \in BOOLEAN
          /\ state \in [Threads -> Endings \cup {"missed", "blocked"}]
          /\ value \in [Threads -> Values \cup {None}]

Init == /\ queue = <<>> /\ closed = FALSE
        /\ state = [t \in Threads |-> "new"]
        /\ value = [t \in Threads |-> None]

\* Those of S whom a partner may serve.  Closing has released all others.
Blocked(S) == IF closed THEN {} ELSE {t \in S : state[t] = "blocked"}

\* Whether t could go on at this moment, if the channel is open.
Possible(t) == IF t \in Senders
               THEN Len(queue) < Capacity \/ Blocked(Receivers) # {}
               ELSE queue # <<>> \/ Blocked(Senders) # {}

Free(t) == state[t] # "blocked"

\* The operation of t ends, or blocks, in this step.
Becomes(t, how, v) == /\ state' = [state EXCEPT ![t] = how]
                      /\ value' = [value EXCEPT ![t] = v]

-----------------------------------------------------------------------------
\* s sends v into the channel.
Put(s, v) == /\ Free(s) /\ ~closed /\ Blocked(Receivers) = {}
             /\ Len(queue) < Capacity
             /\ queue' = Append(queue, v)
             /\ Becomes(s, "done", None) /\ UNCHANGED closed

\* r takes the oldest value out of it.
Take(r) == /\ Free(r) /\ queue # <<>> /\ Blocked(Senders) = {}
           /\ queue' = Tail(queue)
           /\ Becomes(r, "done", Head(queue)) /\ UNCHANGED closed

\* One of the two is blocked and the other comes: v goes in at one end, the
\* oldest value comes out at the other.  (With nothing held that is v.)
Exchange(s, v, r) ==
    /\ \/ s \in Blocked(Senders) /\ v = value[s] /\ Free(r)
       \/ Free(s) /\ ~closed /\ r \in Blocked(Receivers)
    /\ queue' = Tail(Append(queue, v))
    /\ state' = [state EXCEPT ![s] = "done", ![r] = "done"]
    /\ value' = [value EXCEPT ![s] = None, ![r] = Head(Append(queue, v))]
    /\ UNCHANGED closed

\* t finds that it cannot go on, and blocks: a sender with the value v.
Block(t, v) == /\ state[t] \in Endings /\ ~closed /\ ~Possible(t)
               /\ v \in (IF t \in Senders THEN Values ELSE {None})
               /\ Becomes(t, "blocked", v) /\ UNCHANGED <<queue, closed>>

\* t will not block.  It has begun, and it could not go on at this moment.
Miss(t) == /\ Free(t) /\ ~Possible(t)
           /\ Becomes(t, "missed", None) /\ UNCHANGED <<queue, closed>>

\* t is told "not now".
Refuse(t) == /\ state[t] = "missed" \/ (Free(t) /\ ~Possible(t))
             /\ ~closed
             /\ Becomes(t, "refused", None) /\ UNCHANGED <<queue, closed>>

\* t is interrupted instead of being blocked any longer, or at all.
GiveUp(t) == /\ ~closed
             /\ state[t] = "blocked" \/ (state[t] \in Endings /\ ~Possible(t))
             /\ Becomes(t, "interrupted", None) /\ UNCHANGED <<queue, closed>>

Close == ~closed /\ closed' = TRUE /\ UNCHANGED <<queue, state, value>>

\* t is told that the channel is closed: a receiver, that it is drained too.
Release(t) == /\ closed /\ (t \in Receivers => queue = <<>>)
              /\ Becomes(t, "closed", None) /\ UNCHANGED <<queue, closed>>

Next == \/ \E s \in Senders, v \in Values : Put(s, v)
        \/ \E r \in Receivers : Take(r)
        \/ \E s \in Senders, v \in Values, r \in Receivers : Exchange(s, v, r)
        \/ \E t \in Threads, v \in Values \cup {None} : Block(t, v)
        \/ \E t \in Threads : Miss(t) \/ Refuse(t) \/ GiveUp(t) \/ Release(t)
        \/ Close

\* Of fairness only this is promised: closing releases the blocked.  That
\* the blocked of an open channel are served depends on its users.
Fairness ==
    \A t \in Threads : WF_vars(state[t] = "blocked" /\ Release(t))

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
NobodyBlockedInVain == \A t \in Threads :
    state[t] = "blocked" /\ ~closed => ~Possible(t)

ClosingReleases == \A t \in Threads :
    closed /\ state[t] = "blocked" ~> state[t] # "blocked"

\* What a step may do to the queue: add at one end, take from the other.
Fifo == [][\E in \in {<<>>} \cup {<<v>> : v \in Values}, out \in 0..1 :
             LET all == queue \o in
             IN  /\ out <= Len(all)
                 /\ queue' = SubSeq(all, out + 1, Len(all))]_vars

THEOREM Spec => [](TypeOK /\ NobodyBlockedInVain) /\ ClosingReleases /\ Fifo
=============================================================================
