----------------------------- MODULE Exclusive ------------------------------
(***************************************************************************)
(* One thing, and the threads that may touch it.                           *)
(*                                                                         *)
(* At most one thread holds the thing.  Only its holder may begin to use   *)
(* it, and while it is in use it changes hands with nobody.  That is all   *)
(* that the rest of the scheduler needs to know about the ownership of a   *)
(* P: Ownership.tla says by which memory accesses it is brought about, and *)
(* TLC checks that it refines this module for each P.                      *)
(*                                                                         *)
(* `holder' is a value and not a set, so that "at most one holds it" needs *)
(* no formula.  `users' is a set, and OneUser has to be earned: it is what *)
(* Begin and the two conjuncts users = {} are for.                         *)
(*                                                                         *)
(* Left out: why a thread takes the thing, gives it up, or has it taken    *)
(* away (Pass may be a step of either side), and any promise that it does. *)
(* Such promises depend on programs; they stand in Ownership.tla.          *)
(***************************************************************************)

CONSTANTS
    Thread,     \* the threads that may ever hold the thing
    None        \* no thread

ASSUME None \notin Thread

VARIABLES
    holder,     \* the thread that holds the thing, or None
    users       \* the threads that are using it at this moment

vars == <<holder, users>>

TypeOK == /\ holder \in Thread \cup {None}
          /\ users \subseteq Thread

Init == holder = None /\ users = {}

-----------------------------------------------------------------------------
(***************************************************************************)
(* Actions.                                                                *)
(***************************************************************************)

\* Nobody holds it, and t takes it.
Acquire(t) == holder = None /\ holder' = t /\ UNCHANGED users

\* Its holder gives it up ...
Release(t) == holder = t /\ users = {} /\ holder' = None /\ UNCHANGED users

\* ... or passes it on, willingly or not.
Pass(t, u) == holder = t /\ users = {} /\ holder' = u /\ UNCHANGED users

\* The holder uses it for a while.
Begin(t) == holder = t /\ users = {} /\ users' = {t} /\ UNCHANGED holder

End(t) == t \in users /\ users' = users \ {t} /\ UNCHANGED holder

Next == \/ \E t \in Thread : \/ Acquire(t) \/ Release(t)
                             \/ Begin(t) \/ End(t)
        \/ \E t, u \in Thread : Pass(t, u)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Properties.                                                             *)
(***************************************************************************)

\* It is used by one thread at a time, and that is its holder.
OneUser == \A t \in users : t = holder

THEOREM Spec => [](TypeOK /\ OneUser)
=============================================================================
