------------------------------- MODULE Timers -------------------------------
(***************************************************************************)
(* Timers, one decision a step.                                            *)
(*                                                                         *)
(* Each P has a heap of timers, ordered by deadline, with a lock of its    *)
(* own.  There is no timer thread: the Ms run timers on the way.  An M at  *)
(* a scheduling point runs what is due in the heap of its own P; an M that *)
(* finds no work runs what is due in any heap, as it steals goroutines;    *)
(* and of the Ms that sleep one, the keeper, sleeps only until the         *)
(* earliest deadline there is.                                             *)
(*                                                                         *)
(* A channel timer sends the time of firing into its channel, which has    *)
(* room for one value.  A ticker does so again and again, and drops what   *)
(* is not received in time.  An afterFunc timer starts a goroutine.        *)
(*                                                                         *)
(* Two races, told once.  Firing against stop and reset:                   *)
(*                                                                         *)
(*      the M that fires t                 stop and reset of t             *)
(*      1. takes t off the heap and        1. takes t off the heap, if it  *)
(*         remembers its number (Pop)         is there; gives it the next  *)
(*      2. under the lock of t's              number; empties its channel: *)
(*         channel: sends, if t still         under both locks (Stop,      *)
(*         has that number (Deliver,          Reset)                       *)
(*         DeliverStale)                   2. answers whether t was in the *)
(*                                            heap, or about to be sent,   *)
(*                                            or sent and not received     *)
(*                                                                         *)
(* So nothing stale is ever in the channel (NothingStale): a value that    *)
(* was on its way is not sent, one that was sent is removed, and both      *)
(* count as pending.  These are Go's rules since 1.23.  For an afterFunc   *)
(* timer step 1 decides: once off the heap its function will run, and stop *)
(* answers false.                                                          *)
(*                                                                         *)
(* Adding a timer against falling asleep:                                  *)
(*                                                                         *)
(*      whoever adds a deadline            an M that falls asleep          *)
(*      1. puts it into a heap (Reset,     1. has given up its P; becomes  *)
(*         Retire)                            the keeper, if there is none,*)
(*      2. afterwards looks until when        and announces that it sleeps *)
(*         the keeper sleeps; if that         for ever (TryKeep)           *)
(*         is later, nudges it (Nudge).    2. afterwards reads the least   *)
(*         If there is no keeper, rouses      deadline of every heap (Read)*)
(*         an M that rests if a P is       3. announces the earliest of    *)
(*         idle and nobody spins              them, and sleeps until then, *)
(*         (LookRouse)                        unless it was nudged (Sleep) *)
(*                                                                         *)
(* Each side writes first and reads afterwards.  "For ever" in step 1 errs *)
(* on the safe side: whoever adds a timer meanwhile nudges.  So one pass   *)
(* over the heaps is enough.  A keeper that is nudged, or whose time has   *)
(* come, fires what is due, as a thread without a P does, if a P is idle,  *)
(* and tries to be the keeper again (Again).  One that was given a P looks *)
(* for work, and an M that looks and finds work wakes another if a P is    *)
(* idle (FoundWake), as in Scheduler.tla; the last of them finds nothing,  *)
(* and is the new keeper.                                                  *)
(*                                                                         *)
(* A P that goes out of use has its heap moved to another, and whoever     *)
(* moves it looks at the keeper like one that adds: else a keeper that     *)
(* reads the heaps one by one could miss what moves from a heap that it    *)
(* has yet to read to one that it has read.  A P that is idle keeps its    *)
(* timers: all heaps are read anyway.                                      *)
(*                                                                         *)
(* Go: time.go (modify, stop, unlockAndRun, take), checkTimers,            *)
(* findRunnable and wakeNetPoller in proc.go; the keeper is the M that     *)
(* blocks in netpoll there, `until' is sched.pollUntil.                    *)
(*                                                                         *)
(* Left out: goroutines and their queues (Scheduler.tla): an M may find    *)
(* work at any time.  The retaking of a P from a goroutine that never      *)
(* reaches a scheduling point (Ownership.tla): its timers are run by any M *)
(* that looks, and, with no idle P, after the P was retaken.  The order    *)
(* inside a heap: which of several due timers goes first does not matter   *)
(* here.  Deadlines that were changed or deleted lazily, and channel       *)
(* timers that leave the heap while nobody waits for them: both change     *)
(* what a heap costs, and not what it means.  Timers made by threads       *)
(* outside the scheduler, which have a thread of their own.  Ms whose      *)
(* goroutine is locked to them and waits: they never become the keeper,    *)
(* since they may be handed that goroutine and then look at nothing else.  *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
    T,            \* timers
    Tickers,      \* those that fire again and again, with a period of 1
    Funcs,        \* those that start a goroutine instead of sending
    M, P,         \* machines, processors
    None,         \* no machine, no processor, nothing sent or in hand
    Horizon,      \* the last moment that the clock reaches
    Delays,       \* for how long timers are set
    Uses,         \* how often each timer is set or stopped
    Resizes       \* whether Ps go out of use and come back

ASSUME /\ Tickers \subseteq T /\ Funcs \subseteq T \ Tickers
       /\ P # {} /\ Cardinality(M) >= Cardinality(P)
       /\ Horizon \in Nat /\ Delays \subseteq Nat /\ Uses \in Nat
       /\ Resizes \in BOOLEAN

VARIABLES
    now,          \* the time
    heap,         \* heap[p]: the timers of p
    when,         \* when[t]: the deadline of t, while it is in a heap
    seq,          \* seq[t]: how often t was set or stopped; its number
    chan,         \* chan[t]: what was sent and not received, or None
    hand,         \* hand[m]: the timer that m took off to fire it, or None
    live,         \* the Ps in use
    mstate,       \* mstate[m]: see States
    proc,         \* proc[m]: the P that m has or was just given, or None
    keeper,       \* the M that sleeps only until a deadline, or None
    until,        \* what the keeper has announced
    least,        \* the least deadline that the keeper has read
    unread,       \* the Ps whose heaps the keeper has yet to read
    nudged,       \* somebody has told the keeper to look again
    owes,         \* the deadlines whose adders have yet to look (step 2)
    out,          \* out[t]: set, and neither received nor stopped (history)
    fired         \* fired[t]: has fired since it was set (history)

timerVars  == <<heap, when, seq, chan, out>>
keeperVars == <<keeper, until, least, unread, nudged>>
vars == <<now, timerVars, fired, hand, live, mstate, proc, keeperVars, owes>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(*                                                                         *)
(*   run      m has a P and runs a goroutine                               *)
(*   sched    it is at a scheduling point: its own heap, its own queue     *)
(*   look     it spins: looks into all heaps and queues                    *)
(*   found    it has found work, and owes the wake-up of another           *)
(*   try      it has given its P up, and tries to become the keeper        *)
(*   keep     it is, and reads the heaps; asleep: it has, and sleeps       *)
(*   woken    it was the keeper, and fires what is due                     *)
(*   rest     it sleeps for ever                                           *)
(***************************************************************************)
Sleepy == {"try", "keep", "asleep", "woken", "rest"}

States == Sleepy \cup {"run", "sched", "look", "found"}

Never   == Horizon + 1    \* deadlines that are beyond this model
Forever == Horizon + 2    \* no deadline at all

Deadline(d) == IF now + d > Horizon THEN Never ELSE now + d

InHeap(t) == \E p \in P : t \in heap[p]

Min(S) == CHOOSE x \in S : \A y \in S : x <= y

\* The least deadline among these timers.
Earliest(S) == IF S = {} THEN Forever ELSE Min({when[t] : t \in S})

IdleP == {p \in live : \A m \in M : proc[m] # p}

\* m is counted as spinning: it looks, or was given a P in order to look.
Spins(m) == mstate[m] = "look" \/ (mstate[m] \in Sleepy /\ proc[m] # None)

\* Somebody is to be woken.
NeedsWake == IdleP # {} /\ \A m \in M : ~Spins(m)

\* m is about to fire t, and t was not set or stopped since.
Fires(m, t) == hand[m] # None /\ hand[m].t = t /\ hand[m].seq = seq[t]

-----------------------------------------------------------------------------
TypeOK ==
    /\ now \in 0 .. Horizon
    /\ heap \in [P -> SUBSET T]
    /\ when \in [T -> 0 .. Never]
    /\ seq \in [T -> 0 .. Uses]
    /\ chan \in [T -> [seq : 0 .. Uses, at : 0 .. Horizon] \cup {None}]
    /\ hand \in [M -> [t : T, seq : 0 .. Uses, at : 0 .. Horizon,
                       due : 0 .. Never] \cup {None}]
    /\ live \in SUBSET P
    /\ mstate \in [M -> States]
    /\ proc \in [M -> P \cup {None}]
    /\ keeper \in M \cup {None}
    /\ until \in 0 .. Forever /\ least \in 0 .. Forever
    /\ unread \in SUBSET P /\ nudged \in BOOLEAN
    /\ owes \in SUBSET (0 .. Never)
    /\ out \in [T -> BOOLEAN] /\ fired \in [T -> BOOLEAN]

\* No timer is set.  As many Ms run as there are Ps.
Init ==
    /\ now = 0
    /\ heap = [p \in P |-> {}]
    /\ when = [t \in T |-> 0]
    /\ seq = [t \in T |-> 0]
    /\ chan = [t \in T |-> None]
    /\ hand = [m \in M |-> None]
    /\ live = P
    /\ \E f \in [P -> M] :
        /\ \A p, q \in P : p # q => f[p] # f[q]
        /\ proc = [m \in M |-> IF \E p \in P : f[p] = m
                               THEN CHOOSE p \in P : f[p] = m ELSE None]
    /\ mstate = [m \in M |-> IF proc[m] = None THEN "rest" ELSE "run"]
    /\ keeper = None /\ until = Forever /\ least = Forever
    /\ unread = {} /\ nudged = FALSE
    /\ owes = {}
    /\ out = [t \in T |-> FALSE] /\ fired = [t \in T |-> FALSE]

-----------------------------------------------------------------------------
(***************************************************************************)
(* What programs do with a timer.                                          *)
(***************************************************************************)

\* t is set, to fire d from now: step 1 of adding.  If it is in a heap it
\* stays in that one, else it goes to the heap of a P in use: the one of the
\* goroutine's M, or any other if that has lost its P.
Reset(t, q, d) ==
    /\ seq[t] < Uses /\ q \in live
    /\ heap' = IF InHeap(t) THEN heap ELSE [heap EXCEPT ![q] = @ \cup {t}]
    /\ when' = [when EXCEPT ![t] = Deadline(d)]
    /\ seq' = [seq EXCEPT ![t] = @ + 1]
    /\ chan' = [chan EXCEPT ![t] = None]
    /\ owes' = owes \cup {Deadline(d)}
    /\ out' = [out EXCEPT ![t] = TRUE]
    /\ fired' = [fired EXCEPT ![t] = FALSE]
    /\ UNCHANGED <<now, hand, live, mstate, proc, keeperVars>>

\* t is stopped.
Stop(t) ==
    /\ seq[t] \in 1 .. Uses - 1
    /\ heap' = [p \in P |-> heap[p] \ {t}]
    /\ seq' = [seq EXCEPT ![t] = @ + 1]
    /\ chan' = [chan EXCEPT ![t] = None]
    /\ out' = [out EXCEPT ![t] = FALSE]
    /\ UNCHANGED <<now, when, fired, hand, live, mstate, proc, keeperVars,
                   owes>>

\* What stop and reset answer.
Answer(t) == InHeap(t) \/ (t \notin Funcs
                           /\ (chan[t] # None \/ \E m \in M : Fires(m, t)))

\* Somebody receives from t's channel.
Receive(t) ==
    /\ chan[t] # None
    /\ chan' = [chan EXCEPT ![t] = None]
    /\ out' = [out EXCEPT ![t] = t \in Tickers]
    /\ UNCHANGED <<now, heap, when, seq, fired, hand, live, mstate, proc,
                   keeperVars, owes>>

\* Time passes.
Tick ==
    /\ now < Horizon
    /\ now' = now + 1
    /\ UNCHANGED <<timerVars, fired, hand, live, mstate, proc, keeperVars,
                   owes>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Whoever has added a deadline w looks at the keeper: step 2.             *)
(***************************************************************************)

\* m, which sleeps, gets the idle p.
HandOver(m, p) ==
    /\ mstate[m] \in Sleepy /\ proc[m] = None /\ p \in IdleP
    /\ proc' = [proc EXCEPT ![m] = p]

\* The keeper would sleep too long.
Nudge(w) ==
    /\ w \in owes /\ keeper # None /\ until > w
    /\ nudged' = TRUE
    /\ owes' = owes \ {w}
    /\ UNCHANGED <<now, timerVars, fired, hand, live, mstate, proc, keeper,
                   until, least, unread>>

\* There is no keeper: an M that rests is to become it.  For that it needs no
\* P.  (Were it given one, it would run though nobody has submitted anything.)
LookRouse(w, m) ==
    /\ w \in owes /\ keeper = None /\ NeedsWake
    /\ mstate[m] = "rest" /\ proc[m] = None
    /\ mstate' = [mstate EXCEPT ![m] = "try"]
    /\ owes' = owes \ {w}
    /\ UNCHANGED <<now, timerVars, fired, hand, live, proc, keeperVars>>

\* Nothing is to be done: also where no M rests, as one is on its way.
LookEnough(w) ==
    /\ w \in owes
    /\ IF keeper # None THEN until <= w
       ELSE ~NeedsWake \/ \A m \in M : mstate[m] # "rest" \/ proc[m] # None
    /\ owes' = owes \ {w}
    /\ UNCHANGED <<now, timerVars, fired, hand, live, mstate, proc,
                   keeperVars>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Firing.                                                                 *)
(***************************************************************************)

\* m takes the due t off the heap of q: its own P's, or any, as it looks or
\* has no P.
\* A ticker stays, with its next deadline: in the same step, so that it is
\* never out of the keeper's sight.
Pop(m, q, t) ==
    /\ hand[m] = None
    /\ \/ mstate[m] = "look"
       \/ mstate[m] = "sched" /\ q = proc[m]
       \/ mstate[m] = "woken" /\ proc[m] = None
    /\ t \in heap[q] /\ when[t] <= now
    /\ hand' = [hand EXCEPT ![m] =
                    [t |-> t, seq |-> seq[t], at |-> now, due |-> when[t]]]
    /\ IF t \in Tickers
       THEN when' = [when EXCEPT ![t] = Deadline(1)] /\ UNCHANGED heap
       ELSE heap' = [heap EXCEPT ![q] = @ \ {t}] /\ UNCHANGED when
    /\ out' = [out EXCEPT ![t] = t \notin Funcs]
    /\ fired' = [fired EXCEPT ![t] = TRUE]
    /\ UNCHANGED <<now, seq, chan, live, mstate, proc, keeperVars, owes>>

\* It sends the time of firing, if there is room, or starts the goroutine.
Deliver(m) ==
    /\ hand[m] # None
    /\ LET t == hand[m].t IN
        /\ t \in Funcs \/ hand[m].seq = seq[t]
        /\ chan' = IF t \in Funcs \/ chan[t] # None THEN chan
                   ELSE [chan EXCEPT ![t] =
                            [seq |-> hand[m].seq, at |-> hand[m].at]]
    /\ hand' = [hand EXCEPT ![m] = None]
    /\ UNCHANGED <<now, heap, when, seq, out, fired, live, mstate, proc,
                   keeperVars, owes>>

\* The timer was set anew or stopped meanwhile.
DeliverStale(m) ==
    /\ hand[m] # None
    /\ hand[m].t \notin Funcs /\ hand[m].seq # seq[hand[m].t]
    /\ hand' = [hand EXCEPT ![m] = None]
    /\ UNCHANGED <<now, timerVars, fired, live, mstate, proc, keeperVars,
                   owes>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M at work.                                                           *)
(***************************************************************************)
Move(m, from, to) ==
    /\ mstate[m] = from /\ hand[m] = None
    /\ mstate' = [mstate EXCEPT ![m] = to]
    /\ UNCHANGED <<now, timerVars, fired, hand, live, keeperVars, owes>>

\* The goroutine on m reaches a scheduling point ...
Schedule(m) == Move(m, "run", "sched") /\ UNCHANGED proc

\* ... where m finds another in its own queue, or begins to spin.
RunLocal(m)      == Move(m, "sched", "run") /\ UNCHANGED proc
StartSpinning(m) == Move(m, "sched", "look") /\ UNCHANGED proc

\* m finds work as it spins.  It was the one that others relied on, so it
\* wakes the next one, if somebody is to be woken.
Found(m) == Move(m, "look", "found") /\ UNCHANGED proc

FoundWake(m, n, p) ==
    /\ NeedsWake /\ Move(m, "found", "run") /\ HandOver(n, p)

FoundNoWake(m) == ~NeedsWake /\ Move(m, "found", "run") /\ UNCHANGED proc

\* m finds nothing, and gives its P up.
Release(m) ==
    /\ Move(m, "look", "try") \/ Move(m, "sched", "try")
    /\ proc' = [proc EXCEPT ![m] = None]

\* Work has come: somebody wakes m.
Wake(m, p) ==
    /\ NeedsWake /\ HandOver(m, p)
    /\ UNCHANGED <<now, timerVars, fired, hand, live, mstate, keeperVars,
                   owes>>

\* m notices; if it was the keeper, it no longer is.
Resume(m) ==
    /\ mstate[m] \in Sleepy /\ proc[m] # None /\ hand[m] = None
    /\ mstate' = [mstate EXCEPT ![m] = "look"]
    /\ keeper' = IF keeper = m THEN None ELSE keeper
    /\ UNCHANGED <<now, timerVars, fired, hand, live, proc, until, least,
                   unread, nudged, owes>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M that falls asleep.                                                 *)
(***************************************************************************)

\* Step 1: it becomes the keeper and announces "for ever" ...
TryKeep(m) ==
    /\ mstate[m] = "try" /\ proc[m] = None /\ keeper = None
    /\ mstate' = [mstate EXCEPT ![m] = "keep"]
    /\ keeper' = m /\ until' = Forever /\ nudged' = FALSE
    /\ least' = Forever /\ unread' = P
    /\ UNCHANGED <<now, timerVars, fired, hand, live, proc, owes>>

\* ... or there is one, and it sleeps for ever.
TryRest(m) ==
    /\ mstate[m] = "try" /\ proc[m] = None /\ keeper # None
    /\ mstate' = [mstate EXCEPT ![m] = "rest"]
    /\ UNCHANGED <<now, timerVars, fired, hand, live, proc, keeperVars,
                   owes>>

\* Step 2: it reads one heap after the other.
Read(m, q) ==
    /\ mstate[m] = "keep" /\ proc[m] = None /\ q \in unread
    /\ least' = Min({least, Earliest(heap[q])})
    /\ unread' = unread \ {q}
    /\ UNCHANGED <<now, timerVars, fired, hand, live, mstate, proc, keeper,
                   until, nudged, owes>>

\* Step 3: it announces the earliest, and sleeps.
Sleep(m) ==
    /\ mstate[m] = "keep" /\ proc[m] = None /\ unread = {}
    /\ mstate' = [mstate EXCEPT ![m] = "asleep"]
    /\ until' = least
    /\ UNCHANGED <<now, timerVars, fired, hand, live, proc, keeper, least,
                   unread, nudged, owes>>

\* The time has come, or somebody has nudged it.
Awake(m) ==
    /\ mstate[m] = "asleep" /\ proc[m] = None /\ (nudged \/ until <= now)
    /\ mstate' = [mstate EXCEPT ![m] = "woken"]
    /\ keeper' = None
    /\ UNCHANGED <<now, timerVars, fired, hand, live, proc, until, least,
                   unread, nudged, owes>>

\* It has fired what was due, and tries again ...
Again(m) ==
    /\ mstate[m] = "woken" /\ proc[m] = None /\ hand[m] = None
    /\ mstate' = [mstate EXCEPT ![m] = "try"]
    /\ UNCHANGED <<now, timerVars, fired, hand, live, proc, keeperVars,
                   owes>>

\* ... or all Ps have Ms, which come to their own heaps.
LeaveToOwners(m) ==
    /\ mstate[m] = "woken" /\ proc[m] = None /\ hand[m] = None /\ IdleP = {}
    /\ mstate' = [mstate EXCEPT ![m] = "rest"]
    /\ UNCHANGED <<now, timerVars, fired, hand, live, proc, keeperVars,
                   owes>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* A P goes out of use when nobody has it, and its timers to another.      *)
(***************************************************************************)
Retire(p, q) ==
    /\ Resizes /\ p \in IdleP /\ q \in live \ {p}
    /\ live' = live \ {p}
    /\ heap' = [heap EXCEPT ![q] = @ \cup heap[p], ![p] = {}]
    /\ owes' = owes \cup {w \in {Earliest(heap[p])} : w # Forever}
    /\ UNCHANGED <<now, when, seq, chan, out, fired, hand, mstate, proc,
                   keeperVars>>

\* It comes back: there is one more idle P, as after a Release, and whoever
\* brings it back sees to it that somebody looks.
Revive(p) ==
    /\ Resizes /\ p \notin live
    /\ live' = live \cup {p}
    /\ owes' = owes \cup {0}
    /\ UNCHANGED <<now, timerVars, fired, hand, mstate, proc, keeperVars>>

-----------------------------------------------------------------------------
AnyPop(m) == \E q \in P, t \in T : Pop(m, q, t)

\* Step 2 of adding.
Look == \E w \in 0 .. Never : \/ Nudge(w) \/ LookEnough(w)
                              \/ \E m \in M : LookRouse(w, m)

\* The steps of m in the scheduler's code.
MachineStep(m) ==
    \/ AnyPop(m) \/ Deliver(m) \/ DeliverStale(m)
    \/ RunLocal(m) \/ StartSpinning(m) \/ Found(m) \/ FoundNoWake(m)
    \/ \E n \in M, p \in P : FoundWake(m, n, p)
    \/ Release(m) \/ Resume(m) \/ TryKeep(m) \/ TryRest(m)
    \/ \E q \in P : Read(m, q)
    \/ Sleep(m) \/ Awake(m) \/ Again(m) \/ LeaveToOwners(m)

Next ==
    \/ Tick \/ Look
    \/ \E t \in T, q \in P, d \in Delays : Reset(t, q, d)
    \/ \E t \in T : Stop(t) \/ Receive(t)
    \/ \E m \in M : MachineStep(m) \/ Schedule(m)
    \/ \E m \in M, p \in P : Wake(m, p)
    \/ \E p, q \in P : Retire(p, q)
    \/ \E p \in P : Revive(p)

(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(*   Tick          time passes.                                            *)
(*   Look          whoever has added a deadline goes on and looks.         *)
(*   MachineStep   an M in the scheduler goes on.                          *)
(*   Schedule      a goroutine reaches a scheduling point, or its P is     *)
(*                 retaken and handed to an M that does (Ownership.tla).   *)
(*   AnyPop        an M that comes by a due timer again and again does not *)
(*                 always miss it.  The code does not: it reads the heap   *)
(*                 each time.  Strong, since here an M may leave a place   *)
(*                 before it has read it.                                  *)
(***************************************************************************)
Fairness ==
    /\ WF_vars(Tick) /\ WF_vars(Look)
    /\ \A m \in M : /\ WF_vars(MachineStep(m)) /\ WF_vars(Schedule(m))
                    /\ SF_vars(AnyPop(m))

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* No timer is in two heaps, and none is lost: it is in a heap exactly if it
\* was set, not stopped, and has not fired.  A ticker never has.
OneHeap ==
    /\ \A p, q \in P : p # q => heap[p] \cap heap[q] = {}
    /\ \A t \in T : InHeap(t) <=> (out[t] /\ (t \in Tickers \/ ~fired[t]))
    /\ \A p \in P \ live : heap[p] = {}

\* It does not fire before its deadline ...
NotEarly == \A m \in M : hand[m] # None => hand[m].at >= hand[m].due

\* ... and only once.
OnlyOnce == [][\A m \in M, q \in P, t \in T \ Tickers :
                    Pop(m, q, t) => ~fired[t]]_vars

\* What can be received was sent since the last stop or reset returned.
NothingStale == \A t \in T : chan[t] # None => chan[t].seq = seq[t]

\* Stop and reset answer whether the timer was pending or its value not yet
\* received.
TrueAnswer == \A t \in T \ Tickers : Answer(t) <=> out[t]

\* The keeper is the M that sleeps with a deadline.
OneKeeper == \A m \in M : mstate[m] \in {"keep", "asleep"} <=> keeper = m

\* Somebody has added that deadline, or an earlier one, and will look.
Owed(w) == \E v \in owes : v <= w

\* The keeper does not sleep past the earliest deadline.
NoOversleep == \A m \in M : mstate[m] = "asleep" /\ ~nudged =>
    \A p \in P : \A t \in heap[p] : until <= when[t] \/ Owed(when[t])

\* While a P is idle there is a keeper that will see to each timer, or, if
\* there is none, an M that will look or become it.
Watched == IdleP # {} => \A p \in P : \A t \in heap[p] :
    \/ Owed(when[t])
    \/ IF keeper # None
       THEN nudged \/ least <= when[t]
            \/ (mstate[keeper] = "keep" /\ p \in unread)
       ELSE \E m \in M : mstate[m] \in {"try", "woken", "found"} \/ Spins(m)

\* Whatever its deadline is, a timer does not stay in its heap with it.
Fire == \A t \in T : \A d \in 0 .. Horizon :
    (InHeap(t) /\ when[t] = d) ~> ~(InHeap(t) /\ when[t] = d)

\* What was taken off a heap is sent, started, or known to be stale.
Finish == \A m \in M : hand[m] # None ~> hand[m] = None

THEOREM SafeSpec => [](TypeOK /\ OneHeap /\ NotEarly /\ NothingStale
                       /\ TrueAnswer /\ OneKeeper /\ NoOversleep /\ Watched)
                    /\ OnlyOnce
THEOREM Spec => Fire /\ Finish
=============================================================================
