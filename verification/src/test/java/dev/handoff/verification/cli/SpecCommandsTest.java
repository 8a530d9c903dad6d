package dev.handoff.verification.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands around the spec, with a small one. */
class SpecCommandsTest {
  @TempDir private Path home;

  @BeforeEach
  void write() throws IOException {
    SmallSpec.write(home);
  }

  /** TLC is always run by processes of ours, and none of them is to stay. */
  @AfterEach
  void noProcessIsLeftBehind() {
    List<ProcessHandle> left =
        ProcessHandle.current().descendants().filter(ProcessHandle::isAlive).toList();
    assertEquals(List.of(), left.stream().map(p -> p.info().commandLine()).toList());
  }

  private Ran run(String... arguments) {
    return Ran.in(home, arguments);
  }

  @Test
  void quickModelsAreCheckedAndOthersOnRequest() {
    Ran quick = run("check");
    assertEquals(0, quick.status(), quick.out() + quick.err());
    assertTrue(quick.out().contains("All 2 models are as models.json says."), quick.out());
    Ran full = run("check", "--full", "Lock");
    assertEquals(0, full.status(), full.out() + full.err());
    assertTrue(full.out().contains("All 3 models"), full.out());
    assertTrue(
        full.out().matches("(?s).*LockAlike +Lock +holds +yes +2 +2 .*Exclusion TypeOK.*"),
        full.out());
  }

  @Test
  void aCounterexampleIsShownAsLanesAndKept() throws IOException {
    SmallSpec.breakIt(home);
    Ran ran = run("check", "LockSafety");
    assertEquals(1, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().contains("LockSafety: Exclusion is violated:"), ran.out());
    assertTrue(ran.out().matches("(?s).*3 +Acquire[^\\n]*│ pc=in +│ owner=m\\d\\n.*"), ran.out());
    Matcher file = Pattern.compile("The whole of it is in (.*)").matcher(ran.out());
    assertTrue(file.find(), ran.out());
    assertTrue(Files.readString(Path.of(file.group(1))).contains("/\\ pc = (m1 :> \"out\" @@"));
  }

  @Test
  void faultsAreCaughtAndEquivalentOnesArgued() {
    Ran ran = run("mutate", "Lock");
    assertEquals(0, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().matches("(?s).*is not free +LockSafety +[\\d.]+ s +Exclusion\\n.*"), ran.out());
    assertTrue(ran.out().contains("no fault: asking twice is asking once"), ran.out());
    assertTrue(
        ran.out().contains("All 1 faults are caught as spec/mutations says, and 1 that are none"),
        ran.out());
  }

  @Test
  void aFaultThatNobodyCatchesIsStatus1() throws IOException {
    Path row = home.resolve("spec/mutations/Lock.json");
    Files.writeString(row, Files.readString(row).replace("\"replace\": \"pc[m]\"", "\"replace\": \"owner = None /\\\\ TRUE /\\\\ pc[m]\""));
    Ran ran = run("mutate");
    assertEquals(1, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().contains("NOBODY"), ran.out());
    assertTrue(
        ran.out().contains("FAILED  lock-by-force: should violate Exclusion, but nobody noticed it"),
        ran.out());
  }

  @Test
  void distributedItFindsTheSameStatesAndSaysWhatItDidNotCheck() {
    Ran ran = run("check", "--distributed", "2", "LockSafety", "LockAlike");
    assertEquals(0, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().contains("Exclusion TypeOK Served (not checked in this mode)"), ran.out());
    assertTrue(ran.out().contains("All 2 models are as models.json says."), ran.out());
  }

  @Test
  void distributedAFaultIsStatus1() throws IOException {
    SmallSpec.breakIt(home);
    Ran ran = run("check", "--distributed", "1", "LockSafety");
    assertEquals(1, ran.status(), ran.out() + ran.err());
    assertTrue(ran.out().contains("TLC says \"invariant\" (Exclusion)"), ran.out());
    assertFalse(ran.out().contains("as models.json says"), ran.out());
  }

  @Test
  void distributedWorkersMayComeFromElsewhere() {
    Ran ran = run("check", "--distributed", "1", "--server-host", "localhost", "LockAlike");
    assertEquals(0, ran.status(), ran.out() + ran.err());
    assertTrue(
        ran.err().matches("(?s)To start a worker on another machine: java .*TLCWorker localhost\n.*"),
        ran.err());
  }

  @Test
  void distributedWhatDoesNotParseIsStatus2() throws IOException {
    Path module = home.resolve("spec/Lock.tla");
    Files.writeString(module, Files.readString(module).replace("Next ==", "Next == ("));
    Ran ran = run("check", "--distributed", "1", "LockSafety");
    assertEquals(2, ran.status(), ran.out() + ran.err());
  }
}
