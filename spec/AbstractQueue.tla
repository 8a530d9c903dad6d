--------------------------- MODULE AbstractQueue ----------------------------
(***************************************************************************)
(* What a P's run queue promises, each operation one step.                 *)
(*                                                                         *)
(* A run queue is a ring of at most Capacity goroutines, oldest first,     *)
(* beside one place for the goroutine to run next.  One thread, the        *)
(* `owner', puts goroutines in at one end and takes them at the other.     *)
(* Any other thread may steal, and may look whether there is anything.     *)
(*                                                                         *)
(*      the owner                           others                         *)
(*      - puts a goroutine into `next';     - steal up to half of the      *)
(*        who was there goes to the ring      ring, rounded up (Steal)     *)
(*        (Exchange, Put)                   - steal `next' (StealNext)     *)
(*      - puts one into the ring (Bring,    - look whether both are empty  *)
(*        Put); from a full ring it first     (Look, Answer)               *)
(*        takes half along to the global                                   *)
(*        queue (Spill, Flush)                                             *)
(*      - takes `next', or the oldest of                                   *)
(*        the ring (TakeNext, TakeOldest)                                  *)
(*                                                                         *)
(* The promises: no goroutine is lost and none is in two places (OnePlace);*)
(* the ring is first in, first out; and every answer is true.  An answer   *)
(* is what a thread is told when it gets no goroutine:                     *)
(*                                                                         *)
(*   noRing    the ring was empty                                          *)
(*   noNext    `next' was empty                                            *)
(*   beaten    somebody else changed `next' meanwhile                      *)
(*   empty, notEmpty                                                       *)
(*             what a look found: so it was at *some moment* of the look.  *)
(*             `was' remembers what would have been true so far.           *)
(*                                                                         *)
(* `hand' is a place of its own: who was kicked out of `next' is neither   *)
(* there nor in the ring until Put, and a look may find both empty         *)
(* meanwhile.  This is how Scheduler.tla sees it too.  If a put through    *)
(* `next' were one step, that answer would be wrong: Go's algorithm, and   *)
(* ours, would not be linearizable.  Who relies on the answer "empty" must *)
(* know that the owner may have more in its hand: the owner is awake then, *)
(* and looks for sleepers after it has put it away.                        *)
(*                                                                         *)
(* Left out: how all this is done without a lock, which is RunQueue.tla;   *)
(* and who runs the goroutines that have been taken.  `out' is the rest of *)
(* the world, where goroutines run, wait, and come back from.  Sound,      *)
(* because a goroutine's life outside is of no concern to a queue.         *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
    G,            \* goroutines
    Owner,        \* the thread that owns the queue
    Others,       \* the threads that steal and look
    None,         \* no goroutine
    Capacity      \* how many the ring holds

ASSUME Capacity \in Nat /\ Capacity >= 2 /\ Owner \notin Others

VARIABLES
    ring,         \* the ring, oldest first
    next,         \* the goroutine to run next, or None
    hand,         \* what the owner is about to put, oldest first
    overflow,     \* the global queue, oldest first
    out,          \* out[g]: 1 if g is elsewhere, where it runs or waits
    answer,       \* answer[t]: what thread t was told last, or "none"
    was           \* was[t]: what looks like t's have found, or could have

vars == <<ring, next, hand, overflow, out, answer, was>>

-----------------------------------------------------------------------------
Threads == {Owner} \cup Others

Answers == {"none", "noRing", "noNext", "beaten", "empty", "notEmpty"}

\* What is true of the queue now.
View == IF ring = <<>> /\ next = None THEN "empty" ELSE "notEmpty"

Looking(t) == was[t] # {}

\* Half, rounded up.
Half(n) == n - (n \div 2)

\* Whether g is in the sequence s.
In(g, s) == \E i \in DOMAIN s : s[i] = g

First(n, s)    == SubSeq(s, 1, n)
AllBut(n, s)   == SubSeq(s, n + 1, Len(s))

TypeOK ==
    /\ ring \in Seq(G) /\ Len(ring) <= Capacity
    /\ next \in G \cup {None}
    /\ hand \in Seq(G)
    /\ overflow \in Seq(G)
    /\ out \in [G -> Nat]
    /\ answer \in [Threads -> Answers]
    /\ was \in [Others -> SUBSET {"empty", "notEmpty"}]

Init ==
    /\ ring = <<>> /\ next = None /\ hand = <<>> /\ overflow = <<>>
    /\ out = [g \in G |-> 1]
    /\ answer = [t \in Threads |-> "none"]
    /\ was = [t \in Others |-> {}]

-----------------------------------------------------------------------------
\* g comes from elsewhere; a sequence of goroutines goes there.
Comes(g) == out[g] > 0 /\ out' = [out EXCEPT ![g] = @ - 1]
Goes(s)  == out' = [g \in G |-> IF In(g, s) THEN out[g] + 1 ELSE out[g]]

Say(t, a) == answer' = [answer EXCEPT ![t] = a]

\* Those who look see what is true after this step.
Watch == was' = [t \in Others |->
                    IF Looking(t) THEN was[t] \cup {View'} ELSE {}]

(***************************************************************************)
(* The owner, which does one thing at a time: most need an empty hand.     *)
(***************************************************************************)

\* Takes g, which is to go into the ring.
Bring(g) ==
    /\ hand = <<>> /\ Comes(g)
    /\ hand' = <<g>>
    /\ Say(Owner, "none")
    /\ UNCHANGED <<ring, next, overflow, was>>

\* Puts g into `next' and takes who was there.
Exchange(g) ==
    /\ hand = <<>> /\ Comes(g)
    /\ next' = g
    /\ hand' = IF next = None THEN <<>> ELSE <<next>>
    /\ Say(Owner, "none")
    /\ UNCHANGED <<ring, overflow>>
    /\ Watch

\* The one in its hand goes to the ring ...
Put ==
    /\ Len(hand) = 1 /\ Len(ring) < Capacity
    /\ ring' = ring \o hand /\ hand' = <<>>
    /\ UNCHANGED <<next, overflow, out, answer>>
    /\ Watch

\* ... or, where that is full, takes half of it along ...
Spill ==
    LET n == Capacity \div 2 IN
    /\ Len(hand) = 1 /\ Len(ring) = Capacity
    /\ hand' = First(n, ring) \o hand
    /\ ring' = AllBut(n, ring)
    /\ UNCHANGED <<next, overflow, out, answer>>
    /\ Watch

\* ... to the global queue.
Flush ==
    /\ Len(hand) > 1
    /\ overflow' = overflow \o hand /\ hand' = <<>>
    /\ UNCHANGED <<ring, next, out, answer, was>>

TakeNext ==
    /\ hand = <<>> /\ next # None
    /\ Goes(<<next>>) /\ next' = None
    /\ Say(Owner, "none")
    /\ UNCHANGED <<ring, hand, overflow>>
    /\ Watch

NoNext ==
    /\ hand = <<>> /\ next = None
    /\ Say(Owner, "noNext")
    /\ UNCHANGED <<ring, next, hand, overflow, out, was>>

TakeOldest ==
    /\ hand = <<>> /\ ring # <<>>
    /\ Goes(<<Head(ring)>>) /\ ring' = Tail(ring)
    /\ Say(Owner, "none")
    /\ UNCHANGED <<next, hand, overflow>>
    /\ Watch

NoRing ==
    /\ hand = <<>> /\ ring = <<>>
    /\ Say(Owner, "noRing")
    /\ UNCHANGED <<ring, next, hand, overflow, out, was>>

(***************************************************************************)
(* The others.                                                             *)
(***************************************************************************)

\* A thief takes the n oldest, at most half.
Steal(t, n) ==
    /\ n \in 1..Half(Len(ring))
    /\ Goes(First(n, ring)) /\ ring' = AllBut(n, ring)
    /\ Say(t, "none")
    /\ UNCHANGED <<next, hand, overflow>>
    /\ Watch

StealNothing(t) ==
    /\ ring = <<>>
    /\ Say(t, "noRing")
    /\ UNCHANGED <<ring, next, hand, overflow, out, was>>

StealNext(t) ==
    /\ next # None
    /\ Goes(<<next>>) /\ next' = None
    /\ Say(t, "none")
    /\ UNCHANGED <<ring, hand, overflow>>
    /\ Watch

StealNoNext(t) ==
    /\ next = None
    /\ Say(t, "noNext")
    /\ UNCHANGED <<ring, next, hand, overflow, out, was>>

\* May happen though `next' is full, and was all the time.
Beaten(t) ==
    /\ Say(t, "beaten")
    /\ UNCHANGED <<ring, next, hand, overflow, out, was>>

\* t begins to look ...
Look(t) ==
    /\ was' = [was EXCEPT ![t] = {View}]
    /\ Say(t, "none")
    /\ UNCHANGED <<ring, next, hand, overflow, out>>

\* ... and is told something that was true at a moment since.
Answer(t) ==
    /\ \E a \in was[t] : Say(t, a)
    /\ was' = [was EXCEPT ![t] = {}]
    /\ UNCHANGED <<ring, next, hand, overflow, out>>

(***************************************************************************)
(* Anybody.                                                                *)
(***************************************************************************)

\* A thread begins its next operation: the last answer is of no more use.
Begin(t) ==
    /\ answer[t] # "none" /\ Say(t, "none")
    /\ UNCHANGED <<ring, next, hand, overflow, out, was>>

\* Some thread takes the oldest of the global queue.
Poll ==
    /\ overflow # <<>>
    /\ Goes(<<Head(overflow)>>) /\ overflow' = Tail(overflow)
    /\ UNCHANGED <<ring, next, hand, answer, was>>

-----------------------------------------------------------------------------
OwnerStep == \/ \E g \in G : Bring(g) \/ Exchange(g)
             \/ Put \/ Spill \/ Flush
             \/ TakeNext \/ NoNext \/ TakeOldest \/ NoRing

OtherStep(t) == \/ \E n \in 1..Half(Capacity) : Steal(t, n)
                \/ StealNothing(t)
                \/ StealNext(t) \/ StealNoNext(t) \/ Beaten(t)
                \/ Look(t) \/ Answer(t)

Next == \/ OwnerStep \/ Poll
        \/ \E t \in Others : OtherStep(t)
        \/ \E t \in Threads : Begin(t)

(***************************************************************************)
(* Fairness: the owner puts away what it has in its hand, and it takes     *)
(* from `next' and from the ring again and again, whatever else it does in *)
(* between (strong fairness); somebody polls the global queue.  Nothing is *)
(* asked of thieves.                                                       *)
(***************************************************************************)
Fairness == /\ WF_vars(Put \/ Spill \/ Flush)
            /\ SF_vars(TakeNext) /\ SF_vars(TakeOldest)
            /\ WF_vars(Poll)

Spec     == Init /\ [][Next]_vars /\ Fairness
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

NoRepeat(s) == \A i, j \in DOMAIN s : i # j => s[i] # s[j]

\* In how many of its places the queue has g, at least: 0, 1, or many.
Places(g) == (IF next = g THEN 1 ELSE 0) + (IF In(g, ring) THEN 1 ELSE 0)
             + (IF In(g, hand) THEN 1 ELSE 0)
             + (IF In(g, overflow) THEN 1 ELSE 0)

\* Each goroutine is in one place, and in only one.
OnePlace == /\ NoRepeat(ring) /\ NoRepeat(hand) /\ NoRepeat(overflow)
            /\ \A g \in G : out[g] + Places(g) = 1

\* Whoever is queued is taken in the end.
EventuallyTaken == \A g \in G : out[g] = 0 ~> out[g] = 1

THEOREM SafeSpec => [](TypeOK /\ OnePlace)
THEOREM Spec => EventuallyTaken
=============================================================================
