------------------------------- MODULE Select -------------------------------
(***************************************************************************)
(* select: one of several sends and receives, whichever can go on first.   *)
(* One channel lock a step.                                                *)
(*                                                                         *)
(* A select has cases.  Each sends to a channel or receives from one; the  *)
(* same channel may occur in several cases; a case on the nil channel is   *)
(* never ready.  It may have a default, for when no case is ready.         *)
(*                                                                         *)
(* The protocol has three passes.                                          *)
(*                                                                         *)
(*   1. Lock all channels of the cases, in the order of their numbers,     *)
(*      each once (Lock).  Look at the cases, one after the other, in      *)
(*      random order.  The first that is ready is it.                      *)
(*   2. Else put a waiter for each case into its channel's queue (Enlist), *)
(*      unlock all (Unlock), and park.                                     *)
(*   3. When woken, lock all again, take the waiters of the other cases    *)
(*      out of the queues (Dequeue), and unlock all.                       *)
(*                                                                         *)
(* The race is between those who want to serve a select that waits.  They  *)
(* hold locks of different channels, so no lock decides between them, but  *)
(* one word of the select does, its `decision':                            *)
(*                                                                         *)
(*      who serves (holds channel c's lock)  who waits                     *)
(*      1. takes the first waiter off c's    1. has waiters in the queues  *)
(*         queue                                of all its channels        *)
(*      2. CAS on the decision of the        2. may be interrupted: CAS on *)
(*         waiter's select.  Failed: the        its own decision, as if by *)
(*         waiter is a left-over, take the      a waker (ClaimInterrupted) *)
(*         next one (Skip, CloseSkip).       3. sees a decision: locks all *)
(*         Won (WinReceiver, WinSender,         channels, c too (Resume,   *)
(*         CloseWin):                           Lock), so that             *)
(*      3. moves the value (HandOver,           4 of the other side is     *)
(*         TakeOver)                            over, and only then reads  *)
(*      4. gives the lock back (Unlock)         the value (Dequeue)        *)
(*      5. unparks the waiter (Unpark)                                     *)
(*                                                                         *)
(* Who serves a select by one of its own holds all its locks and has no    *)
(* waiter in any queue: nobody can decide for it meanwhile, so one CAS is  *)
(* enough where two selects meet.                                          *)
(*                                                                         *)
(* The module promises, and TLC checks: at most one case of a select       *)
(* happens (AtMostOne); no value is lost or duplicated (OnePlace); a       *)
(* select parks, or takes its default, only if no case is ready (Saw-      *)
(* Nothing), and while it stays parked none is (NothingMissed); no waiter  *)
(* is left in a queue (NoneLeftBehind); locks are taken in order (Locks-   *)
(* InOrder), so that selects on the same channels do not deadlock; every   *)
(* select that is decided ends (Ends); and where selects are repeated no   *)
(* ready case is passed over for ever (PartnersServed).                    *)
(*                                                                         *)
(* Left out, with reasons:                                                 *)
(*                                                                         *)
(*   - plain send, receive and try of Channel.tla: each is a select with   *)
(*     one case, with or without a default.  The code does less for them:  *)
(*     one critical section instead of a lock, a look and an unlock (as    *)
(*     they hold only one lock, nobody can tell), and no third pass (they  *)
(*     have no left-over waiters; their value is written before their      *)
(*     outcome).  A CAS on them always succeeds.  closing is here too, as  *)
(*     a statement of its own, since it wakes selects;                     *)
(*   - looking at channels without their locks before the first pass: see  *)
(*     Channel.tla, "Fast";                                                *)
(*   - how a goroutine parks: Parking.tla.  A permit left over when a wait *)
(*     has ended is forgotten, as in Channel.tla;                          *)
(*   - Enlist and Dequeue touch several queues in one step: the goroutine  *)
(*     holds the locks of all of them;                                     *)
(*   - the timer of a case `after': it sends to a channel of its own;      *)
(*   - where a goroutine goes on after a case: it may do any statement of  *)
(*     its program next.                                                   *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
    Goroutines,     \* those that use the channels
    Channels,       \* the channels' numbers, which are the lock order
    Capacity,       \* Capacity[c]: slots of c's buffer; 0: none
    Nil,            \* the nil channel
    Programs,       \* Programs[g]: the statements that g may execute
    Rounds,         \* how many statements each goroutine executes
    Interruptible,  \* those that somebody may interrupt
    Interruption,   \* a decision for none of the cases
    None            \* no value, no goroutine, no decision

\* A case is [dir, chan]; a statement is [cases, otherwise].  `otherwise' says
\* whether there is a default.  Closing is a statement with one "close".
Case == [dir : {"send", "receive", "close"}, chan : Channels \cup {Nil}]

ASSUME
    /\ Channels \subseteq Nat /\ Rounds \in Nat
    /\ Interruptible \subseteq Goroutines
    /\ \A g \in Goroutines : \A p \in Programs[g] :
        /\ p.cases \in Seq(Case) /\ p.otherwise \in BOOLEAN
        /\ \A i \in DOMAIN p.cases : p.cases[i].dir = "close" =>
               Len(p.cases) = 1 /\ p.cases[i].chan \in Channels

VARIABLES
    buffer,       \* buffer[c]: the values in c's buffer, oldest first
    closed,       \* closed[c]: whether c has been closed
    lock,         \* lock[c]: who holds c's lock, or None
    sendq, recvq, \* sendq[c]: c's waiters <<g, i>>: goroutine, case
    pc,           \* pc[g]: "idle" "locking" "looking" "serving" "closing"
                  \* "parking" "relocking" "unlocking"
    stmt,         \* stmt[g]: the statement that g executes, or None
    todo,         \* todo[g]: the cases to lock for or to look at
    decision,     \* decision[g]: what a waker has decided for g, or None
    fired,        \* fired[g]: the case that happened; 0: none yet
    how,          \* how[g]: "none", "ok", "closed", "otherwise",
                  \* "interrupted": how that came out
    slot,         \* slot[g]: the value that g has received, or None
    partner,      \* partner[g]: the waiter that g has won and now serves
    owes,         \* owes[g]: whom g has served and not yet unparked
    permit,       \* permit[g]: whether g, which waits, has been unparked
    interrupted,  \* interrupted[g]: g's interrupt flag
    round,        \* round[g]: which statement this is
    times,        \* history: how many cases of this statement happened
    fate,         \* history: what became of the value that g had to send
    received      \* history: how often each value was received

chanVars  == <<buffer, closed, sendq, recvq>>
endVars   == <<fired, how, slot>>
wakeVars  == <<owes, permit>>
history   == <<fate, received>>
vars      == <<chanVars, lock, pc, stmt, todo, decision, endVars, partner,
               wakeVars, interrupted, round, times, history>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(***************************************************************************)

Values == Goroutines \X (1..Rounds)

\* The value that g sends, in whichever case.
Mine(g) == <<g, round[g]>>

\* The number of the statement after this one.
Following(n) == n + 1

CasesOf(g)   == IF stmt[g] = None THEN <<>> ELSE stmt[g].cases
Dir(g, i)    == CasesOf(g)[i].dir
Chan(g, i)   == CasesOf(g)[i].chan

\* The cases that can happen at all.
Real(g) == {i \in DOMAIN CasesOf(g) : Chan(g, i) # Nil}

Held(g) == {c \in Channels : lock[c] = g}

\* The cases that g still has to lock for, and the channel to lock next.
Locking(g)  == pc[g] \in {"locking", "relocking"}
Wanted(g)   == {Chan(g, i) : i \in todo[g]}
NextLock(g) == CHOOSE c \in Wanted(g) : \A d \in Wanted(g) : c <= d

\* What g has yet to lock for when it has locked c: c is locked once,
\* however many cases are on it.
StillToLock(g, c) == {i \in todo[g] : Chan(g, i) # c}

\* g holds all locks, and looks at case i.
LooksAt(g, i) == pc[g] = "looking" /\ i \in todo[g]

\* g has given back all its locks, and waits.
Parked(g) == pc[g] = "parking" /\ Held(g) = {}

\* g has waiters in queues.
Enlisted(g) == pc[g] \in {"parking", "relocking"}

Undecided(w) == decision[w[1]] = None

\* The waiters that would be served by case i of g.
Opposite(g, i) == IF Dir(g, i) = "send" THEN recvq[Chan(g, i)]
                                        ELSE sendq[Chan(g, i)]

\* Case i of g could go on at this moment.
Ready(g, i) ==
    LET c == Chan(g, i)
        q == Opposite(g, i)
    IN  \/ closed[c]
        \/ \E k \in DOMAIN q : Undecided(q[k]) /\ q[k][1] # g
        \/ Dir(g, i) = "send" /\ Len(buffer[c]) < Capacity[c]
        \/ Dir(g, i) = "receive" /\ Len(buffer[c]) > 0

\* History: the statement of g ended, and it had a value to send.
Told(g) ==
    IF fired[g] # 0 /\ Dir(g, fired[g]) = "send" /\ how[g] = "ok"
    THEN [fate EXCEPT ![Mine(g)] = "sent"]
    ELSE [fate EXCEPT ![Mine(g)] = "kept"]

\* History: g received what is in its slot.
Counted(g) == IF slot[g] = None THEN received
              ELSE [received EXCEPT ![slot[g]] = @ + 1]

-----------------------------------------------------------------------------
Waiter == Goroutines \X (Nat \ {0})

TypeOK ==
    /\ \A c \in Channels : /\ buffer[c] \in Seq(Values)
                           /\ Len(buffer[c]) <= Capacity[c]
                           /\ sendq[c] \in Seq(Waiter)
                           /\ recvq[c] \in Seq(Waiter)
    /\ closed \in [Channels -> BOOLEAN]
    /\ lock \in [Channels -> Goroutines \cup {None}]
    /\ pc \in [Goroutines -> {"idle", "locking", "looking", "serving",
                    "closing", "parking", "relocking", "unlocking"}]
    /\ \A g \in Goroutines :
        /\ stmt[g] \in Programs[g] \cup {None}
        /\ todo[g] \subseteq Real(g)
        /\ decision[g] \in Real(g) \cup {Interruption, None}
        /\ fired[g] \in Real(g) \cup {0}
        /\ partner[g] \in Waiter \cup {None}
    /\ how \in [Goroutines ->
                    {"none", "ok", "closed", "otherwise", "interrupted"}]
    /\ slot \in [Goroutines -> Values \cup {None}]
    /\ owes \in [Goroutines -> SUBSET Goroutines]
    /\ permit \in [Goroutines -> BOOLEAN]
    /\ interrupted \in [Goroutines -> BOOLEAN]
    /\ round \in [Goroutines -> 1..(Rounds + 1)]
    /\ times \in [Goroutines -> Nat]
    /\ fate \in [Values -> {"unsent", "sent", "kept"}]
    /\ received \in [Values -> Nat]

Init ==
    /\ buffer = [c \in Channels |-> <<>>]
    /\ closed = [c \in Channels |-> FALSE]
    /\ lock = [c \in Channels |-> None]
    /\ sendq = [c \in Channels |-> <<>>]
    /\ recvq = [c \in Channels |-> <<>>]
    /\ pc = [g \in Goroutines |-> "idle"]
    /\ stmt = [g \in Goroutines |-> None]
    /\ todo = [g \in Goroutines |-> {}]
    /\ decision = [g \in Goroutines |-> None]
    /\ fired = [g \in Goroutines |-> 0]
    /\ how = [g \in Goroutines |-> "none"]
    /\ slot = [g \in Goroutines |-> None]
    /\ partner = [g \in Goroutines |-> None]
    /\ owes = [g \in Goroutines |-> {}]
    /\ permit = [g \in Goroutines |-> FALSE]
    /\ interrupted = [g \in Goroutines |-> FALSE]
    /\ round = [g \in Goroutines |-> 1]
    /\ times = [g \in Goroutines |-> 0]
    /\ fate = [v \in Values |-> "unsent"]
    /\ received = [v \in Values |-> 0]

-----------------------------------------------------------------------------
(***************************************************************************)
(* First pass: lock, and look.                                             *)
(***************************************************************************)

\* g begins the statement p.
Begin(g, p) ==
    /\ pc[g] = "idle" /\ round[g] <= Rounds
    /\ stmt' = [stmt EXCEPT ![g] = p]
    /\ LET real == {i \in DOMAIN p.cases : p.cases[i].chan # Nil}
       IN  /\ todo' = [todo EXCEPT ![g] = real]
           /\ pc' = [pc EXCEPT ![g] = IF real = {} THEN "looking"
                                                   ELSE "locking"]
    /\ UNCHANGED <<chanVars, lock, decision, endVars, partner, wakeVars,
                   interrupted, round, times, history>>

\* g locks the next channel.  With the last one it begins to look, or, in
\* the third pass, to take its waiters back.
Lock(g) ==
    /\ Locking(g) /\ todo[g] # {}
    /\ LET c == NextLock(g) IN
       /\ lock[c] = None
       /\ lock' = [lock EXCEPT ![c] = g]
       /\ LET rest == StillToLock(g, c)
              last == rest = {} /\ pc[g] = "locking"
          IN  /\ todo' = [todo EXCEPT ![g] = IF last THEN Real(g) ELSE rest]
              /\ pc' = [pc EXCEPT ![g] = IF last THEN "looking" ELSE @]
    /\ UNCHANGED <<chanVars, stmt, decision, endVars, partner, wakeVars,
                   interrupted, round, times, history>>

\* Case i happens, by g's own doing, and g is done but for the locks.
Happens(g, i, result) ==
    /\ pc' = [pc EXCEPT ![g] = "unlocking"]
    /\ todo' = [todo EXCEPT ![g] = {}]
    /\ fired' = [fired EXCEPT ![g] = i]
    /\ how' = [how EXCEPT ![g] = result]
    /\ times' = [times EXCEPT ![g] = @ + 1]
    /\ UNCHANGED <<lock, stmt, decision, partner, wakeVars, interrupted,
                   round, history>>

\* A send to a closed channel: an error.
SendClosed(g, i) ==
    /\ LooksAt(g, i) /\ Dir(g, i) = "send" /\ closed[Chan(g, i)]
    /\ Happens(g, i, "closed")
    /\ UNCHANGED <<chanVars, slot>>

\* A send to a buffer that has room.
SendToBuffer(g, i) ==
    LET c == Chan(g, i) IN
    /\ LooksAt(g, i) /\ Dir(g, i) = "send" /\ ~closed[c]
    /\ recvq[c] = <<>> /\ Len(buffer[c]) < Capacity[c]
    /\ buffer' = [buffer EXCEPT ![c] = Append(@, Mine(g))]
    /\ Happens(g, i, "ok")
    /\ UNCHANGED <<closed, sendq, recvq, slot>>

\* A receive from a buffer, and no sender waits for the slot.
ReceiveFromBuffer(g, i) ==
    LET c == Chan(g, i) IN
    /\ LooksAt(g, i) /\ Dir(g, i) = "receive"
    /\ sendq[c] = <<>> /\ Len(buffer[c]) > 0
    /\ slot' = [slot EXCEPT ![g] = Head(buffer[c])]
    /\ buffer' = [buffer EXCEPT ![c] = Tail(@)]
    /\ Happens(g, i, "ok")
    /\ UNCHANGED <<closed, sendq, recvq>>

\* A receive from a channel that is closed and drained.
ReceiveClosed(g, i) ==
    LET c == Chan(g, i) IN
    /\ LooksAt(g, i) /\ Dir(g, i) = "receive"
    /\ sendq[c] = <<>> /\ buffer[c] = <<>> /\ closed[c]
    /\ Happens(g, i, "closed")
    /\ UNCHANGED <<chanVars, slot>>

\* The CAS on the decision of the waiter w succeeds.  g serves it next.
Win(g, i, w) ==
    /\ Undecided(w)
    /\ decision' = [decision EXCEPT ![w[1]] = w[2]]
    /\ times' = [times EXCEPT ![w[1]] = @ + 1]
    /\ partner' = [partner EXCEPT ![g] = w]
    /\ fired' = [fired EXCEPT ![g] = i]
    /\ todo' = [todo EXCEPT ![g] = {}]
    /\ pc' = [pc EXCEPT ![g] = "serving"]
    /\ UNCHANGED <<buffer, closed, lock, stmt, how, slot, wakeVars,
                   interrupted, round, history>>

\* Case i sends, and a receiver waits.
WinReceiver(g, i) ==
    LET c == Chan(g, i) IN
    /\ LooksAt(g, i) /\ Dir(g, i) = "send" /\ ~closed[c] /\ recvq[c] # <<>>
    /\ Win(g, i, Head(recvq[c]))
    /\ recvq' = [recvq EXCEPT ![c] = Tail(@)]
    /\ UNCHANGED sendq

\* Case i receives, and a sender waits.
WinSender(g, i) ==
    LET c == Chan(g, i) IN
    /\ LooksAt(g, i) /\ Dir(g, i) = "receive" /\ sendq[c] # <<>>
    /\ Win(g, i, Head(sendq[c]))
    /\ sendq' = [sendq EXCEPT ![c] = Tail(@)]
    /\ UNCHANGED recvq

\* The CAS fails: somebody else has decided for that waiter's select.  Out
\* with it, and on to the next.
Skip(g, i) ==
    LET c == Chan(g, i) IN
    /\ LooksAt(g, i) /\ Opposite(g, i) # <<>>
    /\ ~Undecided(Head(Opposite(g, i)))
    /\ IF Dir(g, i) = "send"
       THEN recvq' = [recvq EXCEPT ![c] = Tail(@)] /\ UNCHANGED sendq
       ELSE sendq' = [sendq EXCEPT ![c] = Tail(@)] /\ UNCHANGED recvq
    /\ UNCHANGED <<buffer, closed, lock, pc, stmt, todo, decision, endVars,
                   partner, wakeVars, interrupted, round, times, history>>

\* g has served its partner h: both cases have come out well.
Serve(g, h) ==
    /\ how' = [how EXCEPT ![g] = "ok", ![h] = "ok"]
    /\ times' = [times EXCEPT ![g] = @ + 1]
    /\ owes' = [owes EXCEPT ![g] = @ \cup {h}]
    /\ partner' = [partner EXCEPT ![g] = None]
    /\ pc' = [pc EXCEPT ![g] = "unlocking"]
    /\ UNCHANGED <<closed, lock, sendq, recvq, stmt, todo, decision, fired,
                   permit, interrupted, round, history>>

\* g gives its value to the receiver that it has won.
HandOver(g) ==
    /\ pc[g] = "serving" /\ Dir(g, fired[g]) = "send"
    /\ Serve(g, partner[g][1])
    /\ slot' = [slot EXCEPT ![partner[g][1]] = Mine(g)]
    /\ UNCHANGED buffer

\* g takes the value of the sender that it has won, or the oldest one in the
\* buffer, and lets that sender's value in.
TakeOver(g) ==
    /\ pc[g] = "serving" /\ Dir(g, fired[g]) = "receive"
    /\ Serve(g, partner[g][1])
    /\ LET c   == Chan(g, fired[g])
           all == Append(buffer[c], Mine(partner[g][1]))
       IN  /\ slot' = [slot EXCEPT ![g] = Head(all)]
           /\ buffer' = [buffer EXCEPT ![c] = Tail(all)]

\* Case i is not ready.
Miss(g, i) ==
    /\ LooksAt(g, i) /\ Dir(g, i) # "close"
    /\ Opposite(g, i) = <<>> /\ ~Ready(g, i)
    /\ todo' = [todo EXCEPT ![g] = @ \ {i}]
    /\ UNCHANGED <<chanVars, lock, pc, stmt, decision, endVars, partner,
                   wakeVars, interrupted, round, times, history>>

\* No case was ready: the default.
Default(g) ==
    /\ pc[g] = "looking" /\ todo[g] = {} /\ stmt[g].otherwise
    /\ pc' = [pc EXCEPT ![g] = "unlocking"]
    /\ how' = [how EXCEPT ![g] = "otherwise"]
    /\ UNCHANGED <<chanVars, lock, stmt, todo, decision, fired, slot, partner,
                   wakeVars, interrupted, round, times, history>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Second pass: wait.                                                      *)
(***************************************************************************)

\* The waiters of g for its cases in dir on channel c.
WaitersFor(g, dir, c) ==
    SelectSeq([i \in DOMAIN CasesOf(g) |-> <<g, i>>],
              LAMBDA w : Dir(g, w[2]) = dir /\ Chan(g, w[2]) = c)

\* No case was ready, and there is no default: a waiter for each case.
Enlist(g) ==
    /\ pc[g] = "looking" /\ todo[g] = {}
    /\ ~stmt[g].otherwise /\ ~interrupted[g]
    /\ sendq' = [c \in Channels |-> sendq[c] \o WaitersFor(g, "send", c)]
    /\ recvq' = [c \in Channels |-> recvq[c] \o WaitersFor(g, "receive", c)]
    /\ pc' = [pc EXCEPT ![g] = "parking"]
    /\ UNCHANGED <<buffer, closed, lock, stmt, todo, decision, endVars,
                   partner, wakeVars, interrupted, round, times, history>>

\* It would have to wait, and its interrupt flag is set.
GiveUp(g) ==
    /\ pc[g] = "looking" /\ todo[g] = {}
    /\ ~stmt[g].otherwise /\ interrupted[g]
    /\ pc' = [pc EXCEPT ![g] = "unlocking"]
    /\ how' = [how EXCEPT ![g] = "interrupted"]
    /\ UNCHANGED <<chanVars, lock, stmt, todo, decision, fired, slot, partner,
                   wakeVars, interrupted, round, times, history>>

\* g gives a lock back, the last one first.
Unlock(g) ==
    /\ pc[g] \in {"parking", "unlocking"} /\ Held(g) # {}
    /\ LET c == CHOOSE c \in Held(g) : \A d \in Held(g) : d <= c
       IN  lock' = [lock EXCEPT ![c] = None]
    /\ UNCHANGED <<chanVars, pc, stmt, todo, decision, endVars, partner,
                   wakeVars, interrupted, round, times, history>>

\* Somebody interrupts g.  (Which wakes it.)
Interrupt(g) ==
    /\ g \in Interruptible /\ ~interrupted[g]
    /\ interrupted' = [interrupted EXCEPT ![g] = TRUE]
    /\ permit' = [permit EXCEPT ![g] = (pc[g] = "parking")]
    /\ UNCHANGED <<chanVars, lock, pc, stmt, todo, decision, endVars, partner,
                   owes, round, times, history>>

\* The interrupted g decides for itself, if nobody else has.
ClaimInterrupted(g) ==
    /\ Parked(g) /\ interrupted[g] /\ decision[g] = None
    /\ decision' = [decision EXCEPT ![g] = Interruption]
    /\ UNCHANGED <<chanVars, lock, pc, stmt, todo, endVars, partner, wakeVars,
                   interrupted, round, times, history>>

\* g wakes up, sees no decision, and parks again.
ParkAgain(g) ==
    /\ Parked(g) /\ decision[g] = None /\ permit[g]
    /\ permit' = [permit EXCEPT ![g] = FALSE]
    /\ UNCHANGED <<chanVars, lock, pc, stmt, todo, decision, endVars, partner,
                   owes, interrupted, round, times, history>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Third pass: clean up.                                                   *)
(***************************************************************************)

\* g sees a decision, and goes for the locks again.
Resume(g) ==
    /\ Parked(g) /\ decision[g] # None
    /\ pc' = [pc EXCEPT ![g] = "relocking"]
    /\ todo' = [todo EXCEPT ![g] = Real(g)]
    /\ permit' = [permit EXCEPT ![g] = FALSE]
    /\ UNCHANGED <<chanVars, lock, stmt, decision, endVars, partner, owes,
                   interrupted, round, times, history>>

\* The queue q without the waiters of g.
Without(q, g) == SelectSeq(q, LAMBDA w : w[1] # g)

\* g holds all locks: it takes its waiters back and reads what was decided.
Dequeue(g) ==
    /\ pc[g] = "relocking" /\ todo[g] = {}
    /\ sendq' = [c \in Channels |-> Without(sendq[c], g)]
    /\ recvq' = [c \in Channels |-> Without(recvq[c], g)]
    /\ IF decision[g] = Interruption
       THEN how' = [how EXCEPT ![g] = "interrupted"] /\ UNCHANGED fired
       ELSE fired' = [fired EXCEPT ![g] = decision[g]] /\ UNCHANGED how
    /\ decision' = [decision EXCEPT ![g] = None]
    /\ pc' = [pc EXCEPT ![g] = "unlocking"]
    /\ UNCHANGED <<buffer, closed, lock, stmt, todo, slot, partner, wakeVars,
                   interrupted, round, times, history>>

\* g has given all locks back, and wakes h, which it has served.
Unpark(g, h) ==
    /\ pc[g] = "unlocking" /\ Held(g) = {} /\ h \in owes[g]
    /\ owes' = [owes EXCEPT ![g] = @ \ {h}]
    /\ permit' = [permit EXCEPT ![h] = (pc[h] = "parking")]
    /\ UNCHANGED <<chanVars, lock, pc, stmt, todo, decision, endVars, partner,
                   interrupted, round, times, history>>

\* The statement of g ends.
Finish(g) ==
    /\ pc[g] = "unlocking" /\ Held(g) = {} /\ owes[g] = {}
    /\ fate' = Told(g)
    /\ received' = Counted(g)
    /\ pc' = [pc EXCEPT ![g] = "idle"]
    /\ stmt' = [stmt EXCEPT ![g] = None]
    /\ fired' = [fired EXCEPT ![g] = 0]
    /\ how' = [how EXCEPT ![g] = "none"]
    /\ slot' = [slot EXCEPT ![g] = None]
    /\ times' = [times EXCEPT ![g] = 0]
    /\ round' = [round EXCEPT ![g] = Following(@)]
    /\ UNCHANGED <<chanVars, lock, todo, decision, partner, wakeVars,
                   interrupted>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Closing a channel: its waiters, selects among them, are decided one by  *)
(* one, under its lock.                                                    *)
(***************************************************************************)

\* Closing a closed channel is an error.
CloseAgain(g, i) ==
    /\ LooksAt(g, i) /\ Dir(g, i) = "close" /\ closed[Chan(g, i)]
    /\ Happens(g, i, "closed")
    /\ UNCHANGED <<chanVars, slot>>

CloseMark(g, i) ==
    /\ LooksAt(g, i) /\ Dir(g, i) = "close" /\ ~closed[Chan(g, i)]
    /\ closed' = [closed EXCEPT ![Chan(g, i)] = TRUE]
    /\ fired' = [fired EXCEPT ![g] = i]
    /\ todo' = [todo EXCEPT ![g] = {}]
    /\ pc' = [pc EXCEPT ![g] = "closing"]
    /\ UNCHANGED <<buffer, sendq, recvq, lock, stmt, decision, how, slot,
                   partner, wakeVars, interrupted, round, times, history>>

\* The waiters that the close has yet to take.
ToRelease(g) == recvq[Chan(g, fired[g])] \o sendq[Chan(g, fired[g])]

\* The next waiter, off its queue.
DropNext(g) ==
    LET c == Chan(g, fired[g]) IN
    IF recvq[c] # <<>>
    THEN recvq' = [recvq EXCEPT ![c] = Tail(@)] /\ UNCHANGED sendq
    ELSE sendq' = [sendq EXCEPT ![c] = Tail(@)] /\ UNCHANGED recvq

\* The CAS on its decision succeeds: that case ends with "closed".
CloseWin(g) ==
    /\ pc[g] = "closing" /\ ToRelease(g) # <<>>
    /\ LET w == Head(ToRelease(g)) IN
       /\ Undecided(w)
       /\ decision' = [decision EXCEPT ![w[1]] = w[2]]
       /\ how' = [how EXCEPT ![w[1]] = "closed"]
       /\ times' = [times EXCEPT ![w[1]] = @ + 1]
       /\ owes' = [owes EXCEPT ![g] = @ \cup {w[1]}]
    /\ DropNext(g)
    /\ UNCHANGED <<buffer, closed, lock, pc, stmt, todo, fired, slot, partner,
                   permit, interrupted, round, history>>

\* The CAS fails.
CloseSkip(g) ==
    /\ pc[g] = "closing" /\ ToRelease(g) # <<>>
    /\ ~Undecided(Head(ToRelease(g)))
    /\ DropNext(g)
    /\ UNCHANGED <<buffer, closed, lock, pc, stmt, todo, decision, endVars,
                   partner, wakeVars, interrupted, round, times, history>>

CloseDone(g) ==
    /\ pc[g] = "closing" /\ ToRelease(g) = <<>>
    /\ pc' = [pc EXCEPT ![g] = "unlocking"]
    /\ how' = [how EXCEPT ![g] = "ok"]
    /\ times' = [times EXCEPT ![g] = @ + 1]
    /\ UNCHANGED <<chanVars, lock, stmt, todo, decision, fired, slot, partner,
                   wakeVars, interrupted, round, history>>

-----------------------------------------------------------------------------
\* Case i of g is ready, and happens.
Take(g, i) ==
    \/ SendClosed(g, i) \/ SendToBuffer(g, i) \/ WinReceiver(g, i)
    \/ ReceiveClosed(g, i) \/ ReceiveFromBuffer(g, i) \/ WinSender(g, i)
    \/ CloseAgain(g, i) \/ CloseMark(g, i)

Look(g) == \E i \in Real(g) : Take(g, i) \/ Skip(g, i) \/ Miss(g, i)

AnyUnpark(g) == \E h \in Goroutines : Unpark(g, h)

\* The steps with which g goes on, once it has begun.
GoOn(g) ==
    \/ Look(g) \/ HandOver(g) \/ TakeOver(g) \/ Default(g) \/ Enlist(g)
    \/ GiveUp(g) \/ Unlock(g) \/ Dequeue(g) \/ AnyUnpark(g) \/ Finish(g)
    \/ CloseWin(g) \/ CloseSkip(g) \/ CloseDone(g)

Next ==
    \/ \E g \in Goroutines : \E p \in Programs[g] : Begin(g, p)
    \/ \E g \in Goroutines : Lock(g) \/ GoOn(g)
    \/ \E g \in Goroutines : ParkAgain(g) \/ Resume(g)
    \/ \E g \in Goroutines : Interrupt(g) \/ ClaimInterrupted(g)

(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(*   GoOn     threads run.                                                 *)
(*   Lock     whoever tries for a lock again and again gets it once.       *)
(*            Strong, because others take it in between: it is a spin lock *)
(*            and has no queue.  It is an assumption.                      *)
(*   Resume   of a goroutine that has a permit: parking wakes it.  Or that *)
(*            has decided for itself: it is awake.                         *)
(*   ClaimInterrupted   likewise: an interruption wakes it.                *)
(*   Take     each case that is found ready again and again is taken once. *)
(*            Strong, and by case: the order in which cases are looked at  *)
(*            is random.                                                   *)
(*                                                                         *)
(* Nothing is asked of Begin and Interrupt.                                *)
(***************************************************************************)
Awake(g) == permit[g] \/ decision[g] = Interruption

\* What is asked of threads, locks and parking ...
GoesOn == \A g \in Goroutines :
    /\ WF_vars(GoOn(g)) /\ SF_vars(Lock(g))
    /\ WF_vars(Awake(g) /\ Resume(g))
    /\ WF_vars(ClaimInterrupted(g))

\* ... and of the order in which cases are looked at.
TakesTurns == \A g \in Goroutines :
    \A i \in UNION {DOMAIN p.cases : p \in Programs[g]} :
        SF_vars(i \in Real(g) /\ Take(g, i))

Fairness == GoesOn /\ TakesTurns

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* At most one case of a select happens.
AtMostOne == \A g \in Goroutines : times[g] <= 1

\* A select that ends well has one case that happened, and an interrupted
\* one and a default have none.
EndsRight == \A g \in Goroutines :
    pc[g] = "unlocking" =>
        times[g] = IF how[g] \in {"ok", "closed"} THEN 1 ELSE 0

\* Who holds a lock wants only later ones.  So there is no circle.
LocksInOrder == \A g \in Goroutines :
    Locking(g) => \A c \in Held(g), d \in Wanted(g) : c < d

\* Whoever looks or changes queues holds the locks of all its channels.
AllLocked == \A g \in Goroutines :
    pc[g] \in {"looking", "serving", "closing"} =>
        \A i \in Real(g) : lock[Chan(g, i)] = g

\* A select that parks, or takes its default, saw no ready case.
SawNothing == [][\A g \in Goroutines :
    Enlist(g) \/ Default(g) \/ GiveUp(g) =>
        \A i \in Real(g) : ~Ready(g, i)]_vars

\* While nobody has decided for a select that waits, no case of it is ready
\* (but on a channel that somebody works at just now).
NothingMissed == \A g \in Goroutines :
    pc[g] = "parking" /\ decision[g] = None =>
        \A i \in Real(g) : lock[Chan(g, i)] \in {None, g} => ~Ready(g, i)

\* A select for which somebody has decided is or will be woken.
DecidedIsWoken == \A g \in Goroutines :
    pc[g] = "parking" /\ decision[g] \notin {None, Interruption} =>
        \/ permit[g]
        \/ \E h \in Goroutines : \/ g \in owes[h]
                                 \/ partner[h] # None /\ partner[h][1] = g

\* The waiters in the queues are those of goroutines that wait.
NoneLeftBehind == \A c \in Channels :
    /\ \A k \in DOMAIN sendq[c] : Enlisted(sendq[c][k][1])
    /\ \A k \in DOMAIN recvq[c] : Enlisted(recvq[c][k][1])

\* Where v is: in buffers, or in the hands of a receiver that has not ended.
InBuffers(v) == UNION {{<<c, k>> : k \in {k \in DOMAIN buffer[c] :
                                            buffer[c][k] = v}} : c \in Channels}
InSlots(v) == {g \in Goroutines : slot[g] = v}

\* v has been sent: its sender was told so, or will be.
Sent(v) ==
    \/ fate[v] = "sent"
    \/ LET g == v[1]
           i == IF decision[g] \in Real(g) THEN decision[g] ELSE fired[g]
       IN  v = Mine(g) /\ how[g] = "ok" /\ i # 0 /\ Dir(g, i) = "send"

\* A value that was sent is in one place or was received once; one that was
\* not is nowhere.
OnePlace == \A v \in Values :
    Cardinality(InBuffers(v)) + Cardinality(InSlots(v)) + received[v]
        = IF Sent(v) THEN 1 ELSE 0

\* A select that has begun comes to rest or ends.
Settles == \A g \in Goroutines :
    pc[g] # "idle" ~> pc[g] = "idle" \/ (Parked(g) /\ decision[g] = None)

\* One for which somebody has decided ends.
Ends == \A g \in Goroutines :
    Parked(g) /\ decision[g] # None ~> pc[g] = "idle"

\* So does one that is interrupted.
InterruptionReleases == \A g \in Goroutines :
    interrupted[g] /\ Parked(g) ~> pc[g] = "idle"

\* A goroutine that waits is served while g goes on and on: no ready case is
\* passed over for ever.  (That needs TakesTurns, and a g each of whose
\* statements has a case for every other goroutine.)
PartnersServed(g) == \A h \in Goroutines \ {g} :
    []<><<Finish(g)>>_vars => (Parked(h) ~> pc[h] = "idle")

THEOREM SafeSpec => []TypeOK /\ []AtMostOne /\ []EndsRight /\ []LocksInOrder
                    /\ []AllLocked /\ SawNothing /\ []NothingMissed
                    /\ []DecidedIsWoken /\ []NoneLeftBehind /\ []OnePlace
THEOREM SafeSpec /\ GoesOn => Settles /\ Ends /\ InterruptionReleases
=============================================================================
