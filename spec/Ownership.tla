----------------------------- MODULE Ownership ------------------------------
(***************************************************************************)
(* Who may touch a P, one memory access a step.                            *)
(*                                                                         *)
(* An M must hold a P to run goroutines, and nobody can stop an M that is  *)
(* in the middle of a goroutine's code: the JVM has no preemption of a     *)
(* virtual thread from outside.  So a P is taken from such an M behind its *)
(* back, by sysmon, a thread without a P.  The M goes on with its          *)
(* goroutine and finds out later.  This module says how that is done so    *)
(* that two threads never work on the owner's end of one run queue.        *)
(*                                                                         *)
(* Each P has a word.  It names a status, the M that the P belongs to, and *)
(* a number that tells one stretch of goroutine code from the next:        *)
(*                                                                         *)
(*   idle        nobody runs it; it is free, or just being given up        *)
(*   scheduling  its M is inside the scheduler and owns it absolutely      *)
(*   user        its M runs the code of a goroutine                        *)
(*   syscall     its M runs a call that may block the thread               *)
(*   retaken     sysmon took it from its M and has yet to hand it on       *)
(*                                                                         *)
(* What races, told once:                                                  *)
(*                                                                         *)
(*      an M with its P p                  sysmon                          *)
(*      1. leaves the scheduler: one       1. looks at the word of p, and  *)
(*         plain store, scheduling to         remembers it if it says user *)
(*         user (StoreUser)                   or syscall (Observe)         *)
(*      2. runs goroutine code, which      2. a period later: one CAS from *)
(*         does not touch p                   that very word to retaken    *)
(*                                            (CasRetakeWon)               *)
(*      3. comes back: one CAS, user to    3. owns p, and hands it to an M *)
(*         scheduling (CasSwitchWon).         or lists it as free (HandTo, *)
(*         If that fails it has lost p        SysmonListIdle)              *)
(*         and does not touch it again                                     *)
(*                                                                         *)
(* Both sides leave the user status by a CAS, so one of them fails.  Only  *)
(* the M leaves the scheduling status, so a plain store is enough there:   *)
(* nobody else may write the word meanwhile (OwnershipTSO.tla shows that   *)
(* it is enough with store buffers too).  That is the price of a switch:   *)
(* one CAS in, one plain store out.                                        *)
(*                                                                         *)
(* What each part of the word is for.  The M's name: an M that comes back  *)
(* after its P was taken, handed on, and is in user status again for       *)
(* another M, must fail.  Only m writes words that name m, so the word     *)
(* that m wrote last is there if and only if nothing happened.  The        *)
(* number: sysmon's CAS must fail when the M has been through the          *)
(* scheduler since sysmon looked, else a goroutine that has just begun     *)
(* loses its P (NotTooEarly).  It counts modulo Turn; that it does not     *)
(* make a full turn while sysmon waits is an assumption, which only        *)
(* NotTooEarly needs.                                                      *)
(*                                                                         *)
(* Putting a goroutine into a queue.  Goroutine code does that at nearly   *)
(* every channel operation.  It is a short section in scheduling status:   *)
(* CAS in, put, look whether an M has to be woken, store out (CasPutWon,   *)
(* BeginPut, EndPut, StorePutBack).  If the CAS fails the goroutine goes   *)
(* to the global queue.  So a P's queue has one writer at a time, and what *)
(* is in it changes only for the worse while its P is on its way.          *)
(*                                                                         *)
(* The section puts back the *same* number (NumberIsSlice).  With a new    *)
(* one a goroutine that readies others for ever would never be retaken.    *)
(*                                                                         *)
(* The ring's tail is what needs that.  The slot runnext could belong to   *)
(* nobody: all reach it by one atomic exchange or CAS, as thieves must     *)
(* anyway.  That would save most sections, and cost that every slot is a   *)
(* queue by itself, to be looked at whether its P is idle, on its way or   *)
(* gone, and in which goroutines wait for no P in particular.              *)
(*                                                                         *)
(* Taking a P out of use (setProcessors) needs no bit in the word, which   *)
(* a plain store out of scheduling would overwrite.  The set `retiring' is *)
(* part of the one value, replaced by CAS, that also lists the free Ps.    *)
(* Who has the P sees it when it gives the P up, or before it goes to      *)
(* goroutine code (KeepP, DropRetired).                                    *)
(*                                                                         *)
(* The asymmetric variant, not chosen.  The M could come in by a plain     *)
(* store and a load, if sysmon, after its own store, forced a barrier on   *)
(* the M's side before it reads the M's.  Outside the JVM that is          *)
(* membarrier(2); inside it there is none to call, only handshakes that    *)
(* wait for the M's thread to reach a safepoint, and stop short of those   *)
(* that are stuck in the very calls we want to take a P from.  What it     *)
(* would save is one CAS on a line that the M's own cache holds, of a      *)
(* switch that costs far more.                                             *)
(*                                                                         *)
(* Go: retake, handoffp, entersyscall, exitsyscall, and exitsyscallfast in *)
(* runtime/proc.go.  There a running P is never taken, only a P in a       *)
(* syscall; so its entersyscall is a plain store, and here it is a CAS.    *)
(*                                                                         *)
(* Left out: goroutines, queues, and the reasons for which anything is     *)
(* done (Scheduler.tla has them), so here each step may be taken whenever  *)
(* the words allow it, which includes all reasons.  The wake-up protocol:  *)
(* Wake is one step here, the CAS that takes an M and a P off the list and *)
(* the store that tells the M; in between only the waker knows of that P.  *)
(* Loads of what nobody else can be writing are no steps of their own.     *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
    M, P,         \* machines, processors
    Sysmon,       \* the thread that retakes Ps
    None,         \* no machine, no processor, no word
    Turn          \* the number in a word counts modulo Turn

ASSUME /\ Sysmon \notin M /\ None \notin M /\ None \notin P
       /\ P # {} /\ Turn \in Nat /\ Turn >= 2

VARIABLES
    word,         \* word[p]: status, M and number; see Words
    free,         \* the Ps that nobody has      (`free' and `retiring' are
    retiring,     \* the Ps to be out of use      one value, replaced by CAS)
    assigned,     \* assigned[m]: the P that somebody gave to the sleeping m
    pc,           \* pc[m]: where m is, see Places
    held,         \* held[m]: the P that m believes it has, or None
    syspc,        \* where sysmon is
    sysp,         \* the P that sysmon has in its hands, or None
    seen,         \* seen[p]: the word that sysmon remembers of p, or None
    since         \* since[p]: numbers given out since then, up to Turn:
                  \* a history variable, for NotTooEarly only

idleVars == <<free, retiring>>
mVars    == <<assigned, pc, held>>
sysVars  == <<syspc, sysp, seen>>
vars     == <<word, idleVars, mVars, sysVars, since>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(***************************************************************************)

Status == {"idle", "scheduling", "user", "syscall", "retaken"}

Word(st, m, n) == [st |-> st, m |-> m, n |-> n]

Words == [st : Status, m : M \cup {None}, n : 0 .. Turn - 1]

\* The next number.
Plus(n) == (n + 1) % Turn

\* In these words sysmon may take the P.
Exposed == {"user", "syscall"}

(***************************************************************************)
(* Places.                                                                 *)
(*                                                                         *)
(*   rest      m sleeps; it has neither P nor goroutine                    *)
(*   claim     m was given a P and has yet to write its word               *)
(*   sched     m is in the scheduler; take: it uses the run queue          *)
(*   decide    m goes on to run a goroutine, or to give its P up           *)
(*   leave     m is about to store user; user: goroutine code              *)
(*   put       a short section begins; putting: in the ring; putback:      *)
(*             the section ends                                            *)
(*   syscall   m is in a call that may block                               *)
(*   drain     m empties the run queue of a P that goes out of use         *)
(*   drop      m is about to store idle; list: about to list the P         *)
(*   lost      m is at a scheduling point and has no P                     *)
(*   queued    m has put its goroutine, if any, into the global queue      *)
(***************************************************************************)

\* Here m has its P whatever the word says: nobody takes it away.
Inner == {"claim", "sched", "take", "decide", "leave", "put", "putting",
          "putback", "drain", "drop", "list"}

Places == Inner \cup {"rest", "user", "syscall", "lost", "queued"}

\* Here a thread uses the owner's end of the run queue.
Using == {"take", "putting", "drain"}

SysPlaces == {"look", "have", "drain", "drop", "list"}

-----------------------------------------------------------------------------
TypeOK ==
    /\ word \in [P -> Words]
    /\ free \in SUBSET P /\ retiring \in SUBSET P
    /\ assigned \in [M -> P \cup {None}]
    /\ pc \in [M -> Places]
    /\ held \in [M -> P \cup {None}]
    /\ syspc \in SysPlaces /\ sysp \in P \cup {None}
    /\ seen \in [P -> Words \cup {None}]
    /\ since \in [P -> 0 .. Turn]

\* All Ps are free and all Ms asleep; an M that is not yet started is too.
Init ==
    /\ word = [p \in P |-> Word("idle", None, 0)]
    /\ free = P /\ retiring = {}
    /\ assigned = [m \in M |-> None]
    /\ pc = [m \in M |-> "rest"]
    /\ held = [m \in M |-> None]
    /\ syspc = "look" /\ sysp = None
    /\ seen = [p \in P |-> None]
    /\ since = [p \in P |-> 0]

Go(m, from, to) == pc[m] = from /\ pc' = [pc EXCEPT ![m] = to]

\* m writes the word of the P that it has.
Write(m, st, n) == word' = [word EXCEPT ![held[m]] = Word(st, m, n)]

\* The word of m's P is the one that m wrote last.
Mine(m, st) == held[m] # None /\ word[held[m]].st = st /\ word[held[m]].m = m

\* For NotTooEarly: a number has been given out.
Count(p) == since' = [since EXCEPT ![p] = IF @ < Turn THEN @ + 1 ELSE @]

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M gets a P.                                                          *)
(***************************************************************************)

\* Somebody has work: takes p and m off the list (CAS) and tells m.
Wake(m, p) ==
    /\ pc[m] = "rest" /\ assigned[m] = None /\ p \in free \ retiring
    /\ free' = free \ {p}
    /\ assigned' = [assigned EXCEPT ![m] = p]
    /\ UNCHANGED <<word, retiring, pc, held, sysVars, since>>

\* m wakes up and sees what it was given.
Resume(m) ==
    /\ assigned[m] # None /\ Go(m, "rest", "claim")
    /\ held' = [held EXCEPT ![m] = assigned[m]]
    /\ assigned' = [assigned EXCEPT ![m] = None]
    /\ UNCHANGED <<word, idleVars, sysVars, since>>

\* m writes its name: a plain store, since the P is m's already.
StoreClaim(m) ==
    /\ Go(m, "claim", "sched")
    /\ Write(m, "scheduling", word[held[m]].n)
    /\ UNCHANGED <<idleVars, assigned, held, sysVars, since>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M in the scheduler.                                                  *)
(***************************************************************************)

\* m looks for a goroutine: takes from the run queue, puts what it stole.
BeginTake(m) ==
    /\ Go(m, "sched", "take")
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

EndTake(m) ==
    /\ Go(m, "take", "decide")
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

\* m has found one, and its P remains in use: a load of the idle value.
KeepP(m) ==
    /\ Go(m, "decide", "leave") /\ held[m] \notin retiring
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

\* To goroutine code.  A plain store.
StoreUser(m) ==
    /\ Go(m, "leave", "user")
    /\ Write(m, "user", Plus(word[held[m]].n))
    /\ Count(held[m])
    /\ UNCHANGED <<idleVars, assigned, held, sysVars>>

\* The P goes out of use: its goroutines go to the global queue ...
DropRetired(m) ==
    /\ Go(m, "decide", "drain") /\ held[m] \in retiring
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

EndDrain(m) ==
    /\ Go(m, "drain", "drop")
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

\* ... or m has found nothing to run.
DropUnused(m) ==
    /\ Go(m, "decide", "drop")
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

\* m gives its P up: first a plain store ...
StoreIdle(m) ==
    /\ Go(m, "drop", "list")
    /\ word' = [word EXCEPT ![held[m]] = Word("idle", None, @.n)]
    /\ UNCHANGED <<idleVars, assigned, held, sysVars, since>>

\* ... then the CAS that lists it, and m as asleep.  The order matters: from
\* the CAS on the P is somebody else's, and so is its word.
ListIdle(m) ==
    /\ Go(m, "list", "rest")
    /\ free' = free \cup {held[m]}
    /\ held' = [held EXCEPT ![m] = None]
    /\ UNCHANGED <<word, retiring, assigned, sysVars, since>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M runs the code of a goroutine.  Each CAS has two outcomes.          *)
(***************************************************************************)

\* The goroutine parks, yields or ends: m comes back to the scheduler ...
CasSwitchWon(m) ==
    /\ Mine(m, "user") /\ Go(m, "user", "sched")
    /\ Write(m, "scheduling", word[held[m]].n)
    /\ UNCHANGED <<idleVars, assigned, held, sysVars, since>>

\* ... and finds that its P was taken.
CasSwitchLost(m) ==
    /\ held[m] # None /\ ~Mine(m, "user") /\ Go(m, "user", "lost")
    /\ held' = [held EXCEPT ![m] = None]
    /\ UNCHANGED <<word, idleVars, assigned, sysVars, since>>

\* The same if m knew that already.
Come(m) ==
    /\ held[m] = None /\ Go(m, "user", "lost")
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

\* The goroutine readies another, which goes to the queue ...
CasPutWon(m) ==
    /\ Mine(m, "user") /\ Go(m, "user", "put")
    /\ Write(m, "scheduling", word[held[m]].n)
    /\ UNCHANGED <<idleVars, assigned, held, sysVars, since>>

BeginPut(m) ==
    /\ Go(m, "put", "putting")
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

EndPut(m) ==
    /\ Go(m, "putting", "putback")
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

\* ... with a plain store at the end, of the number that was there.
StorePutBack(m) ==
    /\ Go(m, "putback", "user")
    /\ Write(m, "user", word[held[m]].n)
    /\ UNCHANGED <<idleVars, assigned, held, sysVars, since>>

\* The P was taken: that goes to the global queue, and the goroutine goes on.
CasPutLost(m) ==
    /\ pc[m] = "user" /\ held[m] # None /\ ~Mine(m, "user")
    /\ held' = [held EXCEPT ![m] = None]
    /\ UNCHANGED <<word, idleVars, assigned, pc, sysVars, since>>

\* The goroutine enters a call that may block the thread.  The new number
\* tells sysmon this call from the next.
CasSyscallWon(m) ==
    /\ Mine(m, "user") /\ Go(m, "user", "syscall")
    /\ Write(m, "syscall", Plus(word[held[m]].n))
    /\ Count(held[m])
    /\ UNCHANGED <<idleVars, assigned, held, sysVars>>

CasSyscallLost(m) ==
    /\ ~Mine(m, "user") /\ Go(m, "user", "syscall")
    /\ held' = [held EXCEPT ![m] = None]
    /\ UNCHANGED <<word, idleVars, assigned, sysVars, since>>

\* The call returns.  The fast path: the P is still there ...
CasReturnWon(m) ==
    /\ Mine(m, "syscall") /\ Go(m, "syscall", "user")
    /\ Write(m, "user", word[held[m]].n)
    /\ UNCHANGED <<idleVars, assigned, held, sysVars, since>>

\* ... and the slow one.
CasReturnLost(m) ==
    /\ ~Mine(m, "syscall") /\ Go(m, "syscall", "lost")
    /\ held' = [held EXCEPT ![m] = None]
    /\ UNCHANGED <<word, idleVars, assigned, sysVars, since>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M at a scheduling point that has lost its P.                         *)
(***************************************************************************)

\* It takes a free one (CAS) ...
TakeFree(m, p) ==
    /\ \/ Go(m, "lost", "claim")
       \/ Go(m, "queued", "claim")
    /\ p \in free \ retiring
    /\ free' = free \ {p}
    /\ held' = [held EXCEPT ![m] = p]
    /\ UNCHANGED <<word, retiring, assigned, sysVars, since>>

\* ... or, if it sees none, puts its goroutine into the global queue ...
QueueGlobal(m) ==
    /\ Go(m, "lost", "queued") /\ free \subseteq retiring
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

\* ... and sleeps, if there is still none (CAS: it lists m as asleep).
Rest(m) ==
    /\ Go(m, "queued", "rest") /\ free \subseteq retiring
    /\ UNCHANGED <<word, idleVars, assigned, held, sysVars, since>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Sysmon.                                                                 *)
(***************************************************************************)

\* It remembers the word of p.  Then it sleeps for a period.
Observe(p) ==
    /\ syspc = "look" /\ word[p].st \in Exposed /\ seen[p] # word[p]
    /\ seen' = [seen EXCEPT ![p] = word[p]]
    /\ since' = [since EXCEPT ![p] = 0]
    /\ UNCHANGED <<word, idleVars, mVars, syspc, sysp>>

\* It takes p, if the word is still the same.
CasRetakeWon(p) ==
    /\ syspc = "look" /\ seen[p] # None /\ word[p] = seen[p]
    /\ word' = [word EXCEPT ![p] = Word("retaken", None, @.n)]
    /\ seen' = [seen EXCEPT ![p] = None]
    /\ syspc' = "have" /\ sysp' = p
    /\ UNCHANGED <<idleVars, mVars, since>>

CasRetakeLost(p) ==
    /\ syspc = "look" /\ seen[p] # None /\ word[p] # seen[p]
    /\ seen' = [seen EXCEPT ![p] = None]
    /\ UNCHANGED <<word, idleVars, mVars, syspc, sysp, since>>

\* It hands its P to an M that sleeps, or to a new one ...
HandTo(m) ==
    /\ syspc = "have" /\ pc[m] = "rest" /\ assigned[m] = None
    /\ assigned' = [assigned EXCEPT ![m] = sysp]
    /\ syspc' = "look" /\ sysp' = None
    /\ UNCHANGED <<word, idleVars, pc, held, seen, since>>

\* ... or gives it up as an M does, and empties its queue if it retires.  (The
\* code leaves that to an M, so that it finds the queue empty.)
SysmonKeep ==
    /\ syspc = "have" /\ sysp \notin retiring /\ syspc' = "drop"
    /\ UNCHANGED <<word, idleVars, mVars, sysp, seen, since>>

SysmonDrain ==
    /\ syspc = "have" /\ sysp \in retiring /\ syspc' = "drain"
    /\ UNCHANGED <<word, idleVars, mVars, sysp, seen, since>>

SysmonEndDrain ==
    /\ syspc = "drain" /\ syspc' = "drop"
    /\ UNCHANGED <<word, idleVars, mVars, sysp, seen, since>>

SysmonStoreIdle ==
    /\ syspc = "drop" /\ syspc' = "list"
    /\ word' = [word EXCEPT ![sysp] = Word("idle", None, @.n)]
    /\ UNCHANGED <<idleVars, mVars, sysp, seen, since>>

SysmonListIdle ==
    /\ syspc = "list" /\ syspc' = "look"
    /\ free' = free \cup {sysp}
    /\ sysp' = None
    /\ UNCHANGED <<word, retiring, mVars, seen, since>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* setProcessors: one CAS of the idle value, of any thread.                *)
(***************************************************************************)

\* p goes out of use, at once if it is free, else when it is given up.
Shrink(p) ==
    /\ p \notin retiring /\ \E q \in P \ {p} : q \notin retiring
    /\ retiring' = retiring \cup {p}
    /\ UNCHANGED <<word, free, mVars, sysVars, since>>

\* p comes back, perhaps before it was given up.
Grow(p) ==
    /\ p \in retiring
    /\ retiring' = retiring \ {p}
    /\ UNCHANGED <<word, free, mVars, sysVars, since>>

-----------------------------------------------------------------------------
AnyTakeFree(m) == \E p \in P : TakeFree(m, p)

\* The steps of m in the scheduler's code.
MachineStep(m) ==
    \/ Resume(m) \/ StoreClaim(m) \/ BeginTake(m) \/ EndTake(m)
    \/ KeepP(m) \/ StoreUser(m) \/ DropRetired(m) \/ EndDrain(m)
    \/ DropUnused(m) \/ StoreIdle(m) \/ ListIdle(m)
    \/ BeginPut(m) \/ EndPut(m) \/ StorePutBack(m)
    \/ AnyTakeFree(m) \/ QueueGlobal(m) \/ Rest(m)

\* The steps by which goroutine code calls the scheduler.
UserStep(m) ==
    \/ CasSwitchWon(m) \/ CasSwitchLost(m) \/ Come(m)
    \/ CasPutWon(m) \/ CasPutLost(m)
    \/ CasSyscallWon(m) \/ CasSyscallLost(m)
    \/ CasReturnWon(m) \/ CasReturnLost(m)

\* What sysmon does with a P that it has taken.
SysmonStep ==
    \/ \E m \in M : HandTo(m)
    \/ SysmonKeep \/ SysmonDrain \/ SysmonEndDrain
    \/ SysmonStoreIdle \/ SysmonListIdle

Next ==
    \/ \E m \in M : MachineStep(m) \/ UserStep(m)
    \/ \E m \in M, p \in P : Wake(m, p)
    \/ SysmonStep
    \/ \E p \in P : \/ Observe(p) \/ CasRetakeWon(p) \/ CasRetakeLost(p)
                    \/ Shrink(p) \/ Grow(p)

(***************************************************************************)
(* Fairness.                                                               *)
(*                                                                         *)
(*   MachineStep    an M that is in the scheduler goes on: the operating   *)
(*                  system runs every thread.                              *)
(*   SysmonStep     so does sysmon, and                                    *)
(*   Observe,       it comes round to every P.  Strong, because a P may be *)
(*   CasRetakeWon   in scheduling status for the moment of a put whenever  *)
(*                  sysmon comes by; but not by bad luck for ever.         *)
(*                                                                         *)
(* Nothing is asked of UserStep: a goroutine may run for ever, and may put *)
(* others into queues for ever.  Nothing of Wake, Shrink and Grow either.  *)
(***************************************************************************)
Fairness ==
    /\ \A m \in M : WF_vars(MachineStep(m))
    /\ WF_vars(SysmonStep)
    /\ \A p \in P : SF_vars(Observe(p)) /\ SF_vars(CasRetakeWon(p))

Spec == Init /\ [][Next]_vars /\ Fairness

\* The part of Spec that says which steps are legal, without the fairness.
SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

Threads == M \cup {Sysmon}

\* The thread t has p.
Holds(t, p) ==
    IF t = Sysmon THEN sysp = p
    ELSE \/ assigned[t] = p
         \/ /\ held[t] = p
            /\ \/ pc[t] \in Inner
               \/ pc[t] = "user"    /\ Mine(t, "user")
               \/ pc[t] = "syscall" /\ Mine(t, "syscall")

\* The thread t is using the owner's end of p's run queue.
Uses(t, p) == IF t = Sysmon THEN sysp = p /\ syspc = "drain"
                            ELSE held[t] = p /\ pc[t] \in Using

\* What this module is for: one at a time.
OneUser == \A p \in P : \A t, u \in Threads : Uses(t, p) /\ Uses(u, p) => t = u

\* Every P is free or somebody's, and never two threads'.
OneHolder == \A p \in P :
    /\ (p \in free) <=> ~\E t \in Threads : Holds(t, p)
    /\ \A t, u \in Threads : Holds(t, p) /\ Holds(u, p) => t = u

\* The word tells the truth wherever anybody acts upon it.
WordIsTrue == \A p \in P :
    /\ word[p].st = "user" =>
            \E m \in M : word[p].m = m /\ held[m] = p /\ pc[m] = "user"
    /\ word[p].st = "syscall" =>
            \E m \in M : word[p].m = m /\ held[m] = p /\ pc[m] = "syscall"
    /\ word[p].st \in {"idle", "retaken"} => word[p].m = None
    /\ p \in free => word[p].st = "idle"

\* A P is taken only if its M has not been through the scheduler, and has
\* not begun another call, since sysmon looked; or has so often that the
\* numbers have made a full turn.
NotTooEarly == [][\A p \in P : CasRetakeWon(p) => since[p] \in {0, Turn}]_vars

\* And a new number stands for a new slice or a new call, not for a put: else
\* a goroutine that puts often would look new whenever sysmon comes by.
NumberIsSlice == [][\A p \in P : word'[p].n # word[p].n =>
    \E m \in M : held[m] = p /\ (pc[m] = "leave" \/ pc'[m] = "syscall")]_vars

(***************************************************************************)
(* An inductive invariant: it holds initially, every step from any state   *)
(* that satisfies it leads to one that does, reachable or not, and it      *)
(* implies the three invariants above.  TLC checks that from all such       *)
(* states at a small size.  Nothing is assumed.  `since' and the numbers   *)
(* in the words are only typed: mutual exclusion depends neither on them   *)
(* nor on what sysmon remembers.                                           *)
(***************************************************************************)
Sleepers == \A m \in M :   \* a sleeper holds nothing; only it is given a P
    /\ pc[m] \in {"rest", "lost", "queued"} => held[m] = None
    /\ pc[m] \in Inner => held[m] # None
    /\ assigned[m] # None => pc[m] = "rest"

SysmonHas ==               \* sysmon has a P or looks for one
    /\ (sysp = None) <=> (syspc = "look")
    /\ \A p \in P : seen[p] # None =>
            seen[p].st \in Exposed /\ seen[p].m # None

OneEach ==                 \* nobody has the P that another has
    /\ \A m \in M : assigned[m] # None =>
        /\ sysp # assigned[m]
        /\ \A o \in M : o # m => assigned[o] # assigned[m]
        /\ \A o \in M : pc[o] \in Inner => held[o] # assigned[m]
    /\ \A m \in M : pc[m] \in Inner =>
        /\ sysp # held[m]
        /\ \A o \in M : o # m /\ pc[o] \in Inner => held[o] # held[m]

Insiders ==                \* the word names the M that is inside
    /\ \A m \in M : pc[m] \in Inner \ {"claim", "list"} =>
            word[held[m]].st = "scheduling" /\ word[held[m]].m = m
    /\ \A m \in M : pc[m] = "claim" =>
            word[held[m]].st \in {"idle", "retaken"}
    /\ \A m \in M : pc[m] = "list" => word[held[m]].st = "idle"
    /\ \A m \in M : assigned[m] # None =>
            word[assigned[m]].st \in {"idle", "retaken"}
    /\ sysp # None =>
            word[sysp].st = IF syspc = "list" THEN "idle" ELSE "retaken"

Inv == TypeOK /\ Sleepers /\ SysmonHas /\ OneEach /\ Insiders
              /\ WordIsTrue /\ OneHolder

(***************************************************************************)
(* Liveness.                                                               *)
(***************************************************************************)

\* A slice, and a call, ends: by the M, or else sysmon takes the P.
SliceEnds == \A p \in P, m \in M, n \in 0 .. Turn - 1 :
    LET Same == word[p].st # "idle" /\ word[p].m = m /\ word[p].n = n
    IN  Same ~> ~Same

\* What was taken is handed on: to an M's scheduler code, or to whoever comes.
HandedOn == \A p \in P :
    word[p].st = "retaken" ~> (word[p].st = "scheduling" \/ p \in free)

\* An M that has noticed its loss gets a P, or its goroutine is queued.
LossMended == \A m \in M :
    pc[m] = "lost" ~> (pc[m] = "queued" \/ \E p \in P : Holds(m, p))

\* A P that goes out of use is given up.
Retires == \A p \in P : p \in retiring ~> (p \in free \/ p \notin retiring)

(***************************************************************************)
(* Refinement: for each P, this is one thing with one holder at a time.    *)
(***************************************************************************)
HolderOf(p) == IF \E t \in Threads : Holds(t, p)
               THEN CHOOSE t \in Threads : Holds(t, p)
               ELSE None

Thing(p) == INSTANCE Exclusive WITH Thread <- Threads, None <- None,
                holder <- HolderOf(p), users <- {t \in Threads : Uses(t, p)}

\* The same as \A p \in P : Thing(p)!Spec, in a form that TLC takes.
IsExclusive == [][\A p \in P : [Thing(p)!Next]_(Thing(p)!vars)]_vars

THEOREM SafeSpec => [](TypeOK /\ OneUser /\ OneHolder /\ WordIsTrue)
                    /\ NotTooEarly /\ NumberIsSlice
                    /\ \A p \in P : Thing(p)!Spec
THEOREM Spec => SliceEnds /\ HandedOn /\ LossMended /\ Retires
=============================================================================
