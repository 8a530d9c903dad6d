package dev.handoff.verification.trace;

import dev.handoff.runtime.Step;
import dev.handoff.runtime.trace.TraceFormat;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A recorded run as it stands in the file: the steps of each M in its order, nothing between them.
 *
 * @param processors how many Ps were in use at the beginning
 * @param capacity slots of a P's run queue
 * @param globalTick every so many slices the global queue goes first
 */
public record Trace(int processors, int capacity, int globalTick, List<Event> events) {
  /** How many Ps there ever were. */
  int everyProcessor() {
    int most = processors;
    for (Event e : events) {
      if (e.q() != Step.GLOBAL) {
        most = Math.max(most, e.q() + 1);
      }
    }
    return most;
  }

  /** More steps than this are not read: TLC would take too long. */
  public static final int MOST_EVENTS = 2_000_000;

  private static final int MOST_MACHINES = 1 << 16;
  private static final Step[] KINDS = Step.values();

  /**
   * Reads a trace file. Nothing in it is trusted before its checksum is right, and no length is.
   *
   * @throws NotATraceException if the file is no trace, is damaged, or lacks its end
   * @throws TraceTooLargeException if it has more than {@link #MOST_EVENTS} steps
   */
  public static Trace read(Path file)
      throws IOException, NotATraceException, TraceTooLargeException {
    if (!Files.isRegularFile(file)) {
      throw new NotATraceException(file + " is not a trace: there is no such file");
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      return new Reader(file, in).read();
    }
  }

  private static final class Reader {
    private final Path file;
    private final DataInputStream in;
    private final List<Event> events = new ArrayList<>();
    private int blocks;

    Reader(Path file, DataInputStream in) {
      this.file = file;
      this.in = in;
    }

    Trace read() throws IOException, NotATraceException, TraceTooLargeException {
      byte[] magic = in.readNBytes(TraceFormat.MAGIC.length);
      if (!Arrays.equals(magic, TraceFormat.MAGIC)) {
        throw new NotATraceException(file + " is not a trace: it does not begin as one");
      }
      Block head = next();
      if (head.type != TraceFormat.HEAD || head.payload.remaining() != TraceFormat.HEAD_BYTES) {
        throw damaged("its head is missing");
      }
      int processors = head.payload.getInt();
      int capacity = head.payload.getInt();
      int globalTick = head.payload.getInt();
      if (processors < 1 || processors > MOST_MACHINES || capacity < 2 || globalTick < 1) {
        throw damaged("its head makes no sense");
      }
      for (Block block = next(); block.type != TraceFormat.END; block = next()) {
        steps(block);
      }
      return new Trace(processors, capacity, globalTick, events);
    }

    private Block next() throws IOException, NotATraceException {
      try {
        int type = in.readInt();
        int length = in.readInt();
        if (length < 0 || length > TraceFormat.LONGEST_PAYLOAD) {
          throw damaged("a block claims " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        ByteBuffer payload = ByteBuffer.wrap(bytes);
        if (in.readInt() != TraceFormat.checksum(type, payload)) {
          throw damaged("a checksum is wrong after step " + events.size());
        }
        if (type == TraceFormat.END) {
          end(payload);
        }
        return new Block(type, payload);
      } catch (EOFException e) {
        throw new NotATraceException(
            file
                + " is incomplete: it breaks off after step "
                + events.size()
                + ". The run died, or the scheduler was not closed, or the file was cut");
      }
    }

    private void end(ByteBuffer payload) throws IOException, NotATraceException {
      if (payload.remaining() != TraceFormat.END_BYTES
          || payload.getInt() != blocks
          || payload.getLong() != events.size()) {
        throw damaged("a piece of it is missing");
      }
      if (in.read() >= 0) {
        throw damaged("something follows its end");
      }
    }

    private void steps(Block block)
        throws NotATraceException, TraceTooLargeException {
      ByteBuffer p = block.payload;
      if (block.type != TraceFormat.STEP
          || p.remaining() < TraceFormat.STEP_HEADER_BYTES
          || (p.remaining() - TraceFormat.STEP_HEADER_BYTES) % TraceFormat.STEP_BYTES != 0) {
        throw damaged("a block is none that a trace has");
      }
      if (p.getInt() != blocks++) {
        throw damaged("a piece of it is missing or out of its place");
      }
      int stream = p.getInt();
      if (stream < TraceFormat.OUTSIDERS || stream >= MOST_MACHINES) {
        throw damaged("it has steps of an impossible M" + stream);
      }
      while (p.hasRemaining()) {
        int kind = p.get();
        if (kind < 0 || kind >= KINDS.length) {
          throw damaged("step " + events.size() + " is of no known kind");
        }
        int q = p.getInt();
        Event event =
            new Event(
                stream, KINDS[kind], q, p.getLong(), p.getLong(), p.getLong(), p.getLong());
        if (q < -1 || (q >= MOST_MACHINES && q != Step.GLOBAL) || !sizesAreSane(event)) {
          throw damaged("step " + events.size() + " has impossible numbers");
        }
        events.add(event);
        if (events.size() > MOST_EVENTS) {
          throw new TraceTooLargeException(
              file + " has more than " + MOST_EVENTS + " steps, more than TLC can judge here");
        }
      }
    }

    /** Counts that drive loops must not be hostile. */
    private static boolean sizesAreSane(Event e) {
      return switch (e.kind()) {
        case STEAL, SPILL, STOW, TAKE_OUT -> e.n() >= 1 && e.n() <= 1 << 16;
        case FLUSH, GIVE_BACK -> e.y() >= 1 && e.y() <= 1 << 16;
        case WAKE, OUTSIDE_WAKE, HAND_OFF, HAND_OFF_WORK, ASK, RETAKE_SYSCALL, RETAKE_RUNNING ->
            e.g() >= 0 && e.g() < MOST_MACHINES;
        case HAND_TO_LOCKED -> e.n() >= 0 && e.n() < MOST_MACHINES;
        default -> true;
      };
    }

    private NotATraceException damaged(String how) {
      return new NotATraceException(file + " is not a whole trace: " + how);
    }

    private record Block(int type, ByteBuffer payload) {}
  }
}
