package dev.handoff.verification.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small spec with a fault of each kind, which TLC as we run it must find. */
final class Canary {
  private Canary() {}

  static void write(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("models"));
    Files.writeString(
        folder.resolve("Canary.tla"),
        """
        ---- MODULE Canary ----
        EXTENDS Naturals
        CONSTANTS M, None
        VARIABLES x, state
        vars == <<x, state>>
        Init == x = 0 /\\ state = [m \\in M |-> "idle"]
        Begin(m) == /\\ x < 3 /\\ state[m] = "idle"
                    /\\ x' = x + 1 /\\ state' = [state EXCEPT ![m] = "busy"]
        Rest(m) == /\\ x = 2 /\\ state[m] = "busy"
                   /\\ state' = [state EXCEPT ![m] = "idle"] /\\ UNCHANGED x
        Turn(m) == /\\ x = 1 /\\ state[m] # "idle"
                   /\\ state' = [state EXCEPT ![m] = IF @ = "busy" THEN "nap" ELSE "busy"]
                   /\\ UNCHANGED x
        Next == \\E m \\in M : Begin(m) \\/ Rest(m) \\/ Turn(m)
        Spec == Init /\\ [][Next]_vars
        Fair == Spec /\\ WF_vars(Next)
        Low == x < 2
        Grows == [][x' > x]_x
        Leaps == [][x' > x + 1]_x
        Arrives == <>(x = 3)
        ====
        """);
  }

  /** Runs TLC on it with that configuration, given in one line. */
  static Tlc.Result run(Path folder, String config) throws Exception {
    Files.writeString(
        folder.resolve("models/Canary.cfg"),
        config.replace(" ", "\n") + "\nCONSTANTS M = {m1, m2} None = None\n");
    return new Tlc(folder).run("Canary", "Canary", 1, p -> {});
  }
}
