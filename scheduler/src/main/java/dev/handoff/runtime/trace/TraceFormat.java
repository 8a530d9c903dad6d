package dev.handoff.runtime.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The layout of a trace file, for its writer and its readers. All numbers are big-endian.
 *
 * <pre>
 *   file   = magic (8 bytes) HEAD block, STEP blocks, END block, and nothing after it
 *   block  = type (4 bytes)  length of the payload (4)  payload  CRC-32C of all three (4)
 *   HEAD   = processors (4)  queue capacity (4)  global tick (4)
 *   STEP   = number of the block from 0 on (4)  M, or -1 for other threads (4)  steps
 *   step   = kind (1)  q (4)  g (8)  n (8)  x (8)  y (8), as told in Step
 *   END    = number of STEP blocks (4)  number of steps (8)
 * </pre>
 *
 * <p>The steps of one M stand in its program order. A file without its END block is of a run that
 * did not come to its end.
 */
public final class TraceFormat {
  public static final byte[] MAGIC = "HANDOFF1".getBytes(StandardCharsets.US_ASCII);
  public static final int HEAD = 0x48454144;
  public static final int STEP = 0x53544550;
  public static final int END = 0x454e4421;

  public static final int HEAD_BYTES = 12;
  public static final int STEP_HEADER_BYTES = 8;
  public static final int STEP_BYTES = 37;
  public static final int END_BYTES = 12;

  /** No block's payload is longer: a reader need not trust a length. */
  public static final int LONGEST_PAYLOAD = STEP_HEADER_BYTES + 4096 * STEP_BYTES;

  /** The stream of the threads that are no M. */
  public static final int OUTSIDERS = -1;

  private TraceFormat() {}

  /** The checksum of a block. */
  public static int checksum(int type, ByteBuffer payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(8).putInt(type).putInt(payload.remaining()).flip());
    crc.update(payload.duplicate());
    return (int) crc.getValue();
  }
}
