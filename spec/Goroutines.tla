----------------------------- MODULE Goroutines -----------------------------
(***************************************************************************)
(* What a user of the scheduler may rely on, and nothing else.             *)
(*                                                                         *)
(* A user knows three states of a living goroutine: it is *runnable* (it   *)
(* would like to run), *running*, or it *waits*.  Of those that wait this  *)
(* module tells two kinds apart, because deadlock is judged by it: one is  *)
(* "blocked" if only another goroutine can let it go on (a channel, a      *)
(* lock), and "away" if the world outside can (a timer, a system call, a   *)
(* wait in the JDK).                                                       *)
(*                                                                         *)
(* `width' processors exist, and a goroutine holds one of them while it    *)
(* runs: many goroutines on one processor are concurrency, many processors *)
(* are parallelism.  A goroutine that runs too long loses its processor to *)
(* the others.  Nobody can stop it at once, so it goes on running without  *)
(* one until it comes to a scheduling point; there it gets one again, or   *)
(* queues up.                                                              *)
(*                                                                         *)
(* The promises:                                                           *)
(*                                                                         *)
(*   - at most `width' goroutines hold a processor (WithinWidth);          *)
(*   - a goroutine changes state only in the ways listed under "Actions":  *)
(*     a dead one stays dead, one that waits does not run before somebody  *)
(*     lets it (the step formula [Next]_vars);                             *)
(*   - none is lost and none is duplicated.  Here that needs no formula:   *)
(*     `state' is a function, so each goroutine is in exactly one state.   *)
(*     Scheduler.tla, where goroutines sit in queues, has to earn it;      *)
(*   - every runnable goroutine eventually runs (NoStarvation), also       *)
(*     beside goroutines that never reach a scheduling point;              *)
(*   - a deadlock is reported only when every goroutine is blocked or has  *)
(*     ended (DeadlockIsReal), and when that stays so it is reported       *)
(*     (DeadlockIsFound).                                                  *)
(*                                                                         *)
(* Left out, on purpose: queues, threads, who runs where and in which      *)
(* order, and what exactly a goroutine waits for.  That is sound because   *)
(* no promise speaks of them.  Scheduler.tla says how the promises are     *)
(* kept, and TLC checks that it refines this module.                       *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
    G,          \* the goroutines that may ever exist
    MaxWidth    \* how many processors there may be at the most

ASSUME MaxWidth \in Nat \ {0}

VARIABLES
    state,      \* state[g]: what a user sees of goroutine g
    holders,    \* the running goroutines that hold a processor
    width,      \* how many processors there are now
    reported    \* whether a deadlock has been reported

vars == <<state, holders, width, reported>>

States == {"unborn", "runnable", "running", "blocked", "away", "dead"}

TypeOK == /\ state \in [G -> States]
          /\ holders \subseteq {g \in G : state[g] = "running"}
          /\ width \in 1..MaxWidth
          /\ reported \in BOOLEAN

Init == /\ state = [g \in G |-> "unborn"]
        /\ holders = {}
        /\ width \in 1..MaxWidth
        /\ reported = FALSE

-----------------------------------------------------------------------------
(***************************************************************************)
(* Actions.                                                                *)
(***************************************************************************)

AProcessorIsFree == Cardinality(holders) < width

Move(g, from, to) == /\ state[g] = from
                     /\ state' = [state EXCEPT ![g] = to]

\* The go statement.  The new goroutine is runnable at once.
Spawn(g) == /\ Move(g, "unborn", "runnable")
            /\ UNCHANGED <<holders, width, reported>>

\* g becomes running, on a processor that is free.
Begin(g, from) == /\ AProcessorIsFree
                  /\ Move(g, from, "running")
                  /\ holders' = holders \cup {g}
                  /\ UNCHANGED <<width, reported>>

\* A processor takes the goroutine.
Run(g) == Begin(g, "runnable")

\* Its call has returned, and a processor is free at once.
Return(g) == Begin(g, "away")

\* g stops running.  If it holds a processor, it gives that back.
End(g, to) == /\ Move(g, "running", to)
              /\ holders' = holders \ {g}
              /\ UNCHANGED <<width, reported>>

\* It steps aside, or is made to, and stays runnable.
Yield(g) == End(g, "runnable")

\* It waits for another goroutine.
Block(g) == End(g, "blocked")

\* It waits for the world.
GoAway(g) == End(g, "away")

\* Its body has ended.
Exit(g) == End(g, "dead")

\* What it waited for has happened.
Unblock(g) == /\ Move(g, "blocked", "runnable") \/ Move(g, "away", "runnable")
              /\ UNCHANGED <<holders, width, reported>>

\* It has run too long: it loses its processor and goes on without.
Overrun(g) == /\ g \in holders
              /\ holders' = holders \ {g}
              /\ UNCHANGED <<state, width, reported>>

\* It has come to a scheduling point, and gets a processor again.
Regain(g) == /\ state[g] = "running" /\ g \notin holders
             /\ AProcessorIsFree
             /\ holders' = holders \cup {g}
             /\ UNCHANGED <<state, width, reported>>

\* The number of processors is changed.  Whose processor goes loses it.
Resize == /\ width' \in 1..MaxWidth
          /\ holders' \in SUBSET holders
          /\ Cardinality(holders') <= width'
          /\ UNCHANGED <<state, reported>>

\* Nobody can wake anybody.
AllAsleep == /\ \E g \in G : state[g] = "blocked"
             /\ \A g \in G : state[g] \in {"unborn", "blocked", "dead"}

\* "All goroutines are asleep - deadlock!"  A thread outside that could still
\* wake one does not count: this is judged as Go judges it.
ReportDeadlock == /\ AllAsleep /\ ~reported
                  /\ reported' = TRUE
                  /\ UNCHANGED <<state, holders, width>>

\* The ways in which a running goroutine gives its processor back.
Leave(g) == Yield(g) \/ Block(g) \/ GoAway(g) \/ Exit(g)

Next == \/ \E g \in G : \/ Spawn(g) \/ Run(g) \/ Return(g) \/ Unblock(g)
                        \/ Leave(g) \/ Overrun(g) \/ Regain(g)
        \/ Resize \/ ReportDeadlock

-----------------------------------------------------------------------------
(***************************************************************************)
(* Fairness.  All of it is asked of the scheduler, and nothing of          *)
(* programs:                                                               *)
(*                                                                         *)
(*   - a goroutine that holds a processor does not keep it for ever: it    *)
(*     gives it back or loses it (weak fairness);                          *)
(*   - a goroutine that could be run again and again is run (strong        *)
(*     fairness of Run).  Weak fairness would promise too little: a        *)
(*     processor is free now and then, not continuously, when others       *)
(*     compete;                                                            *)
(*   - a deadlock that stays is reported (weak fairness).                  *)
(***************************************************************************)
Fairness ==
    /\ \A g \in G : /\ WF_vars(g \in holders /\ (Leave(g) \/ Overrun(g)))
                    /\ SF_vars(Run(g))
    /\ WF_vars(ReportDeadlock)

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

WithinWidth == Cardinality(holders) <= width

NoStarvation == \A g \in G : state[g] = "runnable" ~> state[g] = "running"

DeadStaysDead == [][\A g \in G : state[g] = "dead" => state'[g] = "dead"]_vars

DeadlockIsReal == [][reported' /\ ~reported => AllAsleep]_vars

DeadlockIsFound == <>[]AllAsleep => <>reported

THEOREM Spec => /\ [](TypeOK /\ WithinWidth)
                /\ NoStarvation /\ DeadStaysDead
                /\ DeadlockIsReal /\ DeadlockIsFound
=============================================================================
