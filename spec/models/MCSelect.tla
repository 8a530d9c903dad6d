------------------------------ MODULE MCSelect ------------------------------
(***************************************************************************)
(* What TLC needs beside Select.tla to check small instances of it: the    *)
(* programs, and the states that a reader would like to see reached.       *)
(***************************************************************************)
EXTENDS Select, TLC

CONSTANTS g1, g2, g3

S(c) == [dir |-> "send", chan |-> c]
R(c) == [dir |-> "receive", chan |-> c]
Sel(cases) == [cases |-> cases, otherwise |-> FALSE]
Try(cases) == [cases |-> cases, otherwise |-> TRUE]
Close(c)   == Sel(<<[dir |-> "close", chan |-> c]>>)

NoBuffer  == [c \in Channels |-> 0]
Buffers   == [c \in Channels |-> 1]
OneBuffer == [c \in Channels |-> IF c = 2 THEN 1 ELSE 0]

\* Two selects on the same channels in opposite order, and somebody who sends
\* or receives only.
Crossed ==
    g1 :> {Sel(<<S(1), R(2)>>)} @@
    g2 :> {Sel(<<S(2), R(1)>>)} @@
    g3 :> {Sel(<<S(2)>>), Sel(<<R(1)>>)}

\* A channel that occurs twice, on both sides, and the nil channel.
Doubled ==
    g1 :> {Sel(<<R(2), S(1), R(Nil), R(1)>>)} @@
    g2 :> {Sel(<<S(1), R(1), S(2)>>)} @@
    g3 :> {Try(<<R(2), R(1)>>), Sel(<<R(Nil), S(1)>>), Sel(<<R(Nil)>>)}

\* A channel is closed under selects that wait for it.
Closing ==
    g1 :> {Sel(<<S(1), R(2)>>)} @@
    g2 :> {Sel(<<R(1), S(2)>>), Sel(<<S(2)>>)} @@
    g3 :> {Close(1)}

\* All of this.
Mixed ==
    g1 :> {Sel(<<R(2), S(1)>>), Try(<<S(2), R(1)>>)} @@
    g2 :> {Sel(<<S(2), R(1)>>), Sel(<<R(1)>>)} @@
    g3 :> {Sel(<<R(1), R(2)>>), Sel(<<S(2)>>), Close(1)}

\* A receiver from two channels, and a sender on each.
Fan ==
    g1 :> {Sel(<<R(1), R(2)>>)} @@
    g2 :> {Sel(<<S(1)>>)} @@
    g3 :> {Sel(<<S(2)>>)}

\* A select with three cases that may all be ready at once.
Wide ==
    g1 :> {Sel(<<R(1), R(2), S(3)>>)} @@
    g2 :> {Sel(<<S(1)>>)} @@
    g3 :> {Sel(<<S(2)>>)}

(***************************************************************************)
(* Liveness of goroutines that go on for ever, in finitely many states:    *)
(* each sends the same value again and again, and there is no history.     *)
(* These operators take the place of those of Select.tla.                  *)
(***************************************************************************)
SameAgain(n) == n
Untold(g) == fate
Uncounted(g) == received

G1PassesNobodyOver == PartnersServed(g1)

\* Where no order of looking is asked for, it need not be in the formula.
GoesOnSpec == SafeSpec /\ GoesOn

\* All goroutines are at rest: they have ended, or wait and rightly so.  With
\* this as a step, TLC's deadlock means that goroutines block each other.
AtRest == \A g \in Goroutines :
    \/ pc[g] = "idle" /\ round[g] > Rounds
    \/ Parked(g) /\ decision[g] = None /\ ~permit[g]

RestNext == Next \/ (AtRest /\ UNCHANGED vars)
RestSpec == Init /\ [][RestNext]_vars

-----------------------------------------------------------------------------
\* Three cases of a select are ready at once.
NeverThreeReady == \A g \in Goroutines :
    ~(pc[g] = "looking" /\ Cardinality(Real(g)) = 3
      /\ \A i \in Real(g) : i \in todo[g] /\ Ready(g, i))

\* ... and it takes the third.
NeverTakesThird == \A g \in Goroutines :
    fired[g] = 3 => ~(Ready(g, 1) /\ Ready(g, 2))

\* A waiter whose select has been decided for elsewhere is skipped.
NeverSkips == [][\A g \in Goroutines : \A i \in Real(g) : ~Skip(g, i)]_vars

\* The same, by a close.
NeverCloseSkips == [][\A g \in Goroutines : ~CloseSkip(g)]_vars

\* A select meets a select.
NeverSelectsMeet == \A g \in Goroutines :
    partner[g] # None =>
        Cardinality(Real(g)) < 2 \/ Cardinality(Real(partner[g][1])) < 2

\* A waker has decided for a select that is not yet parked.
NeverDecidedEarly == \A g \in Goroutines :
    ~(pc[g] = "parking" /\ Held(g) # {} /\ decision[g] # None)

\* A select sees its decision, and its value has not come yet.
NeverResumesEarly == \A g \in Goroutines :
    ~(pc[g] = "relocking" /\ \E h \in Goroutines :
          partner[h] # None /\ partner[h][1] = g)

\* An interrupted select is served all the same.
NeverServedInterrupted == \A g \in Goroutines :
    ~(Parked(g) /\ interrupted[g] /\ decision[g] \notin {None, Interruption})

\* An interrupted select takes its waiters back.
NeverClaims == \A g \in Goroutines : decision[g] # Interruption

\* Two selects want each other's next lock.
NeverContend == \A g, h \in Goroutines : ~(
    /\ g # h /\ Locking(g) /\ Locking(h) /\ Held(g) # {}
    /\ todo[h] # {} /\ NextLock(h) \in Held(g))
=============================================================================
