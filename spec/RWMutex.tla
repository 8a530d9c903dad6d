------------------------------ MODULE RWMutex -------------------------------
(***************************************************************************)
(* A reader/writer mutex, one decision a step.                             *)
(*                                                                         *)
(* Any number of readers may hold it, or one writer.  Two rules say who is *)
(* next, and together they starve neither side:                            *)
(*                                                                         *)
(*   - A waiting writer holds back new readers.  So a stream of readers    *)
(*     that overlap does not keep writers out.                             *)
(*   - A writer that leaves lets in all readers that wait, before the next *)
(*     writer.  So a stream of writers does not keep readers out.          *)
(*                                                                         *)
(*      whoever comes                       whoever leaves                 *)
(*      1. gets the mutex at once if        1. gives its hold back, and    *)
(*         that breaks no rule                 if it was the last hold     *)
(*         (ReadLock, Lock)                 2. chooses who is next and     *)
(*      2. or else lines up (AwaitRead,        gives the mutex to it, all  *)
(*         AwaitLock)                          in one step (ReadUnlock,    *)
(*                                             Unlock)                     *)
(*                                                                         *)
(* The mutex is handed over: who waits does not compete when it is woken,  *)
(* it holds the mutex by then.  So there is no second mode as in Mutex.tla *)
(* and no wake-up that can be lost on its way.                             *)
(*                                                                         *)
(* Why a decision can be one step of the code: all of it (the number of    *)
(* readers, the writer, both lines) is guarded by one small lock, and a    *)
(* decision is what is done between its lock and unlock.  Readers that     *)
(* meet nobody need not take it: while no writer holds or waits, the       *)
(* number of readers may be changed by one compare-and-set on the word     *)
(* that also says whether a writer is there, which is as atomic.           *)
(*                                                                         *)
(* Interruption.  A waiter that is interrupted leaves its line.  A writer  *)
(* that leaves may have been the only reason why readers wait: then they   *)
(* are let in (LeaveWrite).  Who was given the mutex before it noticed the *)
(* interrupt is in no line any more, and keeps it: its call returns.       *)
(*                                                                         *)
(* A difference from Go: there a writer first locks a Mutex against other  *)
(* writers, then announces itself to readers by a large negative number in *)
(* their count, and waits until those have left that were there before.    *)
(* The rules for users are the same.  But a writer there cannot take its   *)
(* announcement back, which an interrupted one must.                       *)
(*                                                                         *)
(* Left out:                                                               *)
(*                                                                         *)
(*   - How a waiter sleeps and is woken: that is Parking.tla.  Here it     *)
(*     holds the mutex in the step in which it is given it, as the code's  *)
(*     counts say as well.                                                 *)
(*   - Who calls unlock.  The code does not know who holds the mutex, and  *)
(*     any goroutine may give back any hold: the step is the same.         *)
(*   - What changes nothing: a tryLock that fails, and an unlock that is   *)
(*     refused since nobody holds the mutex.                               *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Readers,        \* goroutines that read
    Writers         \* goroutines that write

ASSUME Readers \cap Writers = {}

G == Readers \cup Writers

VARIABLES
    reading,        \* those that hold the mutex for reading
    writing,        \* those that hold it for writing
    readLine,       \* readers that wait, in any order
    writeLine,      \* writers that wait, the next one first
    writersDue,     \* history: how many writers may still go before g
    batchesDue      \* history: how many batches of readers may

lines   == <<readLine, writeLine>>
history == <<writersDue, batchesDue>>
vars    == <<reading, writing, lines, history>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Words.                                                                  *)
(***************************************************************************)

InWriteLine(g) == \E i \in DOMAIN writeLine : writeLine[i] = g

Waits(g) == g \in readLine \/ InWriteLine(g)

\* g neither holds the mutex nor waits for it.
Idle(g) == g \notin reading /\ g \notin writing /\ ~Waits(g)

\* A reader may come in: no writer is there or waits.
OpenToReaders == writing = {} /\ writeLine = <<>>

\* A writer may come in.
OpenToWriters == writing = {} /\ reading = {} /\ writeLine = <<>>

-----------------------------------------------------------------------------
TypeOK ==
    /\ reading \subseteq Readers /\ writing \subseteq Writers
    /\ readLine \subseteq Readers /\ writeLine \in Seq(Writers)
    /\ writersDue \in [G -> Int] /\ batchesDue \in [G -> Int]

Init ==
    /\ reading = {} /\ writing = {}
    /\ readLine = {} /\ writeLine = <<>>
    /\ writersDue = [g \in G |-> 0]
    /\ batchesDue = [g \in G |-> 0]

-----------------------------------------------------------------------------
(***************************************************************************)
(* The bounds on bypasses, as history variables.                           *)
(*                                                                         *)
(* Let g begin to wait.  Before it may go                                  *)
(*                                                                         *)
(*   if g reads:   one writer if none holds the mutex (the first in line,  *)
(*                 which holds g back), and else none;                     *)
(*   if g writes:  each writer that is in line then; and one batch of      *)
(*                 readers for each of these and for the one that holds    *)
(*                 the mutex.  A batch is what one writer lets in when it  *)
(*                 leaves.                                                 *)
(*                                                                         *)
(* The variables start with these numbers and are counted down; neither    *)
(* ever becomes negative (WritersInTurn, ReadersInTurn).                   *)
(***************************************************************************)

\* A writer is there already.
There == Cardinality(writing)

MayGoFirst(g) == IF g \in Readers THEN 1 - There ELSE Len(writeLine)

MayReadFirst(g) == IF g \in Readers THEN 0 ELSE Len(writeLine) + There

WriterGets == writing' \ writing # {}
ReaderGets == reading' \ reading # {}

\* Stands last in each action.
Track ==
    /\ writersDue' = [g \in G |->
         IF ~Waits(g)' THEN 0
         ELSE IF ~Waits(g) THEN MayGoFirst(g)
         ELSE IF WriterGets THEN writersDue[g] - 1 ELSE writersDue[g]]
    /\ batchesDue' = [g \in G |->
         IF ~Waits(g)' THEN 0
         ELSE IF ~Waits(g) THEN MayReadFirst(g)
         ELSE IF ReaderGets THEN batchesDue[g] - 1 ELSE batchesDue[g]]

-----------------------------------------------------------------------------
(***************************************************************************)
(* Coming.                                                                 *)
(***************************************************************************)

\* readLock that need not wait, or tryReadLock that succeeds.
ReadLock(g) ==
    /\ Idle(g) /\ OpenToReaders
    /\ reading' = reading \cup {g}
    /\ UNCHANGED <<writing, lines>>
    /\ Track

\* readLock that must.
AwaitRead(g) ==
    /\ Idle(g) /\ ~OpenToReaders
    /\ readLine' = readLine \cup {g}
    /\ UNCHANGED <<reading, writing, writeLine>>
    /\ Track

\* lock that need not wait, or tryLock that succeeds.
Lock(g) ==
    /\ Idle(g) /\ OpenToWriters
    /\ writing' = writing \cup {g}
    /\ UNCHANGED <<reading, lines>>
    /\ Track

\* lock that must.
AwaitLock(g) ==
    /\ Idle(g) /\ ~OpenToWriters
    /\ writeLine' = Append(writeLine, g)
    /\ UNCHANGED <<reading, writing, readLine>>
    /\ Track

-----------------------------------------------------------------------------
(***************************************************************************)
(* Leaving.                                                                *)
(***************************************************************************)

\* The first writer in line gets the mutex.
AdmitWriter ==
    /\ writing' = {Head(writeLine)}
    /\ writeLine' = Tail(writeLine)

\* A reader gives its hold back.  The last one lets in a writer, if any.
ReadUnlock(g) ==
    /\ g \in reading
    /\ reading' = reading \ {g}
    /\ IF reading = {g} /\ writeLine # <<>>
       THEN AdmitWriter
       ELSE UNCHANGED <<writing, writeLine>>
    /\ UNCHANGED readLine
    /\ Track

\* A writer gives its hold back, and lets in the readers that wait, or else
\* a writer.
Unlock(g) ==
    /\ g \in writing
    /\ IF readLine # {}
       THEN /\ reading' = readLine /\ readLine' = {}
            /\ writing' = {}
            /\ UNCHANGED writeLine
       ELSE /\ IF writeLine # <<>>
               THEN AdmitWriter
               ELSE writing' = {} /\ UNCHANGED writeLine
            /\ UNCHANGED <<reading, readLine>>
    /\ Track

-----------------------------------------------------------------------------
(***************************************************************************)
(* Interruption.                                                           *)
(***************************************************************************)

\* A reader that waits is interrupted.
LeaveRead(g) ==
    /\ g \in readLine
    /\ readLine' = readLine \ {g}
    /\ UNCHANGED <<reading, writing, writeLine>>
    /\ Track

\* A writer that waits is interrupted.  If it was the last in line then it
\* was all that held readers back, unless another writes.
LeaveWrite(g) ==
    /\ InWriteLine(g)
    /\ writeLine' = SelectSeq(writeLine, LAMBDA w : w # g)
    /\ IF writeLine' = <<>> /\ writing = {}
       THEN reading' = reading \cup readLine /\ readLine' = {}
       ELSE UNCHANGED <<reading, readLine>>
    /\ UNCHANGED writing
    /\ Track

-----------------------------------------------------------------------------
Next ==
    \/ \E g \in Readers : ReadLock(g) \/ AwaitRead(g)
                          \/ ReadUnlock(g) \/ LeaveRead(g)
    \/ \E g \in Writers : Lock(g) \/ AwaitLock(g)
                          \/ Unlock(g) \/ LeaveWrite(g)

(***************************************************************************)
(* Fairness: who holds the mutex gives it back.  That is an assumption     *)
(* about programs, and weak fairness is enough: nobody can prevent an      *)
(* unlock.  Nothing is asked of anybody else.                              *)
(***************************************************************************)
Fairness == /\ \A g \in Readers : WF_vars(ReadUnlock(g))
            /\ \A g \in Writers : WF_vars(Unlock(g))

SafeSpec == Init /\ [][Next]_vars

Spec == SafeSpec /\ Fairness

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

Exclusion ==
    /\ \A g, h \in writing : g = h
    /\ writing = {} \/ reading = {}

\* Nobody waits without a reason: there is somebody whose leaving will let
\* it in.
NobodyForgotten ==
    /\ readLine # {} => writing # {} \/ writeLine # <<>>
    /\ writeLine # <<>> => writing # {} \/ reading # {}

\* Nobody is in two places.
OnePlace == \A g \in G :
    /\ ~(Waits(g) /\ (g \in reading \/ g \in writing))
    /\ \A i, j \in DOMAIN writeLine : writeLine[i] = writeLine[j] => i = j

\* A waiting writer holds back new readers: a reader that did not wait does
\* not get the mutex.
WriterPreference ==
    [][writeLine # <<>> => reading' \ reading \subseteq readLine]_vars

\* When a writer leaves, readers that wait go before the next writer.
ReadersNext ==
    [][readLine # {} /\ writing # {} /\ writing' # writing
       => reading' = readLine /\ writing' = {}]_vars

\* The bounds on bypasses.
WritersInTurn == \A g \in G : writersDue[g] >= 0
ReadersInTurn == \A g \in G : batchesDue[g] >= 0

\* No starvation: each call returns, with the mutex or by an interrupt.
NoStarvation == \A g \in G : Waits(g) ~> ~Waits(g)

(***************************************************************************)
(* Refinement: what a user sees of all this is Locks.tla.                  *)
(***************************************************************************)
User == INSTANCE Locks WITH writers <- writing, readers <- reading

IsLock == User!SafeSpec

THEOREM SafeSpec => []TypeOK /\ []Exclusion /\ []NobodyForgotten
                    /\ []OnePlace /\ []WritersInTurn /\ []ReadersInTurn
                    /\ WriterPreference /\ ReadersNext /\ IsLock
THEOREM Spec => NoStarvation
=============================================================================
