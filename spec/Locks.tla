------------------------------- MODULE Locks --------------------------------
(***************************************************************************)
(* What a user of a lock may rely on, and nothing else.                    *)
(*                                                                         *)
(* A reader/writer lock is held by one writer, or by any number of         *)
(* readers, or by nobody.  To acquire it is one step, and to release it is *)
(* one step.  A mutex is such a lock with writers only.                    *)
(*                                                                         *)
(* The promises:                                                           *)
(*                                                                         *)
(*   - at most one writer holds the lock (OneWriter);                      *)
(*   - no reader holds it beside a writer (NoReaderBesideWriter);          *)
(*   - whoever acquires it did not hold it, and whoever releases it did    *)
(*     (the step formula [Next]_<<writers, readers>>).                     *)
(*                                                                         *)
(* A hold has the name of whoever acquired it.  Who makes the call that    *)
(* releases it is not said: a lock here is not tied to a goroutine, and    *)
(* any may unlock it.                                                      *)
(*                                                                         *)
(* Left out, on purpose: waiting, its order, and interruption.  That no    *)
(* waiter is forgotten is stated where there are waiters: Mutex.tla and    *)
(* RWMutex.tla refine this module and add it.  Nor is anybody obliged to   *)
(* release: so this module has no fairness, and promises only what never   *)
(* happens.                                                                *)
(***************************************************************************)

CONSTANT G       \* the goroutines

VARIABLES
    writers,     \* those that hold the lock for writing
    readers      \* those that hold it for reading

TypeOK == writers \subseteq G /\ readers \subseteq G

Init == writers = {} /\ readers = {}

-----------------------------------------------------------------------------
(***************************************************************************)
(* Actions.                                                                *)
(***************************************************************************)

Lock(g) == /\ writers = {} /\ readers = {}
           /\ writers' = {g}
           /\ UNCHANGED readers

Unlock(g) == /\ g \in writers
             /\ writers' = writers \ {g}
             /\ UNCHANGED readers

\* Any number of readers come in, in one step: a writer that leaves lets in
\* all that wait.
ReadLock(new) == /\ writers = {} /\ new \cap readers = {}
                 /\ readers' = readers \cup new
                 /\ UNCHANGED writers

ReadUnlock(g) == /\ g \in readers
                 /\ readers' = readers \ {g}
                 /\ UNCHANGED writers

(***************************************************************************)
(* Who releases the lock may hand it over in the same step.                *)
(***************************************************************************)

\* From a writer to a writer ...
WriterToWriter(g, h) == /\ g \in writers
                        /\ writers' = {h}
                        /\ UNCHANGED readers

\* ... from a writer to readers ...
WriterToReaders(g, new) == /\ g \in writers
                           /\ writers' = {}
                           /\ readers' = new

\* ... and from the last reader to a writer.
ReaderToWriter(g, h) == /\ readers = {g}
                        /\ readers' = {}
                        /\ writers' = {h}

Next ==
    \/ \E g \in G : Lock(g) \/ Unlock(g) \/ ReadUnlock(g)
    \/ \E new \in SUBSET G : ReadLock(new)
    \/ \E g, h \in G : WriterToWriter(g, h) \/ ReaderToWriter(g, h)
    \/ \E g \in G, new \in SUBSET G : WriterToReaders(g, new)

SafeSpec == Init /\ [][Next]_<<writers, readers>>

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

OneWriter == \A g \in writers, h \in writers : g = h

NoReaderBesideWriter == writers = {} \/ readers = {}

THEOREM SafeSpec => [](TypeOK /\ OneWriter /\ NoReaderBesideWriter)
=============================================================================
