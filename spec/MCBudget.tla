-------------------------------- MODULE MCBudget --------------------------------
(***************************************************************************)
(* A client with a budget: it starts, readies and yields so many times,    *)
(* and after that only parks and ends.  Liveness is feasible for TLC at    *)
(* larger sizes this way, and with little fairness: whatever is runnable   *)
(* when the client has spent its budget must still come to run.  It finds  *)
(* goroutines that are stuck, not those that others starve for ever.       *)
(***************************************************************************)
EXTENDS MCScheduler

CONSTANT Budget     \* how many things the client may do in all

VARIABLE budget     \* how many are left

Costs(action) == budget > 0 /\ action /\ budget' = budget - 1
Free(action)  == action /\ UNCHANGED budget

BudgetInit == Init /\ budget = Budget

BudgetLeave(m) == Free(Park(m) \/ Exit(m)) \/ Costs(Yield(m))

BudgetNext ==
    \/ \E m \in M : Free(MachineStep(m)) \/ BudgetLeave(m)
    \/ Costs(\/ \E m \in M, g \in G : Spawn(m, g) \/ Ready(m, g)
             \/ \E g \in G : Submit(g) \/ Inject(g))
    \/ Free(OutsideAnyWake)

budgetVars == <<vars, budget>>

BudgetSpec ==
    /\ BudgetInit /\ [][BudgetNext]_budgetVars
    /\ WF_budgetVars(Free(OutsideAnyWake))
    /\ \A m \in M : /\ WF_budgetVars(Free(MachineStep(m)))
                    /\ WF_budgetVars(BudgetLeave(m))
                    /\ SF_budgetVars(Free(AnySteal(m)))
                    /\ SF_budgetVars(Free(TakeGlobal(m)))

\* In the end nothing is left to run: all goroutines wait or have ended, and
\* all Ms sleep.
ComesToRest == <>[](/\ \A g \in G : gstatus[g] \in {"unborn", "waiting", "dead"}
                    /\ idleP = P)
=============================================================================
