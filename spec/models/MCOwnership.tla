---------------------------- MODULE MCOwnership -----------------------------
(***************************************************************************)
(* What TLC needs beside Ownership.tla: Ms and Ps may be permuted, an      *)
(* order in which it can enumerate the states that satisfy Inv, and the    *)
(* states that a reader would like to see reached.  Each reachability      *)
(* model claims that such a state is never reached, and must fail.         *)
(***************************************************************************)
EXTENDS Ownership, TLC

Symmetry == Permutations(M) \cup Permutations(P)

\* All states that satisfy Inv, except that the history variable, which no
\* action reads, begins with 0.  The same conjuncts as in Inv, early.
AllInv ==
    /\ pc \in [M -> Places] /\ held \in [M -> P \cup {None}]
    /\ assigned \in [M -> P \cup {None}] /\ Sleepers
    /\ syspc \in SysPlaces /\ sysp \in P \cup {None}
    /\ (sysp = None) <=> (syspc = "look")
    /\ OneEach
    /\ word \in [P -> Words] /\ Insiders
    /\ free \in SUBSET P /\ WordIsTrue /\ OneHolder
    /\ retiring \in SUBSET P
    /\ seen \in [P -> {None} \cup
                     {w \in Words : w.st \in Exposed /\ w.m # None}]
    /\ since = [p \in P |-> 0]
    /\ Inv

\* For models about Ps that go out of use: goroutine code makes no calls that
\* block, and puts nothing into the ring.
PlainCode == \A m \in M : pc'[m] \notin {"syscall", "put"}

-----------------------------------------------------------------------------
\* Two Ms run goroutine code on one P: one of them has lost it to the other
\* and does not know.  Without the name in the word its CAS would succeed.
NeverBoth == \A m, o \in M : ~(/\ m # o /\ pc[m] = "user" /\ pc[o] = "user"
                               /\ held[m] # None /\ held[m] = held[o])

\* A call returns, and another M's call goes on with the same P.
NeverCallsCross == \A m, o \in M :
    ~(/\ m # o /\ pc[m] = "syscall" /\ pc[o] = "syscall"
      /\ held[m] # None /\ held[m] = held[o])

\* Goroutine code has lost its P, finds that out at a put, and goes on.
NeverPutLost == [][\A m \in M : ~CasPutLost(m)]_vars

\* Sysmon comes to take a P, and finds its M in the middle of a put.
NeverPutInTheWay == \A p \in P, m \in M :
    ~(seen[p] # None /\ seen[p].m = m /\ seen[p].n = word[p].n
      /\ pc[m] = "putting" /\ held[m] = p)

\* An M that has lost its P finds none and queues its goroutine.
NeverQueued == \A m \in M : pc[m] # "queued"

\* The numbers make a full turn while sysmon sleeps, and it is deceived.
NeverDeceived == [][\A p \in P : CasRetakeWon(p) => since[p] = 0]_vars

\* A P goes out of use while goroutine code runs on it, and sysmon takes it.
NeverRetiredByForce == ~(syspc = "drain")
=============================================================================
