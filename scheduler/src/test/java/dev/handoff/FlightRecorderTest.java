package dev.handoff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.runtime.jfr.GoroutineSteal;
import dev.handoff.runtime.jfr.ProcessorHandoff;
import dev.handoff.runtime.jfr.ProcessorRetake;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The events for JDK Flight Recorder, recorded with the settings file that the library brings. */
@Timeout(120)
class FlightRecorderTest {
  @TempDir Path folder;

  private static Configuration settings() throws Exception {
    try (Reader file =
        new InputStreamReader(
            Scheduler.class.getResourceAsStream("handoff.jfc"), StandardCharsets.UTF_8)) {
      return Configuration.create(file);
    }
  }

  /** What is recorded while a program runs whose events are known. */
  private Map<String, List<RecordedEvent>> record(Recording recording) throws Exception {
    Path file = folder.resolve("run.jfr");
    recording.start();
    try (Scheduler scheduler = Scheduler.builder().name("flown").processors(2).build()) {
      scheduler.run(
          () -> {
            Chan<Integer> numbers = Chan.unbuffered();
            Goroutine waiter = Go.go("waiter", numbers::receive);
            Await.waiting(waiter.thread());
            numbers.send(1);
            waiter.join();
            Go.sleep(Duration.ofMillis(1));
            Go.blocking((Callable<Object>) Object::new);
          });
      Await.until("all have ended", () -> scheduler.goroutines() == 0);
    }
    recording.stop();
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .collect(Collectors.groupingBy(e -> e.getEventType().getName()));
  }

  @Test
  void theLifeOfAGoroutineIsRecorded() throws Exception {
    try (Recording recording = new Recording(settings())) {
      Map<String, List<RecordedEvent>> events = record(recording);

      RecordedEvent start =
          events.get("dev.handoff.GoroutineStart").stream()
              .filter(e -> e.getString("name").equals("waiter"))
              .findAny()
              .orElseThrow();
      assertEquals("flown", start.getString("scheduler"));
      long id = start.getLong("goroutine");

      RecordedEvent park =
          events.get("dev.handoff.GoroutinePark").stream()
              .filter(e -> e.getLong("goroutine") == id)
              .findAny()
              .orElseThrow();
      assertEquals("chan receive", park.getString("reason"));
      assertEquals("dev.handoff.Chan", park.getString("object"));
      assertFalse(park.getDuration().isNegative());
      assertTrue(park.getThread().isVirtual());
      assertNotNull(park.getStackTrace());

      RecordedEvent end =
          events.get("dev.handoff.GoroutineEnd").stream()
              .filter(e -> e.getLong("goroutine") == id)
              .findAny()
              .orElseThrow();
      assertEquals(null, end.getString("failure"));
      assertEquals(1, events.get("dev.handoff.GoroutineSyscall").size());
      assertTrue(
          events.get("dev.handoff.GoroutinePark").stream()
              .anyMatch(e -> e.getString("reason").equals("sleep")));
    }
  }

  @Test
  void whatNoSettingsNameIsNotRecorded() throws Exception {
    try (Recording recording = new Recording()) {
      Map<String, List<RecordedEvent>> events = record(recording);
      assertEquals(
          Set.of(),
          events.keySet().stream()
              .filter(name -> name.startsWith("dev.handoff."))
              .collect(Collectors.toSet()));
    }
  }

  @Test
  void theSettingsFileNamesEveryEvent() throws Exception {
    Set<String> named =
        settings().getSettings().keySet().stream()
            .filter(key -> key.endsWith("#enabled"))
            .map(key -> key.substring(0, key.indexOf('#')))
            .collect(Collectors.toCollection(TreeSet::new));
    try (Recording recording = new Recording(settings())) {
      record(recording); // loads the classes
      GoroutineSteal.emit(0, 0, 0);
      ProcessorRetake.emit("", 0, 0, "");
      ProcessorHandoff.emit("", 0, 0);
      Set<String> known =
          FlightRecorder.getFlightRecorder().getEventTypes().stream()
              .map(type -> type.getName())
              .filter(name -> name.startsWith("dev.handoff."))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(known, named);
      assertEquals(7, named.size());
    }
  }
}
