------------------------------ MODULE MCMutex -------------------------------
(***************************************************************************)
(* What TLC needs beside Mutex.tla: goroutines may be permuted, and the    *)
(* states that a reader would like to see reached.  Each reachability      *)
(* model claims that such a state is never reached, and must fail.         *)
(***************************************************************************)
EXTENDS Mutex, TLC

Symmetry == Permutations(G)

\* Nobody is interrupted, and nobody unlocks a free mutex: there liveness is
\* feasible for TLC with three goroutines.
QuietNext == \E g \in G : Step(g) \/ Arrive(g) \/ TryLock(g) \/ BeginUnlock(g)

QuietSpec == Init /\ [][QuietNext]_vars /\ Weak /\ Strong /\ HoldersUnlock

\* The mutex is in starvation mode, with two in line.
NeverTwoStarve == ~(starving /\ Len(queue) = 2)

\* The mutex is on its way to a waiter that does not sleep yet.
NeverHandedEarly == permit # "mutex"

\* An interrupted waiter finds that it has to take the wake-up itself.
NeverLeftWithWakeup == ~(\E g \in G : /\ pc[g] = "leaving" /\ waiters = 0
                                      /\ permit = "wake")

\* A waiter that has waited too long loses again, to one that came by.
NeverLostLate == ~(\E g \in G : pc[g] = "woken" /\ g \in late /\ locked)

\* A new owner ends starvation mode though others wait.
NeverEndedEarly == [][\A g \in G : ~EndStarvation(g)]_vars

\* One is unlocked by a goroutine that does not hold it.
NeverUnlockedByOther ==
    ~(\E g, h \in G : g # h /\ pc[g] = "unlock" /\ holders = {h})
=============================================================================
