------------------------------ MODULE MCBudget ------------------------------
(***************************************************************************)
(* A client with a budget: it starts, readies, yields and calls so many    *)
(* times, and after that only parks and ends.  Liveness is feasible for    *)
(* TLC at larger sizes this way, and with little fairness: whatever is     *)
(* runnable when the client has spent its budget must still come to run.   *)
(* It finds goroutines that are stuck, not those that others starve for    *)
(* ever.                                                                   *)
(***************************************************************************)
EXTENDS MCScheduler

CONSTANT Budget     \* how many things the client may do in all

VARIABLE budget     \* how many are left

Costs(action) == budget > 0 /\ action /\ budget' = budget - 1
Free(action)  == action /\ UNCHANGED budget

BudgetInit == Init /\ budget = Budget

BudgetLeave(m) == \/ Free(Park(m) \/ ParkOutside(m) \/ Exit(m))
                  \/ Costs(Yield(m))

\* A call that has begun may return, or wait in the JDK.
CallStep(m) == Free(ExitFast(m) \/ ParkInSyscall(m) \/ Regain(m))

BudgetNext ==
    \/ \E m \in M : Free(MachineStep(m)) \/ BudgetLeave(m) \/ CallStep(m)
    \/ Costs(\/ \E m \in M : EnterSyscall(m) \/ Ask(m) \/ Lock(m) \/ Unlock(m)
             \/ \E m \in M, g \in G : Spawn(m, g) \/ Ready(m, g)
             \/ \E g \in G : Submit(g) \/ Inject(g)
             \/ \E p \in P : Grow(p) \/ Shrink(p))
    \/ Free(\E m \in M : RetakeSyscall(m) \/ RetakeRunning(m))
    \/ Free(\E p \in P : PassOn(p))
    \/ Free(OutsideAnyWake)

budgetVars == <<vars, budget>>

BudgetSpec ==
    /\ BudgetInit /\ [][BudgetNext]_budgetVars
    /\ WF_budgetVars(Free(OutsideAnyWake))
    /\ \A p \in P : WF_budgetVars(Free(PassOn(p)))
    /\ \A m \in M : /\ WF_budgetVars(Free(MachineStep(m)))
                    /\ WF_budgetVars(BudgetLeave(m))
                    /\ WF_budgetVars(Free(RetakeSyscall(m) \/ RetakeRunning(m)))
                    /\ WF_budgetVars(CallStep(m))
                    /\ SF_budgetVars(Free(AnySteal(m)))
                    /\ SF_budgetVars(Free(TakeGlobal(m)))

\* In the end nothing is left to run: all goroutines wait or have ended, and
\* all Ms sleep.
ComesToRest == <>[](/\ \A g \in G : gstatus[g] \notin {"runnable", "running"}
                    /\ idleP = online)
=============================================================================
