package dev.handoff.verification.examples.patterns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.handoff.Scheduler;
import dev.handoff.verification.examples.Played;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestsTest {
  @TempDir private Path folder;

  @Test
  void theFilesOfAFolderHaveTheirOwnDigests() throws Exception {
    Files.createDirectory(folder.resolve("below"));
    Files.writeString(folder.resolve("one.txt"), "one");
    Files.writeString(folder.resolve("below/two.txt"), "two");
    String expected =
        shown("two") + "  " + Path.of("below", "two.txt") + "\n" + shown("one") + "  one.txt\n2 files\n";
    String actual =
        Played.of(2, "digests", "--workers", "1", "--folder", folder.toString()).output();
    assertEquals(expected, actual);
  }

  private static String shown(String content) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return HexFormat.of().formatHex(digest).substring(0, 8);
  }

  @Test
  void aFileThatCannotBeReadIsTheFailureOfAll() throws Exception {
    Path there = Files.writeString(folder.resolve("there.txt"), "x");
    Path missing = folder.resolve("missing.txt");
    try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
      NoSuchFileException e =
          scheduler.call(
              () ->
                  assertThrows(
                      NoSuchFileException.class,
                      () -> Digests.digests(List.of(there, missing, there), 1)));
      assertEquals(missing.toString(), e.getMessage());
      Map<Path, String> digests = scheduler.call(() -> Digests.digests(List.of(there), 1));
      assertEquals(List.of(there), List.copyOf(digests.keySet()));
    }
  }
}
