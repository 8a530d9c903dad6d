package dev.handoff.verification.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A spec of which TLC has seen everything in no time, laid out as the real one. */
final class SmallSpec {
  private SmallSpec() {}

  /** Writes it below that folder. */
  static void write(Path home) throws IOException {
    Path spec = Files.createDirectories(home.resolve("spec"));
    Files.createDirectories(spec.resolve("models"));
    Files.createDirectories(spec.resolve("mutations"));
    Files.writeString(
        spec.resolve("Lock.tla"),
        """
        ---- MODULE Lock ----
        EXTENDS Naturals, FiniteSets
        CONSTANTS M, None
        VARIABLES owner, pc
        vars == <<owner, pc>>
        TypeOK == owner \\in M \\cup {None} /\\ pc \\in [M -> {"out", "in"}]
        Init == owner = None /\\ pc = [m \\in M |-> "out"]
        Acquire(m) == /\\ owner = None /\\ pc[m] = "out"
                      /\\ owner' = m /\\ pc' = [pc EXCEPT ![m] = "in"]
        Release(m) == /\\ owner = m
                      /\\ owner' = None /\\ pc' = [pc EXCEPT ![m] = "out"]
        Next == \\E m \\in M : Acquire(m) \\/ Release(m)
        Spec == Init /\\ [][Next]_vars /\\ \\A m \\in M : SF_vars(Acquire(m)) /\\ WF_vars(Release(m))
        Exclusion == \\A m \\in M : pc[m] = "in" => owner = m
        Served == \\A m \\in M : []<>(pc[m] = "in")
        ====
        """);
    Files.writeString(
        spec.resolve("models/MCLock.tla"),
        """
        ---- MODULE MCLock ----
        EXTENDS Lock, TLC
        Symmetry == Permutations(M)
        NeverIn == owner = None
        ====
        """);
    String constants = "CONSTANTS M = {m1, m2, m3} None = None\nCHECK_DEADLOCK FALSE\n";
    Files.writeString(
        spec.resolve("models/LockSafety.cfg"),
        "SPECIFICATION Spec\nINVARIANTS TypeOK Exclusion\nPROPERTY Served\n" + constants);
    Files.writeString(
        spec.resolve("models/LockAlike.cfg"),
        "SPECIFICATION Spec\nINVARIANTS TypeOK Exclusion\nSYMMETRY Symmetry\n" + constants);
    Files.writeString(
        spec.resolve("models/ReachIn.cfg"),
        "SPECIFICATION Spec\nINVARIANT NeverIn\n" + constants);
    String pins =
        "\"CHECK_DEADLOCK\": [\"FALSE\"], \"CONSTANT\": [\"M = {m1, m2, m3}\", \"None = None\"],"
            + " \"SPECIFICATION\": [\"Spec\"],";
    Files.writeString(
        spec.resolve("models.json"),
        """
        [
          {"name": "LockSafety", "module": "Lock", "tier": "quick", "verdict": "HOLDS",
           "distinctStates": 4, "why": "One at a time.",
           "pins": {PINS "INVARIANT": ["Exclusion", "TypeOK"], "PROPERTY": ["Served"]}},
          {"name": "LockAlike", "module": "MCLock", "tier": "full", "verdict": "HOLDS",
           "distinctStates": 2, "why": "The same, whoever it is.",
           "pins": {PINS "INVARIANT": ["Exclusion", "TypeOK"], "SYMMETRY": ["Symmetry"]}},
          {"name": "ReachIn", "module": "MCLock", "tier": "quick", "verdict": "INVARIANT",
           "violates": "NeverIn", "why": "Must fail: somebody gets in.",
           "pins": {PINS "INVARIANT": ["NeverIn"]}}
        ]
        """
            .replace("PINS", pins));
    Files.writeString(
        spec.resolve("mutations/Lock.json"),
        """
        [
          {"name": "lock-by-force", "what": "a lock is taken that is not free", "module": "Lock",
           "find": "owner = None /\\\\ pc[m]", "replace": "pc[m]",
           "model": "LockSafety", "violates": "Exclusion"},
          {"name": "lock-asks-twice", "what": "it looks twice whether it is free", "module": "Lock",
           "find": "owner = None /\\\\ pc[m]", "replace": "owner = None /\\\\ owner = None /\\\\ pc[m]",
           "model": "LockSafety", "equivalent": "asking twice is asking once"}
        ]
        """);
  }

  /** Puts the fault {@code lock-by-force} into it. */
  static void breakIt(Path home) throws IOException {
    Path module = home.resolve("spec/Lock.tla");
    Files.writeString(
        module, Files.readString(module).replace("owner = None /\\ pc[m]", "pc[m]"));
  }
}
