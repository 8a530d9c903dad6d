------------------------------ MODULE MCBypass ------------------------------
(***************************************************************************)
(* Bounded bypass, counted: how many time slices others have begun since a *)
(* goroutine began to wait where it waits, beside the bound that held when *)
(* it did.  Scheduler.tla claims the same as a step property, BypassIs-    *)
(* Bounded, which costs no states and so is part of every model.  This one *)
(* checks that the claim means what its words say.                         *)
(***************************************************************************)
EXTENDS MCScheduler

VARIABLES
    place,      \* place[g]: the P that g waits on, Global, or None
    passed,     \* passed[g]: slices that others have begun there meanwhile
    bound       \* bound[g]: how many that may be

counts == <<place, passed, bound>>

\* Where g waits, to be taken by an M.
PlaceOf(g) == IF IsIn(g, globalq) THEN Global
              ELSE IF \E p \in P : WaitsOn(g, p)
                   THEN CHOOSE p \in P : WaitsOn(g, p)
                   ELSE None

\* How many wait there before it.
Ahead(g) == IF IsIn(g, globalq) THEN IndexOf(g, globalq) - 1
            ELSE LET p == PlaceOf(g) IN
                 IF runnext[p] = g THEN Len(runq[p]) + KickedOn(p)
                                   ELSE IndexOf(g, runq[p]) - 1

BoundOf(g) == IF PlaceOf(g) = None THEN 0
              ELSE IF PlaceOf(g) = Global THEN GlobalBound(Ahead(g))
                                          ELSE LocalBound(Ahead(g))

\* In the global queue slices of every P count, in a P's queue those of it.
Passes(g) == IF place[g] = Global THEN \E p \in P : SliceBegins(p)
                                  ELSE SliceBegins(place[g])

\* Kicked out of runnext, g waits in the hand of its M for a moment, and then
\* on the same P or in the global queue: it has not begun to wait anew.
IsInHand(g) == \E m \in M : IsIn(g, hand[m]) /\ mstatus[m] = "running"

CountInit == Init /\ place = [g \in G |-> None]
                  /\ passed = [g \in G |-> 0] /\ bound = [g \in G |-> 0]

CountStep ==
    /\ place' = [g \in G |-> IF IsInHand(g)' THEN place[g] ELSE PlaceOf(g)']
    /\ passed' = [g \in G |->
           IF place'[g] # place[g] \/ place[g] = None THEN 0
           ELSE passed[g] + (IF Passes(g) THEN 1 ELSE 0)]
    /\ bound' = [g \in G |->
           IF place'[g] = place[g] THEN bound[g] ELSE BoundOf(g)']

CountSpec == CountInit /\ [][Next /\ CountStep]_<<vars, counts>>

PassedWithinBound == \A g \in G : passed[g] <= bound[g]

\* The bounds are not met with much to spare: each is reached in some state.
NeverPassedLocally == \A g \in G : place[g] \in P => passed[g] < 2
NeverAtGlobalBound == \A g \in G :
    place[g] = Global /\ bound[g] > 0 => passed[g] < bound[g]
=============================================================================
