package dev.handoff.verification.trace;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.handoff.runtime.trace.TraceFormat;
import dev.handoff.verification.examples.PingPong;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not exactly what the recorder wrote is refused before TLC sees it. */
class DamagedTraceTest {
  @TempDir private Path folder;
  private byte[] whole = {};

  @BeforeEach
  void record() throws Exception {
    whole = Files.readAllBytes(RecordedRuns.record(folder, 1, () -> PingPong.play(5)));
  }

  @Test
  void anyChangedByteIsNoticed() throws Exception {
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= (byte) 0x10;
      assertRefused(changed, "byte " + i + " changed");
    }
  }

  @Test
  void anyCutEndIsNoticedAndCalledIncomplete() throws Exception {
    for (int length = TraceFormat.MAGIC.length; length < whole.length; length++) {
      Exception e = assertRefused(Arrays.copyOf(whole, length), "cut to " + length);
      assertTrue(e.getMessage().contains("incomplete"), e.getMessage());
    }
  }

  @Test
  void aMissingBlockIsNoticed() throws Exception {
    // The first STEP block follows the magic and the HEAD block.
    int start = TraceFormat.MAGIC.length + TraceFormat.HEAD_BYTES + 12;
    int end = whole.length - TraceFormat.END_BYTES - 12;
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.write(whole, 0, start);
    rest.write(whole, end, whole.length - end);
    assertRefused(rest.toByteArray(), "all steps missing");
  }

  @Test
  void whatFollowsTheEndIsNoticed() throws Exception {
    assertRefused(Arrays.copyOf(whole, whole.length + 1), "one byte more");
  }

  @Test
  void whatIsNoTraceIsCalledThat() throws Exception {
    assertRefused(new byte[0], "empty");
    assertRefused("class Main {}".getBytes(java.nio.charset.StandardCharsets.UTF_8), "a program");
    assertThrows(NotATraceException.class, () -> Trace.read(folder.resolve("nowhere")));
    assertThrows(NotATraceException.class, () -> Trace.read(folder));
  }

  /** Lengths in a hostile file cost neither time nor memory. */
  @Test
  void noiseBehindTheMagicIsRefusedAtOnce() throws Exception {
    long seed = 20261124;
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[4096];
      random.nextBytes(noise);
      System.arraycopy(TraceFormat.MAGIC, 0, noise, 0, TraceFormat.MAGIC.length);
      assertRefused(noise, "noise " + i + " of seed " + seed);
    }
  }

  private Exception assertRefused(byte[] bytes, String how) throws Exception {
    Path file = Files.write(folder.resolve("damaged.trace"), bytes);
    return assertThrows(NotATraceException.class, () -> Trace.read(file), how);
  }
}
