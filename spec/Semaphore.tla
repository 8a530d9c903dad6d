----------------------------- MODULE Semaphore ------------------------------
(***************************************************************************)
(* A weighted semaphore, one decision a step.                              *)
(*                                                                         *)
(* There are `Total' permits.  acquire(n) takes n of them, and waits until *)
(* they are there; release(n) gives n back.  First come, first served: who *)
(* waits is not overtaken, also not by one that wants fewer permits and    *)
(* could have them.  Otherwise many small ones would keep a large one out. *)
(*                                                                         *)
(*      whoever acquires                    whoever releases               *)
(*      1. takes its permits if they are    1. gives its permits back      *)
(*         there and nobody waits              (Release)                   *)
(*         (Acquire)                        2. serves the line: gives the  *)
(*      2. or else lines up (Await)            first its permits while     *)
(*                                             they are there (Serve), and *)
(*                                             stops when they are not, or *)
(*                                             nobody waits (ServeNoMore)  *)
(*                                                                         *)
(* Why a decision can be one step of the code: the number and the line are *)
(* guarded by one small lock.  Whoever serves the line holds it meanwhile  *)
(* (`serving'), and all others wait for it.                                *)
(*                                                                         *)
(* acquire(n) with n above the total can never succeed.  It blocks for     *)
(* ever, until it is interrupted (Doom).  As in Go's x/sync/semaphore it   *)
(* stands aside, not in line: in line it would in the end be the first,    *)
(* and block all others for ever too.  So "first come, first served" is    *)
(* said of those that can be served.                                       *)
(*                                                                         *)
(* Interruption.  A waiter that is interrupted leaves the line.  Those     *)
(* behind it may fit where it did not, so it serves the line (Leave).  Who *)
(* was given its permits before it noticed the interrupt keeps them: its   *)
(* call returns.                                                           *)
(*                                                                         *)
(* A difference from Go: a release of more than is held is refused and     *)
(* changes nothing.  x/sync subtracts first and panics afterwards.         *)
(*                                                                         *)
(* Left out:                                                               *)
(*                                                                         *)
(*   - Who holds which permits.  The code does not know either: one        *)
(*     goroutine may release what another has acquired.                    *)
(*   - How a waiter sleeps and is woken: that is Parking.tla.  Here it has *)
(*     its permits in the step in which it is given them.                  *)
(*   - What changes nothing: tryAcquire that fails, and a refusal.         *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    G,              \* the goroutines
    Total,          \* the permits that there are
    Wants           \* the numbers that goroutines may ask for

ASSUME Total \in Nat /\ Wants \subseteq Nat

VARIABLES
    held,           \* how many permits are held
    line,           \* those who wait and can be served, the first one first
    doomed,         \* those who want more than there are
    want,           \* want[g]: how many g waits for; 0 if it does not wait
    serving,        \* somebody serves the line, and has the lock for it
    elders          \* history: elders[g]: those in line that came before g

vars == <<held, line, doomed, want, serving, elders>>

-----------------------------------------------------------------------------
InLine(g) == \E i \in DOMAIN line : line[i] = g

Line == {g \in G : InLine(g)}

Idle(g) == ~InLine(g) /\ g \notin doomed

Free == Total - held

\* The first in line can have what it wants.
FirstFits == line # <<>> /\ want[Head(line)] <= Free

-----------------------------------------------------------------------------
TypeOK ==
    /\ held \in Nat
    /\ line \in Seq(G)
    /\ doomed \subseteq G
    /\ want \in [G -> Wants \cup {0}]
    /\ serving \in BOOLEAN
    /\ elders \in [G -> SUBSET G]

Init ==
    /\ held = 0
    /\ line = <<>> /\ doomed = {}
    /\ want = [g \in G |-> 0]
    /\ serving = FALSE
    /\ elders = [g \in G |-> {}]

-----------------------------------------------------------------------------
(***************************************************************************)
(* Actions.                                                                *)
(***************************************************************************)

\* acquire that need not wait, or tryAcquire that succeeds.
Acquire(g, n) ==
    /\ ~serving /\ Idle(g)
    /\ n <= Free /\ line = <<>>
    /\ held' = held + n
    /\ UNCHANGED <<line, doomed, want, serving, elders>>

\* acquire that must.
Await(g, n) ==
    /\ ~serving /\ Idle(g)
    /\ n <= Total /\ (n > Free \/ line # <<>>)
    /\ line' = Append(line, g)
    /\ want' = [want EXCEPT ![g] = n]
    /\ elders' = [elders EXCEPT ![g] = Line]
    /\ UNCHANGED <<held, doomed, serving>>

\* acquire of more than there are.
Doom(g, n) ==
    /\ ~serving /\ Idle(g)
    /\ n > Total
    /\ doomed' = doomed \cup {g}
    /\ want' = [want EXCEPT ![g] = n]
    /\ UNCHANGED <<held, line, serving, elders>>

\* No more than is held can be released.
Release(n) ==
    /\ ~serving /\ n > 0 /\ n <= held
    /\ held' = held - n
    /\ serving' = TRUE
    /\ UNCHANGED <<line, doomed, want, elders>>

\* The first in line gets what it wants.
Serve(g) ==
    /\ serving /\ FirstFits /\ g = Head(line)
    /\ held' = held + want[g]
    /\ line' = Tail(line)
    /\ want' = [want EXCEPT ![g] = 0]
    /\ elders' = [h \in G |-> IF h = g THEN {} ELSE elders[h] \ {g}]
    /\ UNCHANGED <<doomed, serving>>

\* It cannot have it, or nobody is there.
ServeNoMore ==
    /\ serving /\ ~FirstFits
    /\ serving' = FALSE
    /\ UNCHANGED <<held, line, doomed, want, elders>>

\* A waiter in line is interrupted.
Leave(g) ==
    /\ ~serving /\ InLine(g)
    /\ line' = SelectSeq(line, LAMBDA h : h # g)
    /\ want' = [want EXCEPT ![g] = 0]
    /\ elders' = [h \in G |-> IF h = g THEN {} ELSE elders[h] \ {g}]
    /\ serving' = TRUE
    /\ UNCHANGED <<held, doomed>>

\* One that waits in vain is interrupted.
LeaveDoomed(g) ==
    /\ g \in doomed
    /\ doomed' = doomed \ {g}
    /\ want' = [want EXCEPT ![g] = 0]
    /\ UNCHANGED <<held, line, serving, elders>>

-----------------------------------------------------------------------------
AnyServe   == \E g \in G : Serve(g)
AnyRelease == \E n \in Wants : Release(n)

Next ==
    \/ \E g \in G, n \in Wants : Acquire(g, n) \/ Await(g, n) \/ Doom(g, n)
    \/ AnyRelease \/ AnyServe \/ ServeNoMore
    \/ \E g \in G : Leave(g) \/ LeaveDoomed(g)

(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(*   Serve, ServeNoMore   who has the lock goes on (weak).                 *)
(*   Release              permits that are held are given back: an         *)
(*                        assumption about programs.  Strong, because the  *)
(*                        lock is taken by others in between.              *)
(***************************************************************************)
Fairness == WF_vars(AnyServe) /\ WF_vars(ServeNoMore) /\ SF_vars(AnyRelease)

SafeSpec == Init /\ [][Next]_vars

Spec == SafeSpec /\ Fairness

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* At most so many are held as there are.
WithinTotal == held <= Total

\* Nobody waits that could be served, unless somebody is about to serve it.
NoneLeftWaiting == FirstFits => serving

\* The line is in order of coming.
InOrder == \A i, j \in DOMAIN line : i < j <=> line[i] \in elders[line[j]]

\* Nobody in line gets permits before those that came before it ...
NoOvertaking ==
    [][\A g \in Line \ Line' : held' > held => elders[g] = {}]_vars

\* ... and nobody that comes while somebody is in line.
NoPassingBy == [][held' > held /\ Line' = Line => Line = {}]_vars

\* Each that can be served is, or leaves.
NoStarvation == \A g \in G : InLine(g) ~> ~InLine(g)

\* One that waits in vain blocks nobody: it is never in line.
DoomedStandAside ==
    /\ \A g \in Line : want[g] <= Total
    /\ \A g \in doomed : ~InLine(g) /\ want[g] > Total

THEOREM SafeSpec => []TypeOK /\ []WithinTotal /\ []NoneLeftWaiting
                    /\ []InOrder /\ []DoomedStandAside
                    /\ NoOvertaking /\ NoPassingBy
THEOREM Spec => NoStarvation
=============================================================================
