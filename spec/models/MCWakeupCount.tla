--------------------------- MODULE MCWakeupCount ----------------------------
(***************************************************************************)
(* How many Ms are woken: history variables count.  An M is woken only by  *)
(* a thread that has looked at the idle word, once for each time that it   *)
(* began to look; and it begins to look for one of three reasons.          *)
(***************************************************************************)
EXTENDS MCWakeup

VARIABLES
    submitted,    \* goroutines that were put in a queue for the first time
    stopped,      \* how often an M ended its spinning because it found work
    found,        \* how often a sleeper's second look found work
    wakes         \* how often an M was woken

counts == <<submitted, stopped, found, wakes>>

\* Some thread goes from one place in its code to another.
Goes(from, to) == \E t \in Threads : pc[t] = from /\ pc'[t] = to

One(event) == IF event THEN 1 ELSE 0

CountInit == Init /\ submitted = 0 /\ stopped = 0 /\ found = 0 /\ wakes = 0

CountNext ==
    /\ Next
    /\ submitted' = submitted + One(\E g \in G : place[g] = "unborn"
                                                 /\ place'[g] # "unborn")
    /\ stopped'   = stopped + One(Goes("stop", "look"))
    /\ found'     = found + One(Goes("recheck", "look"))
    /\ wakes'     = wakes + One(Goes("wake", "assign"))

\* A submission wakes at most one M, and so do the others who look.
OneWakeEach == wakes <= submitted + stopped + found

\* Of those who spun, each found a goroutine of its own.
StopsAreBounded == stopped <= submitted

\* What a reader might expect, and what is not so: sleepers wake as well.
NeverWakesBySleepers == wakes <= submitted + stopped
=============================================================================
