----------------------------- MODULE MCRunQueue -----------------------------
(***************************************************************************)
(* What TLC needs beside RunQueue.tla: what may be permuted; the states    *)
(* that a reader would like to see reached (each reachability model claims *)
(* that such a state is never reached, and must fail); and all states that *)
(* satisfy the inductive invariant, to begin in.                           *)
(***************************************************************************)
EXTENDS RunQueue, TLC

Symmetry == Permutations(G) \cup Permutations(Thieves)

-----------------------------------------------------------------------------
\* A thief is about to succeed, with a goroutine that runs elsewhere already.
\* Only without the assumption that nobody stalls for a full turn.
NeverTakesTwice == \A t \in Thieves :
    pc[t] = "stealCas" /\ HeadUnmoved(t) =>
        \A g \in G : In(g, got[t]) => out[g] = 0

\* The positions have wrapped: the ring goes over the edge.
NeverWraps == tail >= head

\* A goroutine has gone to the global queue.
NeverOverflows == overflow = <<>>

\* The owner found the ring full, but a thief was quicker than its Spill.
NeverSpillFails == pc[Owner] = "spillCas" => HeadUnmoved(Owner)

\* The owner and a thief are about to take the same goroutine.
NeverSameHead == \A t \in Thieves :
    ~(pc[Owner] = "takeCas" /\ pc[t] = "stealCas"
      /\ h[Owner] = h[t] /\ head = h[t])

\* Two thieves read the same head, and one was quicker.
NeverLosesToThief == ~\E t, u \in Thieves :
    t # u /\ pc[t] = "stealCas" /\ pc[u] = "idle" /\ pc[Owner] = "idle"
    /\ ~HeadUnmoved(t)

\* What a thief has read does not fit together, and it begins anew.
NeverBeginsAnew == \A t \in Thieves :
    pc[t] = "stealTail" => Distance(h[t], tail) <= Capacity

\* A thief and the owner both want what is in next.
NeverBothWantNext == \A t \in Thieves :
    ~(pc[Owner] = "takeNext" /\ pc[t] = "stealNext" /\ next = Head(got[t]))

\* A looker has seen ring and next empty, though both never were: it finds
\* out by reading tail again.
NeverFooled == \A t \in Lookers :
    ~(pc[t] = "lookAgain" /\ h[t] = e[t] /\ got[t] = <<>>
      /\ "empty" \notin was[t])

\* A thief takes less than half of what is there when it takes it ...
NeverLessThanHalf == \A t \in Thieves :
    pc[t] = "stealCas" /\ HeadUnmoved(t) => Loot(t) = Half(Size)

\* ... even if the owner has found the ring full since.
NeverSmallTheft == \A t \in Thieves :
    pc[t] = "stealCas" /\ HeadUnmoved(t) /\ pc[Owner] = "spill" =>
        Loot(t) = Half(Capacity)

\* Thieves may go on for ever without success: this must fail.
ThievesFinish == \A t \in Thieves : pc[t] # "idle" ~> pc[t] = "idle"

-----------------------------------------------------------------------------
(***************************************************************************)
(* All states that satisfy Inv, with one other thread, and head = 0: if    *)
(* all positions are moved on by one, and the contents of the slots with   *)
(* them, then each step remains one.  `answer', of which Inv says nothing  *)
(* but its type, and which no thread reads, begins as "none".              *)
(***************************************************************************)

NoRepeats(n) == {s \in UNION {[1..k -> G] : k \in 0..n} :
                    \A i, j \in DOMAIN s : i < j => s[i] # s[j]}

Items(ns) == UNION {[1..k -> G \cup {None}] : k \in ns}

OwnerLocals ==
    {"idle", "put", "putSlot", "putTail", "spill", "flush", "takeNext", "take"}
        \X {0} \X {<<>>}
    \cup {"takeSlot", "takeClear"} \X Positions \X {<<>>}
    \cup {"takeCas"}   \X Positions \X Items({1})
    \cup {"spillCopy"} \X Positions \X Items(0..(SpillSize - 1))
    \cup {"spillCas"}  \X Positions \X Items({SpillSize})

ThiefLocals ==
    {"idle", "steal"} \X {0} \X {0} \X {<<>>} \X {{}}
    \cup {"stealTail"} \X Positions \X {0} \X {<<>>} \X {{}}
    \cup {"stealCopy"} \X Positions \X Positions
             \X Items(0..(Half(Capacity) - 1)) \X {{}}
    \cup {"stealCas"}  \X Positions \X Positions
             \X Items(1..Half(Capacity)) \X {{}}
    \cup {"stealNext"} \X {0} \X {0} \X Items({1}) \X {{}}

LookerLocals ==
    LET Truths == SUBSET {"empty", "notEmpty"} \ {{}} IN
    {"idle"} \X {0} \X {0} \X {<<>>} \X {{}}
    \cup {"look"}     \X {0} \X {0} \X {<<>>} \X Truths
    \cup {"lookTail"} \X Positions \X {0} \X {<<>>} \X Truths
    \cup {"lookNext"} \X Positions \X Positions \X {<<>>} \X Truths
    \cup {"lookAgain"} \X Positions \X Positions \X Items(0..1) \X Truths

\* What the one other thread may do.
OtherLocals == IF Lookers = {} THEN ThiefLocals ELSE LookerLocals

Other == CHOOSE t \in Others : TRUE

InvStates ==
    /\ head = 0 /\ tail \in 0..Capacity
    /\ slots \in [Indices -> G \cup {None}]
    /\ RingInv
    /\ next \in (IF UsesNext THEN G \cup {None} ELSE {None})
    /\ hand \in NoRepeats(SpillSize + 1)
    /\ overflow \in NoRepeats(3)
    /\ out = [g \in G |-> IF next = g \/ InRing(g) \/ InHand(g) \/ InOverflow(g)
                            THEN 0 ELSE 1]
    /\ NoneLost /\ NoneTwice
    /\ answer = [t \in Threads |-> "none"]
    /\ \E o \in OwnerLocals, x \in OtherLocals :
        /\ OwnerInv(o[1], o[2], o[3])
        /\ ThiefInv(x[1], x[2], x[3], x[4])
        /\ LookerInv(x[1], x[2], x[3], x[4], x[5])
        /\ pc  = (Owner :> o[1] @@ Other :> x[1])
        /\ h   = (Owner :> o[2] @@ Other :> x[2])
        /\ e   = (Owner :> 0    @@ Other :> x[3])
        /\ got = (Owner :> o[3] @@ Other :> x[4])
        /\ was = (Other :> x[5])

\* One step from each of them is enough: others are not followed further.
OneStep == head = 0 /\ \A t \in Threads : answer[t] = "none"

\* Each of these steps is one of the abstract queue, or changes nothing there.
IsQueueStep == [][Queue!Next]_(Queue!vars)
=============================================================================
