--------------------------- MODULE TraceScheduler ---------------------------
(***************************************************************************)
(* Is a recorded run a behaviour of Scheduler.tla?                         *)
(*                                                                         *)
(* A run of the Java scheduler is recorded as a sequence of steps, one for *)
(* each action that it took.  This module replays them: its only behaviour *)
(* takes the recorded actions one after the other.  If TLC gets to the end *)
(* then the run, as recorded, is a behaviour of the spec.  If it gets      *)
(* stuck, which it reports as a deadlock, then the step at `next' is one   *)
(* that the spec did not allow in that state.                              *)
(*                                                                         *)
(* Each action of the spec has its operator IsX below, which says that the *)
(* recorded step was this action, with the recorded outcome: the goroutine *)
(* that the code took from a queue must be the one that the spec takes.    *)
(*                                                                         *)
(*     recorded step    is                   and in the code               *)
(*     "Ready"          IsReady(e)           M.ready                       *)
(*     "Steal"          IsSteal(e)           M.stealHalf                   *)
(*     ...              the same name each time; the annotations on the    *)
(*                      methods say which method takes which action        *)
(*                                                                         *)
(* The steps are in an order that respects everything known about what     *)
(* came before what.  "Forget" is the one step that is not the code's: the *)
(* name of a goroutine that has ended is used again for one that is born   *)
(* later, so that TLC need not carry all that ever lived.                  *)
(***************************************************************************)
EXTENDS Scheduler, Integers, TLC

VARIABLE next       \* the recorded step to be taken next, from 1 on

traceVars == <<vars, next>>

\* The three operators below are given by the validator, in Java: the number
\* of steps, the step number i, and the sizes of the run.

TraceLength == CHOOSE n \in Nat : TRUE

\* A record: action, m, q (a P, or -1), g, kicked (-1: none), n.
TraceStep(i) == CHOOSE e : TRUE

TraceSize(what) == CHOOSE n \in Nat : TRUE

TraceG == 1..TraceSize("G")
TraceM == 0..(TraceSize("M") - 1)
TraceP == 0..(TraceSize("P") - 1)
TraceCapacity   == TraceSize("Capacity")
TraceGlobalTick == TraceSize("GlobalTick")
TraceOutsiders  == TraceLength + 1

OrNone(x)  == IF x = -1 THEN None ELSE x
QueueOf(e) == IF e.q = -1 THEN Global ELSE e.q

-----------------------------------------------------------------------------
OnP(e) == proc[e.m] = e.q
InHand(e) == Head(hand'[e.m]) = e.g
Kicks(e) == hand'[e.m] = IF e.kicked = -1 THEN <<>> ELSE <<e.kicked>>

IsSpawn(e)        == OnP(e) /\ Spawn(e.m, e.g) /\ Kicks(e)
IsReady(e)        == OnP(e) /\ Ready(e.m, e.g) /\ Kicks(e)
IsStowKicked(e)   == OnP(e) /\ hand[e.m] = <<e.g>> /\ StowKicked(e.m)
IsSpill(e)        == OnP(e) /\ Spill(e.m) /\ InHand(e)
IsFlush(e)        == OnP(e) /\ Flush(e.m) /\ Len(hand[e.m]) = e.n
IsPark(e)         == OnP(e) /\ cur[e.m] = e.g /\ Park(e.m)
IsYield(e)        == OnP(e) /\ cur[e.m] = e.g /\ Yield(e.m)
IsExit(e)         == OnP(e) /\ cur[e.m] = e.g /\ Exit(e.m)
IsSubmit(e)       == Submit(e.g)
IsInject(e)       == Inject(e.g)
IsWake(e)         == Wake(e.m, e.g, e.q)
IsNoWake(e)       == NoWake(e.m)
IsOutsideWake(e)  == OutsideWake(e.g, e.q)
IsOutsideNoWake(e) == OutsideNoWake
IsPollGlobal(e)   == OnP(e) /\ PollGlobal(e.m) /\ InHand(e)
IsPollEmpty(e)    == OnP(e) /\ PollEmpty(e.m)
IsTakeNext(e)     == OnP(e) /\ TakeNext(e.m) /\ InHand(e)
IsTakeNextAnew(e) == OnP(e) /\ TakeNextAnew(e.m) /\ InHand(e)
IsTakeHead(e)     == OnP(e) /\ TakeHead(e.m) /\ InHand(e)
IsTakeGlobal(e)   == OnP(e) /\ TakeGlobal(e.m) /\ InHand(e)
IsStartSpinning(e) == OnP(e) /\ StartSpinning(e.m)
IsSteal(e)        == Steal(e.m, e.q) /\ InHand(e) /\ Len(hand'[e.m]) = e.n
IsStealNext(e)    == StealNext(e.m, e.q) /\ InHand(e)
IsStow(e)         == OnP(e) /\ Len(hand[e.m]) = e.n + 1 /\ Stow(e.m)
IsStopSpinning(e) == OnP(e) /\ StopSpinning(e.m)
IsExecute(e)      == OnP(e) /\ Execute(e.m) /\ cur'[e.m] = e.g
IsRelease(e)      == OnP(e) /\ Release(e.m)
IsCheckEmpty(e)   == CheckEmpty(e.m, QueueOf(e))
IsCheckFound(e)   == CheckFound(e.m, QueueOf(e))
IsResume(e)       == OnP(e) /\ Resume(e.m)

IsForget(e) == /\ gstatus[e.g] = "dead"
               /\ gstatus' = [gstatus EXCEPT ![e.g] = "unborn"]
               /\ UNCHANGED <<runVars, mstatus, proc, cur, hand, wakeVars,
                              idleVars, sysVars>>

\* e is a step of the code, and the spec allows it now.
Takes(e) ==
    CASE e.action = "Spawn"         -> IsSpawn(e)
      [] e.action = "Ready"         -> IsReady(e)
      [] e.action = "StowKicked"    -> IsStowKicked(e)
      [] e.action = "Spill"         -> IsSpill(e)
      [] e.action = "Flush"         -> IsFlush(e)
      [] e.action = "Park"          -> IsPark(e)
      [] e.action = "Yield"         -> IsYield(e)
      [] e.action = "Exit"          -> IsExit(e)
      [] e.action = "Submit"        -> IsSubmit(e)
      [] e.action = "Inject"        -> IsInject(e)
      [] e.action = "Wake"          -> IsWake(e)
      [] e.action = "NoWake"        -> IsNoWake(e)
      [] e.action = "OutsideWake"   -> IsOutsideWake(e)
      [] e.action = "OutsideNoWake" -> IsOutsideNoWake(e)
      [] e.action = "PollGlobal"    -> IsPollGlobal(e)
      [] e.action = "PollEmpty"     -> IsPollEmpty(e)
      [] e.action = "TakeNext"      -> IsTakeNext(e)
      [] e.action = "TakeNextAnew"  -> IsTakeNextAnew(e)
      [] e.action = "TakeHead"      -> IsTakeHead(e)
      [] e.action = "TakeGlobal"    -> IsTakeGlobal(e)
      [] e.action = "StartSpinning" -> IsStartSpinning(e)
      [] e.action = "Steal"         -> IsSteal(e)
      [] e.action = "StealNext"     -> IsStealNext(e)
      [] e.action = "Stow"          -> IsStow(e)
      [] e.action = "StopSpinning"  -> IsStopSpinning(e)
      [] e.action = "Execute"       -> IsExecute(e)
      [] e.action = "Release"       -> IsRelease(e)
      [] e.action = "CheckEmpty"    -> IsCheckEmpty(e)
      [] e.action = "CheckFound"    -> IsCheckFound(e)
      [] e.action = "Resume"        -> IsResume(e)
      [] e.action = "Forget"        -> IsForget(e)

AtEnd == next = TraceLength + 1

TraceInit == Init /\ next = 1

TraceNext ==
    \/ ~AtEnd /\ next' = next + 1 /\ Takes(TraceStep(next))
    \/ AtEnd /\ UNCHANGED traceVars

TraceSpec == TraceInit /\ [][TraceNext]_traceVars

-----------------------------------------------------------------------------
(***************************************************************************)
(* For the report on a rejected run: what the spec allows in the state     *)
(* where the run left it.  An invariant that is printed there, and holds.  *)
(***************************************************************************)
Allowed ==
    LET Some(name, enabled) == IF enabled THEN {name} ELSE {}
        Of(m) ==
            Some("Park, Yield or Exit", ENABLED Leave(m))
            \cup Some("Spawn", \E g \in G : ENABLED Spawn(m, g))
            \cup Some("Ready", \E g \in G : ENABLED Ready(m, g))
            \cup Some("StowKicked", ENABLED StowKicked(m))
            \cup Some("Spill", ENABLED Spill(m))
            \cup Some("Flush", ENABLED Flush(m))
            \cup Some("Wake", \E n \in M, p \in P : ENABLED Wake(m, n, p))
            \cup Some("NoWake", ENABLED NoWake(m))
            \cup Some("PollGlobal", ENABLED PollGlobal(m))
            \cup Some("PollEmpty", ENABLED PollEmpty(m))
            \cup Some("TakeNext", ENABLED TakeNext(m))
            \cup Some("TakeNextAnew", ENABLED TakeNextAnew(m))
            \cup Some("TakeHead", ENABLED TakeHead(m))
            \cup Some("TakeGlobal", ENABLED TakeGlobal(m))
            \cup Some("StartSpinning", ENABLED StartSpinning(m))
            \cup Some("Steal", \E v \in P : ENABLED Steal(m, v))
            \cup Some("StealNext", \E v \in P : ENABLED StealNext(m, v))
            \cup Some("Stow", ENABLED Stow(m))
            \cup Some("StopSpinning", ENABLED StopSpinning(m))
            \cup Some("Execute", ENABLED Execute(m))
            \cup Some("Release", ENABLED Release(m))
            \cup Some("CheckEmpty", \E q \in Queues : ENABLED CheckEmpty(m, q))
            \cup Some("CheckFound", \E q \in Queues : ENABLED CheckFound(m, q))
            \cup Some("Resume", ENABLED Resume(m))
        Outside ==
            Some("Submit", \E g \in G : ENABLED Submit(g))
            \cup Some("Inject", \E g \in G : ENABLED Inject(g))
            \cup Some("OutsideWake or OutsideNoWake", ENABLED OutsideAnyWake)
    IN  <<[m \in {m \in M : mstatus[m] # "unborn"} |-> Of(m)], Outside>>

ReportAllowed == next = TraceSize("ReportAt") => PrintT(<<"ALLOWED", Allowed>>)
=============================================================================
