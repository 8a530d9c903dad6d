package dev.handoff.verification.trace;

import dev.handoff.Goroutine;
import dev.handoff.Scheduler;
import dev.handoff.runtime.trace.TraceFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** Traces for tests: recorded ones, and ones made up from events. */
final class RecordedRuns {
  private RecordedRuns() {}

  static Path record(Path folder, int processors, Goroutine.Body main) {
    return record(folder, processors, Duration.ofMillis(10), main);
  }

  static Path record(Path folder, int processors, Duration slice, Goroutine.Body main) {
    Path file = folder.resolve("run.trace");
    try (Scheduler scheduler =
        Scheduler.builder().processors(processors).timeSlice(slice).trace(file).build()) {
      scheduler.run(main);
    }
    return file;
  }

  /** Writes events as a trace whose checksums are right: each event in a block of its own. */
  static Path write(Path file, Trace trace, List<Event> events) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(TraceFormat.MAGIC));
      ByteBuffer head = ByteBuffer.allocate(TraceFormat.HEAD_BYTES);
      head.putInt(trace.processors()).putInt(trace.capacity()).putInt(trace.globalTick());
      block(out, TraceFormat.HEAD, head);
      int number = 0;
      for (Event e : events) {
        ByteBuffer step =
            ByteBuffer.allocate(TraceFormat.STEP_HEADER_BYTES + TraceFormat.STEP_BYTES);
        step.putInt(number++).putInt(e.stream());
        step.put((byte) e.kind().ordinal()).putInt(e.q());
        step.putLong(e.g()).putLong(e.n()).putLong(e.x()).putLong(e.y());
        block(out, TraceFormat.STEP, step);
      }
      block(
          out,
          TraceFormat.END,
          ByteBuffer.allocate(TraceFormat.END_BYTES).putInt(number).putLong(events.size()));
    }
    return file;
  }

  private static void block(FileChannel out, int type, ByteBuffer filled) throws IOException {
    ByteBuffer payload = filled.flip();
    ByteBuffer block = ByteBuffer.allocate(payload.remaining() + 12);
    int checksum = TraceFormat.checksum(type, payload);
    block.putInt(type).putInt(payload.remaining()).put(payload).putInt(checksum);
    out.write(block.flip());
  }

  static Path copy(Path from, String name) throws IOException {
    return Files.copy(from, from.resolveSibling(name));
  }
}
