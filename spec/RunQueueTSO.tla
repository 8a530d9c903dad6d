---------------------------- MODULE RunQueueTSO -----------------------------
(***************************************************************************)
(* The run queue of RunQueue.tla on a machine with store buffers (x86:     *)
(* "total store order").  Read that module first; the steps here have the  *)
(* same names.                                                             *)
(*                                                                         *)
(* A plain store, and a release store, does not go to memory at once but   *)
(* into the `buffer' of its thread.  Some time later the machine carries   *)
(* the oldest entry to memory (Drain).  A load looks into the own buffer   *)
(* first, and then into memory; it does not look into the buffers of       *)
(* others.  A compare-and-set, an exchange and a fence wait until the own  *)
(* buffer is empty (Locked).                                               *)
(*                                                                         *)
(* Of all threads only the owner has plain stores: slots and tail.  So     *)
(* there is one buffer.                                                    *)
(*                                                                         *)
(*      the owner puts                      another thread                 *)
(*      1. stores the slot: buffered        1. reads head                  *)
(*      2. stores tail + 1: buffered        2. reads tail: from memory     *)
(*      3. fence: both are in memory        3. copies slots: from memory   *)
(*         (FenceAfterPut)                                                 *)
(*                                                                         *)
(* What the code needs, and what TLC finds without it                      *)
(* (spec/mutations/RunQueue.json):                                         *)
(*                                                                         *)
(*   - 1 before 2, in the code and on the way to memory (InOrder).  On x86 *)
(*     the buffer is first in, first out, and the order of the code is     *)
(*     enough.  On other machines it is the *release* of the store of tail *)
(*     that asks for it.  Without, a thief reads tail, and then a slot     *)
(*     that is not yet filled.                                             *)
(*   - Moving head is one step for all who take: a compare-and-set.        *)
(*   - Putting a goroutine into next and getting who was there is one      *)
(*     step: an exchange.  With a load and a store a thief may take, in    *)
(*     between, the one that the owner has kicked out.                     *)
(*   - Taking next is an exchange, or a compare-and-set.                   *)
(*   - 3, if the put is to be over when the owner goes on.  Without, no    *)
(*     goroutine is lost or duplicated, but the owner goes on while nobody *)
(*     can see what it has put.  It may then find that nobody needs to be  *)
(*     woken, while the last sleeper finds nothing: Wakeup.tla.            *)
(*                                                                         *)
(* The waiting of the compare-and-sets and exchanges for the buffer is a   *)
(* fact of the machine.  Given 3, this algorithm does not rely on it.      *)
(*                                                                         *)
(* In the code, 3 is the fullFence in M.putNext.  The owner that stows its *)
(* loot (M.stow) has no fence there: the next that it does is to stop      *)
(* spinning, by a compare-and-set.                                         *)
(*                                                                         *)
(* In which place is a goroutine whose tail store waits?  The owner counts  *)
(* it as in the ring, and may take it, while the others cannot see it.  So *)
(* it has not left the owner's hand (Hand), and the put takes effect when  *)
(* the store comes to memory.  With that reading the promise is the same   *)
(* as before: each operation is one step of AbstractQueue.tla.             *)
(*                                                                         *)
(* Left out, beside what RunQueue.tla leaves out: loads that overtake      *)
(* loads, and stores that overtake loads, which x86 does not do, and which *)
(* acquire and release forbid elsewhere.  jcstress is for those.           *)
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

\* Stores of the owner that are on their way to memory, oldest first.
VARIABLE buffer

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

shared == <<head, tail, slots, next, overflow, out, buffer>>
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

\* Stores that wait: of goroutine g to slot i, of position p to tail.
SlotStore(i, g) == [to |-> "slot", at |-> i, value |-> g]
TailStore(p)    == [to |-> "tail", at |-> 0, value |-> p]

\* The stores that wait to go to that place, as numbers.
Waiting(to, at) ==
    {i \in DOMAIN buffer : buffer[i].to = to /\ buffer[i].at = at}

Last(I) == CHOOSE i \in I : \A j \in I : j <= i

\* What the owner reads from a slot, and from tail: the last of its stores
\* that wait, or else memory.
OwnSlot(i) == IF Waiting("slot", i) = {} THEN slots[i]
              ELSE buffer[Last(Waiting("slot", i))].value
OwnTail    == IF Waiting("tail", 0) = {} THEN tail
              ELSE buffer[Last(Waiting("tail", 0))].value

OwnSize == Distance(head, OwnTail)

\* What the owner has put, and others cannot see yet: the owner has counted
\* tail on, but that store has not come to memory.
Pending == [i \in 1..Distance(tail, OwnTail) |-> OwnSlot(Slot(tail + i - 1))]

\* Half, rounded up: what a thief takes.
Half(n) == n - (n \div 2)

\* What the owner takes along from a full ring.
SpillSize == Capacity \div 2

\* What is true of the queue now.
View == IF head = tail /\ next = None THEN "empty" ELSE "notEmpty"

OwnerPcs == {"idle", "put", "putSlot", "putTail", "fence",
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
    /\ \A i \in DOMAIN buffer :
           \/ buffer[i].to = "slot" /\ buffer[i].at \in Indices
                 /\ buffer[i].value \in G \cup {None}
           \/ buffer[i].to = "tail" /\ buffer[i].value \in Positions
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
    /\ buffer = <<>>
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
NoFullTurn == \A t \in Others : HasHead(t) => Plus(OwnTail, 1) # h[t]

Store(s) == buffer' = Append(buffer, s)

\* Compare-and-sets, exchanges and fences of the owner wait for its stores.
\* Those of others wait for nothing, as the others have no plain stores.
Locked == buffer = <<>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* The machine carries a store of the owner to memory.                     *)
(***************************************************************************)

\* First in, first out.  For this the store of tail is a release: it must not
\* come to memory before the store of the slot.
InOrder(i) == i = 1

Drain(i) ==
    /\ i \in DOMAIN buffer /\ InOrder(i)
    /\ slots' = IF buffer[i].to = "slot"
                  THEN [slots EXCEPT ![buffer[i].at] = buffer[i].value]
                  ELSE slots
    /\ tail' = IF buffer[i].to = "tail" THEN buffer[i].value ELSE tail
    /\ buffer' = [j \in 1..(Len(buffer) - 1) |->
                     buffer[IF j < i THEN j ELSE j + 1]]
    /\ UNCHANGED <<head, next, overflow, out, own, answer>>
    /\ Watch

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
    /\ Goto(Owner, IF OwnSize < Capacity THEN "putSlot" ELSE "spill")
    /\ Say(Owner, "none")
    /\ UNCHANGED <<head, tail, slots, next, overflow, buffer, h, e, got, was>>

\* Into the slot that the owner's own tail names.
PutStoreSlot ==
    /\ pc[Owner] = "putSlot"
    /\ Store(SlotStore(Slot(OwnTail), Head(hand)))
    /\ Goto(Owner, "putTail")
    /\ UNCHANGED <<head, tail, slots, next, overflow, out, hand, h, e, got,
                   answer, was>>

\* From here on it is on its way.  Everybody can see it when this store has
\* come to memory.
PutStoreTail ==
    /\ pc[Owner] = "putTail"
    /\ MayStall \/ NoFullTurn
    /\ Store(TailStore(Plus(OwnTail, 1)))
    /\ hand' = <<>>
    /\ Goto(Owner, "fence")
    /\ UNCHANGED <<head, tail, slots, next, overflow, out, h, e, got, answer,
                   was>>

\* Now everybody can see it.
FenceAfterPut ==
    /\ pc[Owner] = "fence"
    /\ Locked
    /\ Goto(Owner, "idle")
    /\ UNCHANGED <<shared, hand, h, e, got, answer, was>>

(***************************************************************************)
(* ... or, as the ring is full, half of that into the global queue.        *)
(***************************************************************************)

SpillReadHead ==
    /\ pc[Owner] = "spill"
    /\ IF OwnSize = Capacity
         THEN Goto(Owner, "spillCopy") /\ Keep(Owner, head, 0, <<>>)
         ELSE Goto(Owner, "put") /\ Forget(Owner)
    /\ UNCHANGED <<shared, hand, answer, was>>

SpillCopy ==
    LET n == Len(got[Owner]) IN
    /\ pc[Owner] = "spillCopy"
    /\ Keep(Owner, h[Owner], 0,
            Append(got[Owner], OwnSlot(Slot(h[Owner] + n))))
    /\ Goto(Owner, IF n + 1 = SpillSize THEN "spillCas" ELSE "spillCopy")
    /\ UNCHANGED <<shared, hand, answer, was>>

\* If it fails, a thief has made room.  It waits for the buffer, which holds
\* at most a cleared slot.
SpillCas ==
    /\ pc[Owner] = "spillCas" /\ Locked
    /\ IF HeadUnmoved(Owner)
         THEN /\ MoveHead(SpillSize)
              /\ hand' = got[Owner] \o hand
              /\ Goto(Owner, "flush")
         ELSE /\ Goto(Owner, "put")
              /\ UNCHANGED <<head, hand>>
    /\ Forget(Owner)
    /\ UNCHANGED <<tail, slots, next, overflow, out, buffer, answer>>
    /\ Watch

Flush ==
    /\ pc[Owner] = "flush" /\ Locked
    /\ overflow' = overflow \o hand
    /\ hand' = <<>>
    /\ Goto(Owner, "idle")
    /\ UNCHANGED <<head, tail, slots, next, out, buffer, h, e, got, answer,
                   was>>

(***************************************************************************)
(* The owner puts g into next.  Who was there goes to the ring.            *)
(***************************************************************************)

ExchangeNext(g) ==
    /\ UsesNext /\ pc[Owner] = "idle" /\ Locked /\ Comes(g)
    /\ next' = g
    /\ hand' = IF next = None THEN <<>> ELSE <<next>>
    /\ Goto(Owner, IF next = None THEN "idle" ELSE "put")
    /\ Say(Owner, "none")
    /\ UNCHANGED <<head, tail, slots, overflow, buffer, h, e, got>>
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
    /\ pc[Owner] = "takeNext" /\ Locked
    /\ next' = None
    /\ Goes(<<next>>)
    /\ Say(Owner, IF next = None THEN "noNext" ELSE "none")
    /\ Goto(Owner, "idle")
    /\ UNCHANGED <<head, tail, slots, overflow, buffer, hand, h, e, got>>
    /\ Watch

(***************************************************************************)
(* ... or the oldest of the ring.                                          *)
(***************************************************************************)

TakeReadHead ==
    /\ pc[Owner] \in {"idle", "take"}
    /\ IF head = OwnTail
         THEN Goto(Owner, "idle") /\ Say(Owner, "noRing") /\ Forget(Owner)
         ELSE /\ Goto(Owner, "takeSlot") /\ Say(Owner, "none")
              /\ Keep(Owner, head, 0, <<>>)
    /\ UNCHANGED <<shared, hand, was>>

TakeReadSlot ==
    /\ pc[Owner] = "takeSlot"
    /\ Keep(Owner, h[Owner], 0, <<OwnSlot(Slot(h[Owner]))>>)
    /\ Goto(Owner, "takeCas")
    /\ UNCHANGED <<shared, hand, answer, was>>

TakeCas ==
    /\ pc[Owner] = "takeCas" /\ Locked
    /\ IF HeadUnmoved(Owner)
         THEN /\ MoveHead(1)
              /\ Goes(got[Owner])
              /\ Keep(Owner, h[Owner], 0, <<>>)
              /\ Goto(Owner, "takeClear")
         ELSE /\ Forget(Owner)
              /\ Goto(Owner, "take")
              /\ UNCHANGED <<head, out>>
    /\ UNCHANGED <<tail, slots, next, overflow, buffer, hand, answer>>
    /\ Watch

\* For the sake of the garbage collector.  Go does not do it.  This store may
\* wait long, also while the owner begins its next operation.  If it next fills
\* the same slot, that store comes after it.
TakeClear ==
    /\ pc[Owner] = "takeClear"
    /\ Store(SlotStore(Slot(h[Owner]), None))
    /\ Forget(Owner)
    /\ Goto(Owner, "idle")
    /\ UNCHANGED <<head, tail, slots, next, overflow, out, hand, answer, was>>

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
    /\ UNCHANGED <<tail, slots, next, overflow, buffer, hand, answer>>
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
    /\ UNCHANGED <<head, tail, slots, overflow, buffer, hand>>
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
    /\ UNCHANGED <<head, tail, slots, next, buffer, own, answer, was>>

-----------------------------------------------------------------------------
OwnerPuts == \/ \E g \in G : PutReadHead(g) \/ ExchangeNext(g)
             \/ PutStoreSlot \/ PutStoreTail \/ FenceAfterPut
             \/ SpillReadHead \/ SpillCopy \/ SpillCas \/ Flush

OwnerTakes == \/ PeekNext \/ TakeNext
              \/ TakeReadHead \/ TakeReadSlot \/ TakeCas \/ TakeClear

OwnerStep == OwnerPuts \/ OwnerTakes

OtherStep(t) == \/ StealReadHead(t) \/ StealReadTail(t)
                \/ StealCopy(t) \/ StealCas(t)
                \/ StealNextRead(t) \/ StealNextCas(t)
                \/ LookReadHead(t) \/ LookReadTail(t)
                \/ LookReadNext(t) \/ LookReadTailAgain(t)

\* No more than three stores wait: of a cleared slot, of a slot, of tail.  The
\* fence keeps it so.
Next == \/ OwnerStep \/ PollOverflow
        \/ \E t \in Others : OtherStep(t)
        \/ \E i \in 1..3 : Drain(i)

(***************************************************************************)
(* Fairness: a thread that has begun an operation goes on with it, what is *)
(* in a store buffer comes to memory, and somebody polls the global queue. *)
(***************************************************************************)
Fairness ==
    /\ WF_vars(pc[Owner] # "idle" /\ OwnerStep)
    /\ \A t \in Others : WF_vars(pc[t] # "idle" /\ OtherStep(t))
    /\ WF_vars(Drain(1))
    /\ WF_vars(PollOverflow)

SafeSpec == Init /\ [][Next]_vars
Spec     == SafeSpec /\ Fairness

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* Where a goroutine may be: what the owner has put, but others cannot see,
\* is still in its hand.
Hand          == Pending \o hand
InRing(g)     == \E i \in Indices :
                     i < Size /\ slots[Slot(head + i)] = g
InHand(g)     == In(g, Hand)
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
    /\ \A i, j \in DOMAIN Hand : i < j => Hand[i] # Hand[j]
    /\ \A i, j \in DOMAIN overflow : i < j => overflow[i] # overflow[j]

\* When a put is over, everybody can see what has been put.
PutIsSeen == pc[Owner] = "idle" => Pending = <<>>

\* The queue is linearizable: each operation seems to be one step.  A put
\* takes effect when the store of tail comes to memory.
Ring == [i \in 1..Size |-> slots[Slot(head + i - 1)]]

Queue == INSTANCE AbstractQueue WITH ring <- Ring, hand <- Hand

IsQueue == Queue!SafeSpec

\* Each operation of the owner ends.
OwnerFinishes == pc[Owner] # "idle" ~> pc[Owner] = "idle"

THEOREM ~MayStall /\ SafeSpec =>
            [](NoneLost /\ NoneTwice /\ PutIsSeen) /\ IsQueue
THEOREM ~MayStall /\ Spec => OwnerFinishes
=============================================================================
