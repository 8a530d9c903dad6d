------------------------------- MODULE Goroutines -------------------------------
(***************************************************************************)
(* What a user of the scheduler may rely on, and nothing else.             *)
(*                                                                         *)
(* A goroutine is not yet born, runnable, running, blocked, or dead.       *)
(* `Width' processors exist, and a running goroutine holds one of them:    *)
(* many goroutines on one processor are concurrency, many processors are   *)
(* parallelism.                                                            *)
(*                                                                         *)
(* The promises:                                                           *)
(*                                                                         *)
(*   - at most `Width' goroutines run at any moment (WithinWidth);         *)
(*   - a goroutine changes state only in the six ways listed under         *)
(*     "Actions": a dead one stays dead, a blocked one does not run before *)
(*     somebody unblocks it (the step formula [Next]_state);               *)
(*   - none is lost and none is duplicated.  Here that needs no formula:   *)
(*     `state' is a function, so each goroutine is in exactly one state.   *)
(*     Scheduler.tla, where goroutines sit in queues, has to earn it;      *)
(*   - every runnable goroutine eventually runs (NoStarvation), provided   *)
(*     that running goroutines reach a scheduling point now and then.      *)
(*                                                                         *)
(* Left out, on purpose: queues, threads, who runs where and in which      *)
(* order, and why a goroutine blocks.  Scheduler.tla says how the promises *)
(* are kept, and TLC checks that it refines this module.                   *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
    G,          \* the goroutines that may ever exist
    Width       \* how many may run at once: the number of processors

ASSUME Width \in Nat \ {0}

VARIABLE state  \* state[g]: what a user sees of goroutine g

States == {"unborn", "runnable", "running", "blocked", "dead"}

TypeOK == state \in [G -> States]

Running == {g \in G : state[g] = "running"}

Init == state = [g \in G |-> "unborn"]

-----------------------------------------------------------------------------
(***************************************************************************)
(* Actions.                                                                *)
(***************************************************************************)

Move(g, from, to) == /\ state[g] = from
                     /\ state' = [state EXCEPT ![g] = to]

\* The go statement.  The new goroutine is runnable at once.
Spawn(g) == Move(g, "unborn", "runnable")

\* A processor is free and takes the goroutine.
Run(g) == /\ Cardinality(Running) < Width
          /\ Move(g, "runnable", "running")

\* The goroutine steps aside, or is made to, and stays runnable.
Yield(g) == Move(g, "running", "runnable")

\* The goroutine waits: for a channel, a lock, a timer, the network.
Block(g) == Move(g, "running", "blocked")

\* What it waited for has happened.
Unblock(g) == Move(g, "blocked", "runnable")

\* Its body has ended.
Exit(g) == Move(g, "running", "dead")

\* The three ways in which a running goroutine gives its processor back.
Leave(g) == Yield(g) \/ Block(g) \/ Exit(g)

Next == \E g \in G : Spawn(g) \/ Run(g) \/ Unblock(g) \/ Leave(g)

-----------------------------------------------------------------------------
(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(* Of the goroutines: one that runs reaches a scheduling point (weak       *)
(* fairness of Leave).  That is an assumption about programs.              *)
(*                                                                         *)
(* Of the scheduler: a goroutine that could be run again and again is run  *)
(* (strong fairness of Run).  Weak fairness would promise too little: a    *)
(* processor is free now and then, not continuously, when others compete.  *)
(***************************************************************************)
Fairness == \A g \in G : /\ WF_state(Leave(g))
                         /\ SF_state(Run(g))

Spec == Init /\ [][Next]_state /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_state

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

WithinWidth == Cardinality(Running) <= Width

NoStarvation == \A g \in G : state[g] = "runnable" ~> state[g] = "running"

DeadStaysDead == [][\A g \in G : state[g] = "dead" => state'[g] = "dead"]_state

THEOREM Spec => [](TypeOK /\ WithinWidth) /\ NoStarvation /\ DeadStaysDead
=============================================================================
