------------------------------- MODULE MCCond -------------------------------
(***************************************************************************)
(* What TLC needs beside Cond.tla: goroutines may be permuted, the states  *)
(* that a reader would like to see reached, and a client.                  *)
(*                                                                         *)
(* The client is the one that condition variables are made for: consumers  *)
(* that wait until there is an item, and producers that bring one and      *)
(* signal.  It shows what a missed signal would mean: an item lies there   *)
(* and all consumers sleep.                                                *)
(***************************************************************************)
EXTENDS Cond, TLC

CONSTANTS
    Consumers,      \* the other goroutines produce
    MaxItems        \* how many items are brought in all

VARIABLES
    items,          \* how many lie there
    brought,        \* how many have been brought
    owed            \* how many signals are still to be given

clientVars == <<vars, items, brought, owed>>

Symmetry == Permutations(Consumers) \cup Permutations(G \ Consumers)

ClientInit == Init /\ items = 0 /\ brought = 0 /\ owed = 0

\* A producer brings an item and gives the lock back.  It signals later.
Bring(g) == /\ g \notin Consumers /\ Unlock(g) /\ brought < MaxItems
            /\ items' = items + 1 /\ brought' = brought + 1
            /\ owed' = owed + 1

BringNone(g) == /\ g \notin Consumers /\ Unlock(g) /\ brought = MaxItems
                /\ UNCHANGED <<items, brought, owed>>

\* A consumer takes an item and gives the lock back, or else waits.
Get(g) == /\ g \in Consumers /\ items > 0 /\ Unlock(g)
          /\ items' = items - 1 /\ UNCHANGED <<brought, owed>>

GetNone(g) == /\ g \in Consumers /\ items = 0 /\ Enqueue(g)
              /\ UNCHANGED <<items, brought, owed>>

\* One whose await throws gives up, without an item.
GiveUp(g) == /\ pc[g] = "thrown"
             /\ holder' = holder \ {g} /\ Goto(g, "outside")
             /\ UNCHANGED <<queue, signalled, elders, items, brought, owed>>

Send == /\ owed > 0 /\ owed' = owed - 1
        /\ Signal \/ (queue = <<>> /\ UNCHANGED vars)
        /\ UNCHANGED <<items, brought>>

SendAll == /\ owed > 0 /\ owed' = 0
           /\ Broadcast
           /\ UNCHANGED <<items, brought>>

Others(g) == /\ \/ UnlockToWait(g) \/ Wake(g) \/ GetsLock(g) \/ Arrive(g)
                \/ pc[g] = "returned" /\ Leave(g)
                \/ Withdraw(g)
             /\ UNCHANGED <<items, brought, owed>>

ClientNext ==
    \/ \E g \in G : Bring(g) \/ BringNone(g) \/ Get(g) \/ GetNone(g)
                    \/ GiveUp(g) \/ Others(g)
    \/ Send \/ SendAll

ClientSpec == ClientInit /\ [][ClientNext]_clientVars

\* Where all signals have been given and an item lies there, not all
\* consumers sleep that could take it.
NoMissedSignal ==
    owed = 0 /\ items > 0 => \/ queue = <<>>
                             \/ \E g \in G : /\ g \in Consumers
                                             /\ ~InQueue(g)
                                             /\ pc[g] # "outside"

-----------------------------------------------------------------------------
\* A signal comes before its waiter sleeps.
NeverSignalledEarly == ~(\E g \in G : pc[g] = "enqueued" /\ g \in signalled)

\* One await throws while another has been signalled.
NeverBothEnds == ~(\E g, h \in G : /\ pc[g] = "thrown"
                                   /\ pc[h] = "relocks" /\ h \in signalled)

\* A broadcast wakes two.
NeverTwoWake == Cardinality(signalled) < 2
=============================================================================
