---------------------------- MODULE OwnershipTSO ----------------------------
(***************************************************************************)
(* Ownership.tla with store buffers, as x86 has them.                      *)
(*                                                                         *)
(* A plain store goes to the end of its thread's buffer, and from there to *)
(* memory at some later time, in order (Drain).  A load sees the thread's  *)
(* own newest buffered store to that address, or else memory.  A CAS acts  *)
(* on memory, and only when its thread's buffer is empty: it is a fence.   *)
(* Java's setRelease and getAcquire are these stores and loads on x86;     *)
(* compareAndSet is the CAS.                                               *)
(*                                                                         *)
(* To see whether the accesses are strong enough one must look at what     *)
(* they protect.  Here that is the tail of the ring of each P: its owner   *)
(* adds one by a load and a plain store, as RunQueue.put does.  Two owners *)
(* at once, or an owner that does not see its predecessor's store, put two *)
(* goroutines into one slot.  `puts' counts the puts as they should be,    *)
(* and TailSeen says that every owner has read that tail.                  *)
(*                                                                         *)
(*      an M                               why that is enough              *)
(*      1. puts into the ring: plain       the buffer is first in, first   *)
(*         stores (StoreTail)              out: when user has reached      *)
(*      2. leaves: a plain store of        memory, the tail has too; and   *)
(*         user (StoreUser, StorePutBack)  before that sysmon's CAS fails  *)
(*      3. comes back: a CAS               it acts on memory, as sysmon's  *)
(*         (CasSwitchWon, CasPutWon)       does, so one of the two fails   *)
(*      or                                                                 *)
(*      2. gives its P up: a plain store   the CAS waits for the buffer,   *)
(*         of idle, then the CAS that      so who finds the P listed       *)
(*         lists the P (ListIdle)          finds tail and word in memory   *)
(*                                                                         *)
(* So the plain store out of the scheduler is enough, and the fences that  *)
(* the code needs are those of its CASes: FenceSwitch, FencePut and        *)
(* FenceList.  (TakeFree, Rest, CasRetakeWon and HandTo wait too, but they *)
(* always find the buffer empty.)                                          *)
(* What is also needed is that stores keep their order: in Java they must  *)
(* be release stores, not plain ones.                                      *)
(*                                                                         *)
(* The fence between a put into the ring and the look at who is idle is    *)
(* another matter, that of Wakeup.tla.  Where both are needed, one full    *)
(* fence behind StorePutBack will do for both.                             *)
(*                                                                         *)
(* Left out: what does not touch memory in a new way.  A syscall begins    *)
(* and ends with a CAS, like a switch.  The numbers in the words and what  *)
(* sysmon remembers: here its CAS may hit whenever the word says user,     *)
(* which is more than it can do.  Ps that go out of use are one more       *)
(* reason to give a P up.  `free' and `assigned' are volatile in the code, *)
(* and are written at once here: by a CAS, and by threads whose buffers    *)
(* are empty.                                                              *)
(***************************************************************************)
EXTENDS Naturals, Sequences

CONSTANTS
    M, P,         \* machines, processors
    Sysmon,       \* the thread that retakes Ps
    None,         \* no machine, no processor
    Turn          \* tails count modulo Turn, to keep the model finite

ASSUME Sysmon \notin M /\ None \notin M /\ None \notin P /\ Turn >= 2

VARIABLES
    word,         \* word[p] in memory: status and M, as in Ownership.tla
    tail,         \* tail[p] in memory: how many were put into p's ring
    puts,         \* puts[p]: how many there should be (history variable)
    buf,          \* buf[t]: the stores of t on their way to memory
    free,         \* the Ps that nobody has
    assigned,     \* assigned[m]: the P that somebody gave to the sleeping m
    pc,           \* pc[m]: where m is
    held,         \* held[m]: the P that m believes it has, or None
    reg,          \* reg[m]: the tail that m has read
    syspc, sysp   \* where sysmon is, and the P in its hands, or None

memory == <<word, tail>>
mVars  == <<assigned, pc, held, reg>>
sys    == <<syspc, sysp>>
vars   == <<memory, puts, buf, free, mVars, sys>>

-----------------------------------------------------------------------------
Threads == M \cup {Sysmon}

Word(st, m) == [st |-> st, m |-> m]

Words == [st : {"idle", "scheduling", "user", "retaken"}, m : M \cup {None}]

\* A store on its way: to the word or to the tail of p.
Stores == [to : {"word"}, p : P, val : Words]
          \cup [to : {"tail"}, p : P, val : 0 .. Turn - 1]

\* As in Ownership.tla; m has loaded the tail in "loaded" and "putting".
Inner == {"claim", "sched", "loaded", "decide", "put", "putting", "putback",
          "list"}

Places == Inner \cup {"rest", "user", "lost"}

TypeOK ==
    /\ word \in [P -> Words]
    /\ tail \in [P -> 0 .. Turn - 1] /\ puts \in [P -> 0 .. Turn - 1]
    /\ DOMAIN buf = Threads /\ \A t \in Threads : buf[t] \in Seq(Stores)
    /\ free \subseteq P
    /\ assigned \in [M -> P \cup {None}]
    /\ pc \in [M -> Places]
    /\ held \in [M -> P \cup {None}]
    /\ reg \in [M -> 0 .. Turn - 1]
    /\ syspc \in {"look", "have", "list"} /\ sysp \in P \cup {None}

Init ==
    /\ word = [p \in P |-> Word("idle", None)]
    /\ tail = [p \in P |-> 0] /\ puts = [p \in P |-> 0]
    /\ buf = [t \in Threads |-> <<>>]
    /\ free = P
    /\ assigned = [m \in M |-> None]
    /\ pc = [m \in M |-> "rest"]
    /\ held = [m \in M |-> None]
    /\ reg = [m \in M |-> 0]
    /\ syspc = "look" /\ sysp = None

-----------------------------------------------------------------------------
(***************************************************************************)
(* Memory.                                                                 *)
(***************************************************************************)

\* t's store enters its buffer.
Store(t, to, p, val) ==
    buf' = [buf EXCEPT ![t] = Append(@, [to |-> to, p |-> p, val |-> val])]

\* t's own newest store to that address in its buffer, or else memory.
Load(t, to, p) ==
    LET own == {i \in DOMAIN buf[t] : buf[t][i].to = to /\ buf[t][i].p = p}
    IN  IF own = {}
        THEN IF to = "word" THEN word[p] ELSE tail[p]
        ELSE buf[t][CHOOSE i \in own : \A j \in own : j <= i].val

\* The oldest store of t reaches memory.
Drain(t) ==
    /\ buf[t] # <<>>
    /\ LET s == Head(buf[t]) IN
        IF s.to = "word"
        THEN word' = [word EXCEPT ![s.p] = s.val] /\ UNCHANGED tail
        ELSE tail' = [tail EXCEPT ![s.p] = s.val] /\ UNCHANGED word
    /\ buf' = [buf EXCEPT ![t] = Tail(@)]
    /\ UNCHANGED <<puts, free, mVars, sys>>

\* What a CAS waits for, under the names of the CASes that need it.
Drained(t)     == buf[t] = <<>>
FenceSwitch(m) == Drained(m)
FencePut(m)    == Drained(m)
FenceList(t)   == Drained(t)

Go(m, from, to) == pc[m] = from /\ pc' = [pc EXCEPT ![m] = to]

\* What a CAS of m's compares: memory, not the buffer.
Mine(m) == held[m] # None /\ word[held[m]] = Word("user", m)

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M gets a P, and works in the scheduler.                              *)
(***************************************************************************)
Wake(m, p) ==
    /\ pc[m] = "rest" /\ assigned[m] = None /\ p \in free
    /\ free' = free \ {p}
    /\ assigned' = [assigned EXCEPT ![m] = p]
    /\ UNCHANGED <<memory, puts, buf, pc, held, reg, sys>>

Resume(m) ==
    /\ assigned[m] # None /\ Go(m, "rest", "claim")
    /\ held' = [held EXCEPT ![m] = assigned[m]]
    /\ assigned' = [assigned EXCEPT ![m] = None]
    /\ UNCHANGED <<memory, puts, buf, free, reg, sys>>

StoreClaim(m) ==
    /\ Go(m, "claim", "sched")
    /\ Store(m, "word", held[m], Word("scheduling", m))
    /\ UNCHANGED <<memory, puts, free, assigned, held, reg, sys>>

\* m begins to use the ring: it loads the tail ...
LoadTail(m) ==
    /\ \/ Go(m, "sched", "loaded")
       \/ Go(m, "put", "putting")
    /\ reg' = [reg EXCEPT ![m] = Load(m, "tail", held[m])]
    /\ UNCHANGED <<memory, puts, buf, free, assigned, held, sys>>

\* ... and puts something, a plain store ...
StoreTail(m) ==
    /\ \/ Go(m, "loaded", "decide")
       \/ Go(m, "putting", "putback")
    /\ Store(m, "tail", held[m], (reg[m] + 1) % Turn)
    /\ puts' = [puts EXCEPT ![held[m]] = (@ + 1) % Turn]
    /\ UNCHANGED <<memory, free, assigned, held, reg, sys>>

\* ... or only took something.
TakeOnly(m) ==
    /\ Go(m, "loaded", "decide")
    /\ UNCHANGED <<memory, puts, buf, free, assigned, held, reg, sys>>

\* To goroutine code, by a plain store ...
StoreUser(m) ==
    /\ Go(m, "decide", "user")
    /\ Store(m, "word", held[m], Word("user", m))
    /\ UNCHANGED <<memory, puts, free, assigned, held, reg, sys>>

\* ... or the P is given up: a plain store, and the CAS that lists it.
StoreIdle(m) ==
    /\ Go(m, "decide", "list")
    /\ Store(m, "word", held[m], Word("idle", None))
    /\ UNCHANGED <<memory, puts, free, assigned, held, reg, sys>>

ListIdle(m) ==
    /\ FenceList(m) /\ Go(m, "list", "rest")
    /\ free' = free \cup {held[m]}
    /\ held' = [held EXCEPT ![m] = None]
    /\ UNCHANGED <<memory, puts, buf, assigned, reg, sys>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* An M in goroutine code, and without its P.                              *)
(***************************************************************************)
CasSwitchWon(m) ==
    /\ FenceSwitch(m) /\ Mine(m) /\ Go(m, "user", "sched")
    /\ word' = [word EXCEPT ![held[m]] = Word("scheduling", m)]
    /\ UNCHANGED <<tail, puts, buf, free, assigned, held, reg, sys>>

CasSwitchLost(m) ==
    /\ FenceSwitch(m) /\ ~Mine(m) /\ Go(m, "user", "lost")
    /\ held' = [held EXCEPT ![m] = None]
    /\ UNCHANGED <<memory, puts, buf, free, assigned, reg, sys>>

CasPutWon(m) ==
    /\ FencePut(m) /\ Mine(m) /\ Go(m, "user", "put")
    /\ word' = [word EXCEPT ![held[m]] = Word("scheduling", m)]
    /\ UNCHANGED <<tail, puts, buf, free, assigned, held, reg, sys>>

CasPutLost(m) ==
    /\ FencePut(m) /\ pc[m] = "user" /\ held[m] # None /\ ~Mine(m)
    /\ held' = [held EXCEPT ![m] = None]
    /\ UNCHANGED <<memory, puts, buf, free, assigned, pc, reg, sys>>

StorePutBack(m) ==
    /\ Go(m, "putback", "user")
    /\ Store(m, "word", held[m], Word("user", m))
    /\ UNCHANGED <<memory, puts, free, assigned, held, reg, sys>>

TakeFree(m, p) ==
    /\ Drained(m) /\ Go(m, "lost", "claim") /\ p \in free
    /\ free' = free \ {p}
    /\ held' = [held EXCEPT ![m] = p]
    /\ UNCHANGED <<memory, puts, buf, assigned, reg, sys>>

Rest(m) ==
    /\ Drained(m) /\ Go(m, "lost", "rest") /\ free = {}
    /\ UNCHANGED <<memory, puts, buf, free, assigned, held, reg, sys>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Sysmon.                                                                 *)
(***************************************************************************)
CasRetakeWon(p) ==
    /\ Drained(Sysmon) /\ syspc = "look" /\ word[p].st = "user"
    /\ word' = [word EXCEPT ![p] = Word("retaken", None)]
    /\ syspc' = "have" /\ sysp' = p
    /\ UNCHANGED <<tail, puts, buf, free, mVars>>

HandTo(m) ==
    /\ Drained(Sysmon) /\ syspc = "have"
    /\ pc[m] = "rest" /\ assigned[m] = None
    /\ assigned' = [assigned EXCEPT ![m] = sysp]
    /\ syspc' = "look" /\ sysp' = None
    /\ UNCHANGED <<memory, puts, buf, free, pc, held, reg>>

SysmonStoreIdle ==
    /\ syspc = "have" /\ syspc' = "list"
    /\ Store(Sysmon, "word", sysp, Word("idle", None))
    /\ UNCHANGED <<memory, puts, free, mVars, sysp>>

SysmonListIdle ==
    /\ FenceList(Sysmon) /\ syspc = "list" /\ syspc' = "look"
    /\ free' = free \cup {sysp}
    /\ sysp' = None
    /\ UNCHANGED <<memory, puts, buf, mVars>>

-----------------------------------------------------------------------------
MachineStep(m) ==
    \/ Resume(m) \/ StoreClaim(m) \/ LoadTail(m) \/ StoreTail(m)
    \/ TakeOnly(m) \/ StoreUser(m) \/ StoreIdle(m) \/ ListIdle(m)
    \/ StorePutBack(m) \/ Rest(m) \/ \E p \in P : TakeFree(m, p)

UserStep(m) ==
    \/ CasSwitchWon(m) \/ CasSwitchLost(m) \/ CasPutWon(m) \/ CasPutLost(m)

SysmonStep ==
    \/ \E m \in M : HandTo(m)
    \/ SysmonStoreIdle \/ SysmonListIdle

Next ==
    \/ \E t \in Threads : Drain(t)
    \/ \E m \in M : MachineStep(m) \/ UserStep(m)
    \/ \E m \in M, p \in P : Wake(m, p)
    \/ SysmonStep
    \/ \E p \in P : CasRetakeWon(p)

(***************************************************************************)
(* Fairness: buffers drain, threads go on, and sysmon comes round.  As in  *)
(* Ownership.tla nothing is asked of goroutine code.                       *)
(***************************************************************************)
Fairness ==
    /\ \A t \in Threads : WF_vars(Drain(t))
    /\ \A m \in M : WF_vars(MachineStep(m))
    /\ WF_vars(SysmonStep)
    /\ \A p \in P : SF_vars(CasRetakeWon(p))

Spec == Init /\ [][Next]_vars /\ Fairness

SafeSpec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)
Uses(m, p) == held[m] = p /\ pc[m] \in {"loaded", "putting"}

\* At most one M is inside the owner's section of a P at any moment.
OneUser == \A p \in P : \A m, o \in M : Uses(m, p) /\ Uses(o, p) => m = o

\* Whoever is inside has read what was there: no put is overwritten.
TailSeen == \A m \in M, p \in P : Uses(m, p) => reg[m] = puts[p]

\* A P that somebody else may take has nothing on its way to memory.
Settled == \A p \in P : word[p].st = "user" \/ p \in free \/ p = sysp =>
    \A m \in M : \A i \in DOMAIN buf[m] : buf[m][i].p # p

\* In memory, the word tells the truth where it says user.
WordIsTrue == \A p \in P : word[p].st = "user" =>
    \E m \in M : word[p].m = m /\ held[m] = p /\ pc[m] = "user"

\* Nobody has what is free, and nobody has what another has.
OneHolder == \A m \in M : pc[m] \in Inner =>
    /\ held[m] \notin free /\ held[m] # sysp
    /\ \A o \in M : o # m /\ pc[o] \in Inner => held[o] # held[m]

\* A P whose M stays in goroutine code is taken from it: the store of user
\* needs no fence to be seen.
Retaken == \A m \in M, p \in P :
    (pc[m] = "user" /\ held[m] = p) ~>
        (word[p] # Word("user", m) \/ pc[m] # "user")

THEOREM SafeSpec => [](TypeOK /\ OneUser /\ TailSeen /\ Settled /\ WordIsTrue
                       /\ OneHolder)
THEOREM Spec => Retaken
=============================================================================
