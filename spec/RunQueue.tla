------------------------------ MODULE RunQueue ------------------------------
(***************************************************************************)
(* The run queue of a P, one memory access a step.                         *)
(*                                                                         *)
(* The ring is an array of `slots'.  Positions are counted on and on;      *)
(* position i is slot i mod Capacity, and the ring holds the goroutines    *)
(* at the positions from `head' up to, not including, `tail'.  Beside it   *)
(* is one variable, `next', for the goroutine to run next.  There is no    *)
(* lock.  One thread, the owner, is the M that holds the P; the others are *)
(* Ms that have nothing to do, and steal or look.                          *)
(*                                                                         *)
(* Taking from the ring, told once.  Two sides race:                       *)
(*                                                                         *)
(*      the owner puts                      a thief takes half             *)
(*      1. stores the goroutine in slot     1. reads head                  *)
(*         tail (PutStoreSlot)                 (StealReadHead)             *)
(*      2. stores tail + 1                  2. reads tail (StealReadTail)  *)
(*         (PutStoreTail)                   3. copies slots (StealCopy)    *)
(*                                          4. moves head on, if head is   *)
(*                                             still what it was (StealCas)*)
(*                                                                         *)
(* Only the owner stores slots and tail; whoever takes, the owner too,     *)
(* moves head by a compare-and-set.  The owner stores first the slot and   *)
(* then tail, and the thief reads first tail and then the slot: so the     *)
(* slot is full when the thief gets there.  The owner fills a slot again   *)
(* only when head has moved beyond it, and then 4 fails: so what a thief   *)
(* has copied before a 4 that succeeds is what was there.  And of two who  *)
(* try to take the same position only one succeeds.                        *)
(*                                                                         *)
(* Looking whether there is anything, told once:                           *)
(*                                                                         *)
(*      the owner                           another thread looks           *)
(*      1. puts g2 into next, which kicks   1. reads head and tail: the    *)
(*         g1 out (ExchangeNext)               ring is empty (LookRead-    *)
(*      2. puts g1 into the ring               Head, LookReadTail)         *)
(*      3. takes g2 (TakeNext)              2. reads next: empty           *)
(*                                             (LookReadNext)              *)
(*                                          3. reads tail once more, and   *)
(*                                             begins anew if it has       *)
(*                                             changed (LookReadTailAgain) *)
(*                                                                         *)
(* If the owner takes its three steps between 1 and 2 of the other, then   *)
(* that sees both empty, though they never were.  3 finds it out: nothing  *)
(* comes into the ring but that tail changes.                              *)
(*                                                                         *)
(* The promise is AbstractQueue.tla, where each operation is one step:     *)
(* each takes effect at one of its accesses.  Put at PutStoreTail, the     *)
(* takes at their compare-and-set or exchange, an answer at the read that  *)
(* it rests on.  Only the look cannot say at once which of its accesses    *)
(* that is; so the abstract look may answer what was true at any moment of *)
(* it, and `was' is a history variable, which no thread reads, that knows. *)
(* A thief takes half of what was there when it read tail.  If the owner   *)
(* has put more since, that is less than half when it takes effect.  One   *)
(* cannot say instead that a theft takes effect when the thief reads tail: *)
(* the owner may then find the ring full after a theft that made room      *)
(* (ReachRunQueueSmallTheft shows it).  That does no harm, as the owner    *)
(* then tries to take half itself, and either it or the thief fails.       *)
(*                                                                         *)
(* Positions wrap.  They are counted modulo Wrap, a multiple of Capacity.  *)
(* In Go Wrap is 2^32.  A thief that stalls between 1 and 4 while others   *)
(* put and take Wrap goroutines finds head where it was, and takes again   *)
(* what was taken long ago.  The *assumption* is that no thread stalls for *)
(* a full turn (NoFullTurn): the one step that could break it,             *)
(* PutStoreTail, has it as a condition, so that the behaviours of this     *)
(* spec are those in which it holds.  With MayStall = TRUE the condition   *)
(* is off, and TLC finds the goroutine that runs twice (ReachRunQueueFull- *)
(* Turn).  The Java code counts with 64 bits: a full turn takes centuries. *)
(*                                                                         *)
(* Left out, and why that is sound.  What a thief does with its loot: it   *)
(* runs the oldest and puts the others into its own queue, as *its* owner, *)
(* by the steps of this module.  The accesses inside the global queue,     *)
(* which is a structure of its own: here `overflow' is a sequence and      *)
(* Flush one step.  The order in which other threads see the accesses:     *)
(* here all see one order; RunQueueTSO.tla is about that.                  *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
    G,            \* goroutines
    Owner,        \* the thread that owns the queue
    Thieves,      \* threads that steal
    Lookers,      \* threads that look; some may also steal
    None,         \* no goroutine
    Capacity,     \* slots of the ring
    Wrap,         \* positions are counted modulo this
    UsesNext,     \* whether there is a `next' beside the ring
    MayStall      \* whether a thread may stall for a full turn

ASSUME /\ Capacity \in Nat /\ Capacity >= 2
       /\ Wrap \in Nat /\ Wrap % Capacity = 0 /\ Wrap >= 2 * Capacity
       /\ Owner \notin Thieves \cup Lookers
       /\ UsesNext \in BOOLEAN /\ MayStall \in BOOLEAN

VARIABLES
    head,         \* position of the oldest; moved by whoever takes
    tail,         \* position that is filled next; stored by the owner
    slots,        \* slots[i]: a goroutine, or what is left of one, or None
    next,         \* the goroutine to run next, or None
    overflow,     \* the global queue, oldest first
    out           \* out[g]: 1 if g is elsewhere, where it runs or waits

\* What belongs to one thread.
VARIABLES
    pc,           \* pc[t]: which access t makes next
    hand,         \* what the owner is about to put, oldest first
    h, e,         \* h[t], e[t]: the head and the tail that t has read
    got           \* got[t]: what t has read from slots, or from next

\* What no thread reads: it is here to state the promise.
VARIABLES
    answer,       \* answer[t]: what t was told last, or "none"
    was           \* was[t]: what has been true while t looks

shared == <<head, tail, slots, next, overflow, out>>
own    == <<pc, hand, h, e, got>>
vars   == <<shared, own, answer, was>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(***************************************************************************)

Others  == Thieves \cup Lookers
Threads == {Owner} \cup Others

Positions == 0..(Wrap - 1)
Indices   == 0..(Capacity - 1)

\* The position n after p, and the slot of p.
Plus(p, n) == (p + n) % Wrap
Slot(p)    == p % Capacity

\* How many positions from a on to b.  Never negative: positions wrap.
Distance(a, b) == (b + Wrap - a) % Wrap

Size == Distance(head, tail)

\* Half, rounded up: what a thief takes.
Half(n) == n - (n \div 2)

\* What the owner takes along from a full ring.
SpillSize == Capacity \div 2

\* What is true of the queue now.
View == IF head = tail /\ next = None THEN "empty" ELSE "notEmpty"

OwnerPcs == {"idle", "put", "putSlot", "putTail",
             "spill", "spillCopy", "spillCas", "flush",
             "takeNext", "take", "takeSlot", "takeCas", "takeClear"}
StealPcs == {"steal", "stealTail", "stealCopy", "stealCas", "stealNext"}
LookPcs  == {"look", "lookTail", "lookNext", "lookAgain"}

\* The others that have read head and go on to use it.
HasHead(t) == pc[t] \in {"stealTail", "stealCopy", "stealCas",
                         "lookTail", "lookNext", "lookAgain"}

Answers == {"none", "noRing", "noNext", "beaten", "empty", "notEmpty"}

\* Whether g is in the sequence s.
In(g, s) == \E i \in DOMAIN s : s[i] = g

-----------------------------------------------------------------------------
TypeOK ==
    /\ head \in Positions /\ tail \in Positions
    /\ slots \in [Indices -> G \cup {None}]
    /\ next \in G \cup {None}
    /\ overflow \in Seq(G)
    /\ out \in [G -> Nat]
    /\ DOMAIN pc = Threads /\ pc[Owner] \in OwnerPcs
    /\ \A t \in Others :
           pc[t] \in {"idle"} \cup (IF t \in Thieves THEN StealPcs ELSE {})
                              \cup (IF t \in Lookers THEN LookPcs ELSE {})
    /\ hand \in Seq(G)
    /\ h \in [Threads -> Positions] /\ e \in [Threads -> Positions]
    /\ DOMAIN got = Threads /\ \A t \in Threads : got[t] \in Seq(G \cup {None})
    /\ answer \in [Threads -> Answers]
    /\ was \in [Others -> SUBSET {"empty", "notEmpty"}]

\* Nothing is queued.  Positions soon wrap, as Wrap is small in the models.
Init ==
    /\ head = 0 /\ tail = 0
    /\ slots = [i \in Indices |-> None]
    /\ next = None /\ overflow = <<>> /\ out = [g \in G |-> 1]
    /\ pc = [t \in Threads |-> "idle"]
    /\ hand = <<>>
    /\ h = [t \in Threads |-> 0] /\ e = [t \in Threads |-> 0]
    /\ got = [t \in Threads |-> <<>>]
    /\ answer = [t \in Threads |-> "none"]
    /\ was = [t \in Others |-> {}]

-----------------------------------------------------------------------------
(***************************************************************************)
(* Small parts of actions.                                                 *)
(***************************************************************************)

Goto(t, to) == pc' = [pc EXCEPT ![t] = to]
Say(t, a)   == answer' = [answer EXCEPT ![t] = a]

\* g comes from elsewhere.  Items go there: the sequence items is what its
\* thread has taken, and is about to run, or to put into its own queue.
Comes(g)    == out[g] > 0 /\ out' = [out EXCEPT ![g] = @ - 1]
Goes(items) == out' = [g \in G |-> IF In(g, items) THEN out[g] + 1 ELSE out[g]]

\* t keeps what it has read ...
Keep(t, head_, tail_, items) ==
    /\ h' = [h EXCEPT ![t] = head_]
    /\ e' = [e EXCEPT ![t] = tail_]
    /\ got' = [got EXCEPT ![t] = items]

\* ... and forgets it.
Forget(t) == Keep(t, 0, 0, <<>>)

\* t moves head on by n, if it still is what t has read.
HeadUnmoved(t)    == head = h[t]
MoveHead(n)       == head' = Plus(head, n)

\* Those who look see what is true after this step.
Watch == was' = [t \in Others |->
                    IF was[t] = {} THEN {} ELSE was[t] \cup {View'}]

\* No thread that still uses the head it has read falls a full turn behind.
NoFullTurn == \A t \in Others : HasHead(t) => Plus(tail, 1) # h[t]

-----------------------------------------------------------------------------
(***************************************************************************)
(* The owner puts: into the ring ...                                       *)
(***************************************************************************)

\* g comes from outside, or has been kicked out of next.  The owner knows
\* tail, as only it stores there; head may grow meanwhile, which makes room.
PutReadHead(g) ==
    /\ \/ pc[Owner] = "idle" /\ Comes(g) /\ hand' = <<g>>
       \/ pc[Owner] = "put" /\ hand = <<g>>
          /\ UNCHANGED <<out, hand>>
    /\ Goto(Owner, IF Size < Capacity THEN "putSlot" ELSE "spill")
    /\ Say(Owner, "none")
    /\ UNCHANGED <<head, tail, slots, next, overflow, h, e, got, was>>

PutStoreSlot ==
    /\ pc[Owner] = "putSlot"
    /\ slots' = [slots EXCEPT ![Slot(tail)] = Head(hand)]
    /\ Goto(Owner, "putTail")
    /\ UNCHANGED <<head, tail, next, overflow, out, hand, h, e, got, answer,
                   was>>

\* From here on everybody can see it.
PutStoreTail ==
    /\ pc[Owner] = "putTail"
    /\ MayStall \/ NoFullTurn
    /\ tail' = Plus(tail, 1)
    /\ hand' = <<>>
    /\ Goto(Owner, "idle")
    /\ UNCHANGED <<head, slots, next, overflow, out, h, e, got, answer>>
    /\ Watch

(***************************************************************************)
(* ... or, as the ring is full, half of that into the global queue.        *)
(***************************************************************************)

SpillReadHead ==
    /\ pc[Owner] = "spill"
    /\ IF Size = Capacity
         THEN Goto(Owner, "spillCopy") /\ Keep(Owner, head, 0, <<>>)
         ELSE Goto(Owner, "put") /\ Forget(Owner)
    /\ UNCHANGED <<shared, hand, answer, was>>

SpillCopy ==
    LET n == Len(got[Owner]) IN
    /\ pc[Owner] = "spillCopy"
    /\ Keep(Owner, h[Owner], 0,
            Append(got[Owner], slots[Slot(h[Owner] + n)]))
    /\ Goto(Owner, IF n + 1 = SpillSize THEN "spillCas" ELSE "spillCopy")
    /\ UNCHANGED <<shared, hand, answer, was>>

\* If it fails, a thief has made room.
SpillCas ==
    /\ pc[Owner] = "spillCas"
    /\ IF HeadUnmoved(Owner)
         THEN /\ MoveHead(SpillSize)
              /\ hand' = got[Owner] \o hand
              /\ Goto(Owner, "flush")
         ELSE /\ Goto(Owner, "put")
              /\ UNCHANGED <<head, hand>>
    /\ Forget(Owner)
    /\ UNCHANGED <<tail, slots, next, overflow, out, answer>>
    /\ Watch

Flush ==
    /\ pc[Owner] = "flush"
    /\ overflow' = overflow \o hand
    /\ hand' = <<>>
    /\ Goto(Owner, "idle")
    /\ UNCHANGED <<head, tail, slots, next, out, h, e, got, answer, was>>

(***************************************************************************)
(* The owner puts g into next.  Who was there goes to the ring.            *)
(***************************************************************************)

ExchangeNext(g) ==
    /\ UsesNext /\ pc[Owner] = "idle" /\ Comes(g)
    /\ next' = g
    /\ hand' = IF next = None THEN <<>> ELSE <<next>>
    /\ Goto(Owner, IF next = None THEN "idle" ELSE "put")
    /\ Say(Owner, "none")
    /\ UNCHANGED <<head, tail, slots, overflow, h, e, got>>
    /\ Watch

(***************************************************************************)
(* The owner takes: next ...                                               *)
(***************************************************************************)

\* A cheap look goes first.
PeekNext ==
    /\ UsesNext /\ pc[Owner] = "idle"
    /\ Goto(Owner, IF next = None THEN "idle" ELSE "takeNext")
    /\ Say(Owner, IF next = None THEN "noNext" ELSE "none")
    /\ UNCHANGED <<shared, hand, h, e, got, was>>

\* A thief may have been quicker.
TakeNext ==
    /\ pc[Owner] = "takeNext"
    /\ next' = None
    /\ Goes(<<next>>)
    /\ Say(Owner, IF next = None THEN "noNext" ELSE "none")
    /\ Goto(Owner, "idle")
    /\ UNCHANGED <<head, tail, slots, overflow, hand, h, e, got>>
    /\ Watch

(***************************************************************************)
(* ... or the oldest of the ring.                                          *)
(***************************************************************************)

TakeReadHead ==
    /\ pc[Owner] \in {"idle", "take"}
    /\ IF head = tail
         THEN Goto(Owner, "idle") /\ Say(Owner, "noRing") /\ Forget(Owner)
         ELSE /\ Goto(Owner, "takeSlot") /\ Say(Owner, "none")
              /\ Keep(Owner, head, 0, <<>>)
    /\ UNCHANGED <<shared, hand, was>>

TakeReadSlot ==
    /\ pc[Owner] = "takeSlot"
    /\ Keep(Owner, h[Owner], 0, <<slots[Slot(h[Owner])]>>)
    /\ Goto(Owner, "takeCas")
    /\ UNCHANGED <<shared, hand, answer, was>>

TakeCas ==
    /\ pc[Owner] = "takeCas"
    /\ IF HeadUnmoved(Owner)
         THEN /\ MoveHead(1)
              /\ Goes(got[Owner])
              /\ Keep(Owner, h[Owner], 0, <<>>)
              /\ Goto(Owner, "takeClear")
         ELSE /\ Forget(Owner)
              /\ Goto(Owner, "take")
              /\ UNCHANGED <<head, out>>
    /\ UNCHANGED <<tail, slots, next, overflow, hand, answer>>
    /\ Watch

\* For the sake of the garbage collector.  Go does not do it.
TakeClear ==
    /\ pc[Owner] = "takeClear"
    /\ slots' = [slots EXCEPT ![Slot(h[Owner])] = None]
    /\ Forget(Owner)
    /\ Goto(Owner, "idle")
    /\ UNCHANGED <<head, tail, next, overflow, out, hand, answer, was>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* A thief takes half of the ring.                                         *)
(***************************************************************************)

StealReadHead(t) ==
    /\ t \in Thieves /\ pc[t] \in {"idle", "steal"}
    /\ Keep(t, head, 0, <<>>)
    /\ Goto(t, "stealTail") /\ Say(t, "none")
    /\ UNCHANGED <<shared, hand, was>>

\* head may have moved since, and tail after it: then there seems to be more
\* than the ring can hold, and the thief begins anew.
StealReadTail(t) ==
    LET n == Distance(h[t], tail) IN
    /\ pc[t] = "stealTail"
    /\ CASE n = 0 -> Goto(t, "idle") /\ Say(t, "noRing") /\ Forget(t)
         [] n > Capacity -> Goto(t, "steal") /\ Forget(t) /\ UNCHANGED answer
         [] OTHER -> /\ Goto(t, "stealCopy") /\ Keep(t, h[t], tail, <<>>)
                     /\ UNCHANGED answer
    /\ UNCHANGED <<shared, hand, was>>

Loot(t) == Half(Distance(h[t], e[t]))

StealCopy(t) ==
    LET n == Len(got[t]) IN
    /\ pc[t] = "stealCopy"
    /\ Keep(t, h[t], e[t], Append(got[t], slots[Slot(h[t] + n)]))
    /\ Goto(t, IF n + 1 = Loot(t) THEN "stealCas" ELSE "stealCopy")
    /\ UNCHANGED <<shared, hand, answer, was>>

StealCas(t) ==
    /\ pc[t] = "stealCas"
    /\ IF HeadUnmoved(t)
         THEN /\ MoveHead(Loot(t))
              /\ Goes(got[t])
              /\ Goto(t, "idle")
         ELSE /\ Goto(t, "steal")
              /\ UNCHANGED <<head, out>>
    /\ Forget(t)
    /\ UNCHANGED <<tail, slots, next, overflow, hand, answer>>
    /\ Watch

(***************************************************************************)
(* A thief takes next.  Goroutines come back, so it may find there the one *)
(* that it has read, though others have been there in between.  That does  *)
(* no harm: it takes that one.                                             *)
(***************************************************************************)

StealNextRead(t) ==
    /\ UsesNext /\ t \in Thieves /\ pc[t] = "idle"
    /\ IF next = None
         THEN Say(t, "noNext") /\ UNCHANGED <<pc, got>>
         ELSE /\ Say(t, "none") /\ Goto(t, "stealNext")
              /\ got' = [got EXCEPT ![t] = <<next>>]
    /\ UNCHANGED <<shared, hand, h, e, was>>

StealNextCas(t) ==
    /\ pc[t] = "stealNext"
    /\ IF next = Head(got[t])
         THEN /\ next' = None /\ Goes(got[t])
              /\ UNCHANGED answer
         ELSE /\ Say(t, "beaten")
              /\ UNCHANGED <<next, out>>
    /\ Forget(t)
    /\ Goto(t, "idle")
    /\ UNCHANGED <<head, tail, slots, overflow, hand>>
    /\ Watch

(***************************************************************************)
(* Another thread looks whether there is anything.                         *)
(***************************************************************************)

LookReadHead(t) ==
    /\ t \in Lookers /\ pc[t] \in {"idle", "look"}
    /\ Keep(t, head, 0, <<>>)
    /\ Goto(t, "lookTail") /\ Say(t, "none")
    /\ was' = [was EXCEPT ![t] = @ \cup {View}]
    /\ UNCHANGED <<shared, hand>>

LookReadTail(t) ==
    /\ pc[t] = "lookTail"
    /\ Keep(t, h[t], tail, <<>>)
    /\ Goto(t, "lookNext")
    /\ UNCHANGED <<shared, hand, answer, was>>

LookReadNext(t) ==
    /\ pc[t] = "lookNext"
    /\ Keep(t, h[t], e[t], IF next = None THEN <<>> ELSE <<next>>)
    /\ Goto(t, "lookAgain")
    /\ UNCHANGED <<shared, hand, answer, was>>

LookReadTailAgain(t) ==
    /\ pc[t] = "lookAgain"
    /\ IF tail = e[t]
         THEN /\ Say(t, IF h[t] = e[t] /\ got[t] = <<>> THEN "empty"
                                                        ELSE "notEmpty")
              /\ was' = [was EXCEPT ![t] = {}]
              /\ Goto(t, "idle")
         ELSE /\ Goto(t, "look")
              /\ UNCHANGED <<answer, was>>
    /\ Forget(t)
    /\ UNCHANGED <<shared, hand>>

-----------------------------------------------------------------------------
\* Some thread takes the oldest of the global queue.
PollOverflow ==
    /\ overflow # <<>>
    /\ Goes(<<Head(overflow)>>) /\ overflow' = Tail(overflow)
    /\ UNCHANGED <<head, tail, slots, next, own, answer, was>>

-----------------------------------------------------------------------------
OwnerPuts == \/ \E g \in G : PutReadHead(g) \/ ExchangeNext(g)
             \/ PutStoreSlot \/ PutStoreTail
             \/ SpillReadHead \/ SpillCopy \/ SpillCas \/ Flush

OwnerTakes == \/ PeekNext \/ TakeNext
              \/ TakeReadHead \/ TakeReadSlot \/ TakeCas \/ TakeClear

OwnerStep == OwnerPuts \/ OwnerTakes

OtherStep(t) == \/ StealReadHead(t) \/ StealReadTail(t)
                \/ StealCopy(t) \/ StealCas(t)
                \/ StealNextRead(t) \/ StealNextCas(t)
                \/ LookReadHead(t) \/ LookReadTail(t)
                \/ LookReadNext(t) \/ LookReadTailAgain(t)

Next == OwnerStep \/ PollOverflow \/ \E t \in Others : OtherStep(t)

(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(*   - A thread that has begun an operation goes on with it: the operating *)
(*     system runs every thread.  Nobody is obliged to begin one.          *)
(*   - Somebody polls the global queue.                                    *)
(*                                                                         *)
(* And, for EventuallyTaken alone:                                         *)
(*                                                                         *)
(*   - the owner takes from next, and from the ring, again and again,      *)
(*     whatever it puts in between.  Strong, since while it is about       *)
(*     something else it cannot begin to take.  In Scheduler.tla this is   *)
(*     what the end of time slices is for.                                 *)
(***************************************************************************)
Fairness ==
    /\ WF_vars(pc[Owner] # "idle" /\ OwnerStep)
    /\ \A t \in Others : WF_vars(pc[t] # "idle" /\ OtherStep(t))
    /\ WF_vars(PollOverflow)

OwnerKeepsTaking == /\ SF_vars(pc[Owner] = "idle" /\ TakeReadHead)
                    /\ SF_vars(pc[Owner] = "idle" /\ PeekNext)

SafeSpec   == Init /\ [][Next]_vars
Spec       == SafeSpec /\ Fairness
TakingSpec == Spec /\ OwnerKeepsTaking

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* Where a goroutine may be.
InRing(g)     == \E i \in Indices :
                     i < Size /\ slots[Slot(head + i)] = g
InHand(g)     == In(g, hand)
InOverflow(g) == In(g, overflow)

\* None is lost.
NoneLost == \A g \in G :
    out[g] > 0 \/ next = g \/ InRing(g) \/ InHand(g) \/ InOverflow(g)

\* None is duplicated.
NoneTwice ==
    /\ \A g \in G :
        /\ out[g] <= 1
        /\ out[g] > 0 => ~(next = g \/ InRing(g) \/ InHand(g) \/ InOverflow(g))
        /\ next = g => ~(InRing(g) \/ InHand(g) \/ InOverflow(g))
        /\ InRing(g) => ~(InHand(g) \/ InOverflow(g))
        /\ InHand(g) => ~InOverflow(g)
    /\ \A i, j \in Indices :
        i < j /\ j < Size => slots[Slot(head + i)] # slots[Slot(head + j)]
    /\ \A i, j \in DOMAIN hand : i < j => hand[i] # hand[j]
    /\ \A i, j \in DOMAIN overflow : i < j => overflow[i] # overflow[j]

\* The queue is linearizable: each operation seems to be one step.
Ring == [i \in 1..Size |-> slots[Slot(head + i - 1)]]

Queue == INSTANCE AbstractQueue WITH ring <- Ring

IsQueue == Queue!SafeSpec

\* Lock-freedom.  Unless all threads are at rest again and again, somebody
\* completes an operation again and again, however the others fare.
Completes == \E t \in Threads : pc[t] # "idle" /\ pc'[t] = "idle"

LockFree == \/ []<>(\A t \in Threads : pc[t] = "idle")
            \/ []<><<Completes>>_vars

\* The owner has it better: each of its operations ends.  What it loses to
\* thieves is gone from the ring, and only the owner fills that again.
OwnerFinishes == pc[Owner] # "idle" ~> pc[Owner] = "idle"

\* Whoever is queued is taken in the end.
EventuallyTaken == \A g \in G : out[g] = 0 ~> out[g] = 1

-----------------------------------------------------------------------------
(***************************************************************************)
(* The inductive invariant: what each thread knows at each of its steps.   *)
(* It holds of Init, no step breaks it, and it implies the properties. TLC *)
(* checks that from all states that satisfy it, at a small size, and not   *)
(* only from those that are reachable.  It is assumed that no thread       *)
(* stalls (MayStall = FALSE).                                              *)
(***************************************************************************)

\* What is in the ring is no more than fits, and is goroutines.
RingInv == /\ Size <= Capacity
           /\ \A i \in Indices : i < Size => slots[Slot(head + i)] \in G

\* p is a position that head has had, less than a full turn ago.
Past(p) == Distance(p, head) + Size < Wrap

\* If head is still p, what has been copied from there is what is there.
CopyInv(p, items) == head = p =>
    \A i \in DOMAIN items : items[i] = slots[Slot(p + i - 1)]

\* The owner at `at', having read head as p and copied items.  It alone
\* fills the ring: that may be emptier than it has seen, never fuller.
OwnerInv(at, p, items) ==
    /\ at \in {"put", "putSlot", "putTail", "spill", "spillCopy", "spillCas"}
           => Len(hand) = 1
    /\ at \in {"idle", "takeNext", "take", "takeSlot", "takeCas", "takeClear"}
           => hand = <<>>
    /\ at = "flush" => Len(hand) > 1
    /\ at \in {"putSlot", "putTail"} => Size < Capacity
    /\ at = "putTail" => slots[Slot(tail)] = hand[1]
    /\ at \in {"takeSlot", "takeCas", "takeClear"} =>
           Past(p) /\ Distance(p, tail) \in 1..Capacity
    /\ at = "takeClear" => head # p
    /\ at \in {"spillCopy", "spillCas"} =>
           Past(p) /\ Distance(p, tail) = Capacity
    /\ CASE at = "takeCas"   -> Len(items) = 1
         [] at = "spillCopy" -> Len(items) < SpillSize
         [] at = "spillCas"  -> Len(items) = SpillSize
         [] OTHER            -> items = <<>>
    /\ items # <<>> => CopyInv(p, items)

\* A thief at `at', having read head as p and tail as q and copied items.
\* The copy is of no use once head has moved.  If it has not, there is at
\* least as much as the thief has seen.
ThiefInv(at, p, q, items) ==
    /\ at \in {"stealTail", "stealCopy", "stealCas"} => Past(p)
    /\ at \in {"stealCopy", "stealCas"} =>
           /\ Distance(p, q) \in 1..Capacity
           /\ head = p => Distance(p, q) <= Size
           /\ CopyInv(p, items)
    /\ at \in {"idle", "steal", "stealTail"} => items = <<>>
    /\ at = "stealCopy" => Len(items) < Half(Distance(p, q))
    /\ at = "stealCas"  => Len(items) = Half(Distance(p, q))
    /\ at = "stealNext" => Len(items) = 1 /\ items[1] \in G

\* Who looks, and what has been true meanwhile.  It knows more with each
\* read, provided that tail does not change.
LookerInv(at, p, q, items, truths) ==
    /\ at \in LookPcs <=> truths # {}
    /\ at \in LookPcs => View \in truths
    /\ at \in {"lookTail", "lookNext", "lookAgain"} => Past(p)
    /\ at \in {"look", "lookTail", "lookNext"} => items = <<>>
    /\ at = "lookTail" => (p # tail => "notEmpty" \in truths)
    /\ at \in {"lookNext", "lookAgain"} =>
           /\ Distance(p, q) <= Distance(p, tail)
           /\ p # q => "notEmpty" \in truths
           /\ p = q /\ tail = q => Size = 0
    /\ at = "lookAgain" =>
           /\ Len(items) <= 1
           /\ items # <<>> => "notEmpty" \in truths
           /\ items = <<>> /\ p = q /\ tail = q => "empty" \in truths

\* For the sake of few states: who has read nothing keeps nothing.
RestInv ==
    /\ pc[Owner] \notin {"spillCopy", "spillCas",
                         "takeSlot", "takeCas", "takeClear"} => h[Owner] = 0
    /\ e[Owner] = 0
    /\ \A t \in Others :
        /\ ~HasHead(t) => h[t] = 0
        /\ pc[t] \notin {"stealCopy", "stealCas", "lookNext", "lookAgain"} =>
               e[t] = 0

Inv == /\ TypeOK /\ RingInv /\ NoneLost /\ NoneTwice
       /\ OwnerInv(pc[Owner], h[Owner], got[Owner])
       /\ \A t \in Others :
           /\ ThiefInv(pc[t], h[t], e[t], got[t])
           /\ LookerInv(pc[t], h[t], e[t], got[t], was[t])
       /\ RestInv

THEOREM ~MayStall /\ SafeSpec => [](Inv /\ NoneLost /\ NoneTwice) /\ IsQueue
THEOREM ~MayStall /\ Spec => LockFree /\ OwnerFinishes
THEOREM ~MayStall /\ TakingSpec => EventuallyTaken
=============================================================================
