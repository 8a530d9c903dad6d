package dev.handoff.verification.tlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.verification.tlc.Behaviour.State;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counterexamples as people see them. */
class LanesTest {
  private static final List<String> CONSTANTS =
      List.of("Callers = {g2}", "G = {g1, g2}", "M = {m1, m2}", "None = None", "P = {1, 2}");

  private static State state(int number, String action, String... values) {
    Map<String, String> all = new TreeMap<>();
    for (String value : values) {
      int equals = value.indexOf(" = ");
      all.put(value.substring(0, equals), value.substring(equals + 3));
    }
    return new State(number, action, all);
  }

  private static String draw(int backTo, State... states) {
    return Lanes.of(CONSTANTS).draw(new Behaviour(List.of(states), backTo));
  }

  @Test
  void aStepShowsWhatItChangedInTheLaneOfWhomItChanged() {
    String drawn =
        draw(
            0,
            state(
                1,
                "Initial predicate",
                "cur = (m1 :> None @@ m2 :> None)",
                "gstatus = [g1 |-> \"runnable\", g2 |-> \"dead\"]",
                "idleM = {m2}",
                "seen = (m1 :> <<>> @@ Global :> {[a |-> \"x :> y\"]})"),
            state(
                2,
                "Run(m1)",
                "cur = (m1 :> g1 @@ m2 :> None)",
                "gstatus = [g1 |-> \"running\", g2 |-> \"dead\"]",
                "idleM = {}",
                "seen = (m1 :> <<>> @@ Global :> {[a |-> \"x :> y\"]})"));
    assertEquals(
        """
                             │ g1               │ m1        │ shared
        1  Initial predicate │ gstatus=runnable │ cur=None  │ idleM={m2}
                             │                  │ seen=<<>> │ seen[Global]={[a |-> "x :> y"]}
        2  Run(m1)           │ gstatus=running  │ cur=g1    │ idleM={}
        """,
        drawn);
  }

  @Test
  void theLoopOfABehaviourWithoutEndIsShown() {
    State one = state(1, "Initial predicate", "x = 1");
    State two = state(2, "Up", "x = 2");
    assertTrue(draw(1, one, two).endsWith("and back to step 1\n"), draw(1, one, two));
    assertTrue(draw(2, one, two).endsWith("and then nothing for ever\n"), draw(2, one, two));
  }

  @Test
  void whatIsTooWideIsWrapped() {
    String queue = "<<" + "g1, ".repeat(60) + "g2>>";
    String drawn =
        draw(
            0,
            state(1, "Initial predicate", "q = (m1 :> <<>> @@ m2 :> <<>>)", "w = {}"),
            state(2, "Fill", "q = (m1 :> " + queue + " @@ m2 :> " + queue + ")", "w = " + queue));
    assertTrue(drawn.lines().allMatch(line -> line.length() <= 160), drawn);
    assertEquals(183, drawn.split("g[12]", -1).length - 1, drawn);
  }

  @Test
  void whatTlcSaysOfALoopIsUnderstood(@TempDir Path folder) throws Exception {
    Canary.write(folder);
    Tlc.Result result =
        Canary.run(folder, "SPECIFICATION Fair PROPERTY Arrives CHECK_DEADLOCK FALSE");
    assertEquals("a temporal property", result.message());
    String drawn = Lanes.of(List.of("M = {m1, m2}")).draw(result.behaviour());
    assertTrue(drawn.contains("state=nap"), drawn);
    assertTrue(drawn.strip().endsWith("and back to step 2"), drawn);
    Tlc.Result stuck =
        Canary.run(folder, "SPECIFICATION Spec PROPERTY Arrives CHECK_DEADLOCK FALSE");
    drawn = Lanes.of(List.of("M = {m1, m2}")).draw(stuck.behaviour());
    assertTrue(drawn.strip().endsWith("and then nothing for ever"), drawn);
  }
}
