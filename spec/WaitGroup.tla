----------------------------- MODULE WaitGroup ------------------------------
(***************************************************************************)
(* A counter, and those who wait until it is zero: one access to memory a  *)
(* step.                                                                   *)
(*                                                                         *)
(* The promises: await returns only if the counter was zero at some moment *)
(* of the call, and who waits when it becomes zero is not left asleep,     *)
(* even if it counts up again at once.                                     *)
(*                                                                         *)
(* Two words are shared: the count with the number of times that it came   *)
(* to zero (`count', `zeros', changed together by compare-and-set), and    *)
(* the list of waiters.                                                    *)
(*                                                                         *)
(*      whoever counts down                 whoever waits                  *)
(*      1. sets the count to zero, and      1. reads the word: zero means  *)
(*         with it adds one to `zeros'         that there is nothing to    *)
(*         (CountToZero)                       wait for (PassZero, Read-   *)
(*      2. takes the whole list                Count)                      *)
(*         (TakeList)                       2. puts itself on the list     *)
(*      3. marks each on it as released        (Enlist)                    *)
(*         and wakes it (Release)           3. reads the word again: if    *)
(*                                             `zeros' has grown it is     *)
(*                                             done (SeesZero), and else   *)
(*                                             it sleeps (SeesNoZero)      *)
(*                                          4. released, does 3 again; if  *)
(*                                             `zeros' has still not grown *)
(*                                             it goes on with 2 (Resume)  *)
(*                                                                         *)
(* Each side writes first and reads afterwards: so a waiter that reads an  *)
(* old `zeros' is on the list when it is taken.                            *)
(*                                                                         *)
(* Why `zeros'?  Between steps 1 and 2 of whoever counts down the count    *)
(* may go up again, and somebody may begin to wait for the next zero.  It  *)
(* is on the list that is then taken, is released with the others, and     *)
(* would return too early.  To look at the count instead would be worse:   *)
(* the waiter that slept through a zero would sleep on, on no list.        *)
(*                                                                         *)
(* A difference from Go: there the count and the number of waiters share   *)
(* a word, and whoever counts to zero wakes just so many.  In return one   *)
(* must not count up again before all waiters have returned.  Here one     *)
(* may.                                                                    *)
(*                                                                         *)
(* Left out:                                                               *)
(*                                                                         *)
(*   - A compare-and-set that fails: it changes nothing and is tried       *)
(*     again.  An add that would make the counter negative: it is refused  *)
(*     and changes nothing either.                                         *)
(*   - The entries of waiters that have left, by SeesZero or by an         *)
(*     interrupt.  They may stay on the list and be released; that wakes a *)
(*     thread that waits elsewhere, and all who park do so in a loop.      *)
(*   - Park and unpark: that is Parking.tla.  A sleeper goes on if it has  *)
(*     been marked (Resume), or else if it is interrupted (Throw).         *)
(*   - That `zeros' is finite in the code.  A waiter would have to sleep   *)
(*     from one zero to the one that is exactly 2^32 later.                *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
    G,              \* the goroutines
    MaxCount,       \* how far the model counts
    MaxZeros        \* after so many zeros the model counts up no more

VARIABLES
    count,          \* the word: the counter
    zeros,          \* the word: how often it has come to zero
    list,           \* the list: those who wait to be released
    pc,             \* pc[g]: what g does next, see Pcs
    seen,           \* seen[g]: the value of zeros when g began to wait
    taken,          \* taken[g]: the list that g has taken, as far as it is left
    released,       \* the waiters that are marked as released
    sawZero         \* history: those in await that a zero has let go

vars == <<count, zeros, list, pc, seen, taken, released, sawZero>>

-----------------------------------------------------------------------------
Pcs == {
    "idle",         \* in no call
    "takes",        \* add: has counted to zero, about to take the list
    "releases",     \* add: has taken the list
    "enlists",      \* await: about to put itself on the list
    "looks",        \* await: on the list or released, about to read the word
    "asleep",       \* await: until it is released
    "returned",     \* await: returns
    "thrown" }      \* await: throws, since it was interrupted

\* g is in a call of await and has found a count above zero.
Awaits(g) == pc[g] \in {"enlists", "looks", "asleep"}

Goto(g, next) == pc' = [pc EXCEPT ![g] = next]

TypeOK ==
    /\ count \in 0..MaxCount /\ zeros \in 0..MaxZeros
    /\ list \subseteq G /\ released \subseteq G /\ sawZero \subseteq G
    /\ pc \in [G -> Pcs]
    /\ seen \in [G -> 0..MaxZeros]
    /\ taken \in [G -> SUBSET G]

Init ==
    /\ count = 0 /\ zeros = 0
    /\ list = {} /\ released = {} /\ sawZero = {}
    /\ pc = [g \in G |-> "idle"]
    /\ seen = [g \in G |-> 0]
    /\ taken = [g \in G |-> {}]

-----------------------------------------------------------------------------
(***************************************************************************)
(* add and done.                                                           *)
(***************************************************************************)

\* The counter goes up, or down but not to zero.
Count(g, delta) ==
    /\ pc[g] = "idle" /\ zeros < MaxZeros
    /\ count + delta \in 1..MaxCount
    /\ count' = count + delta
    /\ UNCHANGED <<zeros, list, pc, seen, taken, released, sawZero>>

\* The counter goes down to zero: all who wait may go.
CountToZero(g) ==
    /\ pc[g] = "idle" /\ count > 0
    /\ count' = 0
    /\ zeros' = zeros + 1
    /\ sawZero' = sawZero \cup {h \in G : Awaits(h)}
    /\ Goto(g, "takes")
    /\ UNCHANGED <<list, seen, taken, released>>

TakeList(g) ==
    /\ pc[g] = "takes"
    /\ taken' = [taken EXCEPT ![g] = list]
    /\ list' = {}
    /\ Goto(g, "releases")
    /\ UNCHANGED <<count, zeros, seen, released, sawZero>>

\* One of those on the list is marked and woken.
Release(g, h) ==
    /\ pc[g] = "releases" /\ h \in taken[g]
    /\ taken' = [taken EXCEPT ![g] = @ \ {h}]
    /\ released' = released \cup {h}
    /\ UNCHANGED <<count, zeros, list, pc, seen, sawZero>>

\* All have been.
ReleasedAll(g) ==
    /\ pc[g] = "releases" /\ taken[g] = {}
    /\ Goto(g, "idle")
    /\ UNCHANGED <<count, zeros, list, seen, taken, released, sawZero>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* await.                                                                  *)
(***************************************************************************)

\* The entry of g, wherever it is, is of no use any more.
Forget(g) ==
    /\ list' = list \ {g}
    /\ taken' = [h \in G |-> taken[h] \ {g}]
    /\ released' = released \ {g}

\* The counter is zero: nothing to wait for.
PassZero(g) ==
    /\ pc[g] = "idle" /\ count = 0
    /\ Goto(g, "returned")
    /\ sawZero' = sawZero \cup {g}
    /\ UNCHANGED <<count, zeros, list, seen, taken, released>>

\* It is not.
ReadCount(g) ==
    /\ pc[g] = "idle" /\ count > 0
    /\ seen' = [seen EXCEPT ![g] = zeros]
    /\ Goto(g, "enlists")
    /\ UNCHANGED <<count, zeros, list, taken, released, sawZero>>

Enlist(g) ==
    /\ pc[g] = "enlists"
    /\ list' = list \cup {g}
    /\ Goto(g, "looks")
    /\ UNCHANGED <<count, zeros, seen, taken, released, sawZero>>

\* There has been a zero since g began to wait.
SeesZero(g) ==
    /\ pc[g] = "looks" /\ zeros # seen[g]
    /\ Goto(g, "returned")
    /\ Forget(g)
    /\ UNCHANGED <<count, zeros, seen, sawZero>>

\* There has been none, and g is on the list.
SeesNoZero(g) ==
    /\ pc[g] = "looks" /\ zeros = seen[g] /\ g \notin released
    /\ Goto(g, "asleep")
    /\ UNCHANGED <<count, zeros, list, seen, taken, released, sawZero>>

\* There has been none, and yet g is released: by an earlier zero.
SeesEarlierZero(g) ==
    /\ pc[g] = "looks" /\ zeros = seen[g] /\ g \in released
    /\ released' = released \ {g}
    /\ Goto(g, "enlists")
    /\ UNCHANGED <<count, zeros, list, seen, taken, sawZero>>

\* g is released, and looks again.
Resume(g) ==
    /\ pc[g] = "asleep" /\ g \in released
    /\ Goto(g, "looks")
    /\ UNCHANGED <<count, zeros, list, seen, taken, released, sawZero>>

\* g would sleep, or sleeps, and is interrupted.
Throw(g) ==
    /\ pc[g] \in {"enlists", "asleep"} /\ g \notin released
    /\ Goto(g, "thrown")
    /\ Forget(g)
    /\ UNCHANGED <<count, zeros, seen, sawZero>>

\* The call is over.
Leave(g) ==
    /\ pc[g] \in {"returned", "thrown"}
    /\ Goto(g, "idle")
    /\ seen' = [seen EXCEPT ![g] = 0]
    /\ sawZero' = sawZero \ {g}
    /\ UNCHANGED <<count, zeros, list, taken, released>>

-----------------------------------------------------------------------------
AnyRelease(g) == \E h \in G : Release(g, h)

\* What g does once it is in a call.
Step(g) ==
    \/ TakeList(g) \/ AnyRelease(g) \/ ReleasedAll(g)
    \/ Enlist(g) \/ SeesZero(g) \/ SeesNoZero(g) \/ SeesEarlierZero(g)
    \/ Resume(g) \/ Leave(g)

Next == \E g \in G :
    \/ Step(g) \/ Throw(g)
    \/ CountToZero(g) \/ PassZero(g) \/ ReadCount(g)
    \/ \E delta \in {1, -1} : Count(g, delta)

(***************************************************************************)
(* Fairness: a goroutine that is in a call and can go on does.  Nothing is *)
(* asked of callers: nobody is obliged to count down.                      *)
(***************************************************************************)
Fairness == \A g \in G : WF_vars(Step(g))

SafeSpec == Init /\ [][Next]_vars

Spec == SafeSpec /\ Fairness

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* await returns only after the counter was zero, in this very call.
ReturnsAfterZero == \A g \in G : pc[g] = "returned" => g \in sawZero

\* Who may go does not sleep, or somebody is on the way to wake it.
NoneLeftAsleep == \A g \in G : pc[g] = "asleep" /\ g \in sawZero =>
    \/ g \in released
    \/ \E h \in G : g \in taken[h]
    \/ g \in list /\ \E h \in G : pc[h] = "takes"

\* A sleeper is where it will be found.
SleepersAreListed == \A g \in G : pc[g] = "asleep" =>
    g \in list \/ g \in released \/ \E h \in G : g \in taken[h]

\* Who was let go by a zero returns (or throws), though it count up again.
ZeroLetsGo == \A g \in G : g \in sawZero ~> g \notin sawZero

THEOREM SafeSpec => []TypeOK /\ []ReturnsAfterZero /\ []NoneLeftAsleep
                    /\ []SleepersAreListed
THEOREM Spec => ZeroLetsGo
=============================================================================
