package dev.handoff.verification.examples.patterns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.handoff.verification.examples.Played;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTest {
  @Test
  void theFirstReplyOfEachKindCounts() {
    List<String> lines = search("--replicas", "2", "--slowest", "5", "--timeout", "60000");
    assertEquals(
        List.of("images: found", "videos: found", "web: found"),
        lines.stream().map(line -> line.replaceAll(" by.*", "")).toList());
  }

  @Test
  void aReplyThatIsTooLateIsNotWaitedFor() {
    // The replicas' delays are drawn, the same each time: none of these is short.
    List<String> lines = search("--replicas", "1", "--slowest", "10000000", "--timeout", "1");
    assertEquals(
        List.of("images: nothing in time", "videos: nothing in time", "web: nothing in time"), lines);
  }

  private static List<String> search(String... options) {
    return Played.of(2, "search", options).output().lines().sorted().toList();
  }
}
