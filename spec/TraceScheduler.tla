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
TraceOnline == 0..(TraceSize("Online") - 1)   \* the Ps at the beginning
TraceCapacity   == TraceSize("Capacity")
TraceGlobalTick == TraceSize("GlobalTick")
TraceOutsiders  == TraceLength + 1

OrNone(x)  == IF x = -1 THEN None ELSE x
QueueOf(e) == IF e.q = -1 THEN Global ELSE e.q

-----------------------------------------------------------------------------
OnP(e) == proc[e.m] = OrNone(e.q)
InHand(e) == Head(hand'[e.m]) = e.g
Kicks(e) == hand'[e.m] = IF e.kicked = -1 THEN <<>> ELSE <<e.kicked>>

IsSpawn(e)        == OnP(e) /\ Spawn(e.m, e.g) /\ Kicks(e)
IsReady(e)        == OnP(e) /\ Ready(e.m, e.g) /\ Kicks(e)
IsStowKicked(e)   == OnP(e) /\ hand[e.m] = <<e.g>> /\ StowKicked(e.m)
IsSpill(e)        == OnP(e) /\ Spill(e.m) /\ InHand(e)
IsFlush(e)        == OnP(e) /\ Flush(e.m) /\ Len(hand[e.m]) = e.n
IsPark(e)         == OnP(e) /\ cur[e.m] = e.g /\ Park(e.m)
IsParkOutside(e)  == OnP(e) /\ cur[e.m] = e.g /\ ParkOutside(e.m)
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
IsEnterSyscall(e) == OnP(e) /\ cur[e.m] = e.g /\ EnterSyscall(e.m)
IsExitFast(e)     == OnP(e) /\ cur[e.m] = e.g /\ ExitFast(e.m)
IsParkInSyscall(e) == OnP(e) /\ cur[e.m] = e.g /\ ParkInSyscall(e.m)
IsReacquire(e)    == cur[e.m] = e.g /\ Reacquire(e.m, e.q)
IsRequeue(e)      == cur[e.m] = e.g /\ Requeue(e.m)
IsRest(e)         == Rest(e.m)
IsRejoin(e)       == Rejoin(e.m, e.q)
IsTakeOut(e)      == OnP(e) /\ TakeOut(e.m) /\ InHand(e)
                     /\ Len(hand'[e.m]) = e.n
IsTakeOutNext(e)  == OnP(e) /\ TakeOutNext(e.m) /\ InHand(e)
IsGiveBack(e)     == OnP(e) /\ Head(hand[e.m]) = e.g
                     /\ Len(hand[e.m]) = e.n /\ GiveBack(e.m)
IsRetire(e)       == OnP(e) /\ Retire(e.m)
IsLock(e)         == cur[e.m] = e.g /\ Lock(e.m)
IsUnlock(e)       == cur[e.m] = e.g /\ Unlock(e.m)
IsStopLocked(e)   == OnP(e) /\ StopLocked(e.m)
IsHandToLocked(e) == OnP(e) /\ Head(hand[e.m]) = e.g /\ HandToLocked(e.m, e.n)

\* Of sysmon, and of who changes the number of Ps: e.q is the P, e.g its M.
\* sysmon may ask again, in the call that the goroutine has entered since.
OfM(e)            == proc[e.g] = e.q
IsAsk(e)          == /\ OfM(e)
                     /\ \/ Ask(e.g)
                        \/ e.g \in asked /\ UNCHANGED vars
IsRetakeSyscall(e) == OfM(e) /\ RetakeSyscall(e.g)
IsRetakeRunning(e) == OfM(e) /\ RetakeRunning(e.g)
IsHandOff(e)      == HandOff(e.g, e.q)
IsHandOffWork(e)  == HandOffWork(e.g, e.q)
IsHandOffIdle(e)  == HandOffIdle(e.q)
IsDrop(e)         == Drop(e.q)
IsGrow(e)         == Grow(e.q)
IsShrink(e)       == Shrink(e.q)

\* Each call of run that is under way may be told, one after the other.
IsReportDeadlock(e) == \/ ReportDeadlock
                       \/ reported /\ UNCHANGED vars

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
      [] e.action = "ParkOutside"   -> IsParkOutside(e)
      [] e.action = "EnterSyscall"  -> IsEnterSyscall(e)
      [] e.action = "ExitFast"      -> IsExitFast(e)
      [] e.action = "ParkInSyscall" -> IsParkInSyscall(e)
      [] e.action = "Ask"           -> IsAsk(e)
      [] e.action = "RetakeSyscall" -> IsRetakeSyscall(e)
      [] e.action = "RetakeRunning" -> IsRetakeRunning(e)
      [] e.action = "Reacquire"     -> IsReacquire(e)
      [] e.action = "Requeue"       -> IsRequeue(e)
      [] e.action = "Rest"          -> IsRest(e)
      [] e.action = "Rejoin"        -> IsRejoin(e)
      [] e.action = "HandOff"       -> IsHandOff(e)
      [] e.action = "HandOffWork"   -> IsHandOffWork(e)
      [] e.action = "HandOffIdle"   -> IsHandOffIdle(e)
      [] e.action = "Drop"          -> IsDrop(e)
      [] e.action = "Grow"          -> IsGrow(e)
      [] e.action = "Shrink"        -> IsShrink(e)
      [] e.action = "TakeOut"       -> IsTakeOut(e)
      [] e.action = "TakeOutNext"   -> IsTakeOutNext(e)
      [] e.action = "GiveBack"      -> IsGiveBack(e)
      [] e.action = "Retire"        -> IsRetire(e)
      [] e.action = "Lock"          -> IsLock(e)
      [] e.action = "Unlock"        -> IsUnlock(e)
      [] e.action = "StopLocked"    -> IsStopLocked(e)
      [] e.action = "HandToLocked"  -> IsHandToLocked(e)
      [] e.action = "ReportDeadlock" -> IsReportDeadlock(e)
      [] e.action = "Forget"        -> IsForget(e)

AtEnd == next = TraceLength + 1

TraceInit == Begin(TraceOnline) /\ next = 1

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
            \cup Some("EnterSyscall", ENABLED EnterSyscall(m))
            \cup Some("ExitFast", ENABLED ExitFast(m))
            \cup Some("ParkInSyscall", ENABLED ParkInSyscall(m))
            \cup Some("Reacquire or Requeue", ENABLED Regain(m))
            \cup Some("Rest or Rejoin", ENABLED StandBy(m))
            \cup Some("TakeOut", ENABLED TakeOut(m) \/ ENABLED TakeOutNext(m))
            \cup Some("GiveBack", ENABLED GiveBack(m))
            \cup Some("Retire", ENABLED Retire(m))
            \cup Some("Lock", ENABLED Lock(m))
            \cup Some("Unlock", ENABLED Unlock(m))
            \cup Some("StopLocked", ENABLED StopLocked(m))
            \cup Some("HandToLocked", \E n \in M : ENABLED HandToLocked(m, n))
            \cup Some("Ask", ENABLED Ask(m))
            \cup Some("RetakeSyscall", ENABLED RetakeSyscall(m))
            \cup Some("RetakeRunning", ENABLED RetakeRunning(m))
        Outside ==
            Some("Submit", \E g \in G : ENABLED Submit(g))
            \cup Some("Inject", \E g \in G : ENABLED Inject(g))
            \cup Some("OutsideWake or OutsideNoWake", ENABLED OutsideAnyWake)
            \cup Some("HandOff, HandOffWork, HandOffIdle or Drop",
                      \E p \in P : ENABLED PassOn(p))
            \cup Some("Grow", \E p \in P : ENABLED Grow(p))
            \cup Some("Shrink", \E p \in P : ENABLED Shrink(p))
    IN  <<[m \in {m \in M : mstatus[m] # "unborn"} |-> Of(m)], Outside>>

ReportAllowed == next = TraceSize("ReportAt") => PrintT(<<"ALLOWED", Allowed>>)
=============================================================================
