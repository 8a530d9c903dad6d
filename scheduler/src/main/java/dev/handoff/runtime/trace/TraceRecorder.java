package dev.handoff.runtime.trace;

import dev.handoff.runtime.Limits;
import dev.handoff.runtime.Step;
import dev.handoff.runtime.StepLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Records the steps of a run into a file. Whoever takes a step never waits: an M fills a buffer of
 * its own, other threads push onto a lock-free stack, and a thread of the recorder writes. Layout of
 * the file: {@link TraceFormat}.
 */
public final class TraceRecorder implements StepLog.Source, AutoCloseable {
  private static final long PERIOD_NANOS = 20_000_000;

  private final FileChannel file;
  private final Thread writer;
  private final CopyOnWriteArrayList<MachineLog> machines = new CopyOnWriteArrayList<>();
  private final OutsideLog outsiders = new OutsideLog();
  private final AtomicLong tickets = new AtomicLong();
  private volatile boolean lostStep;
  private volatile boolean closing;

  // Written by the writer thread only, then read by close() after it has joined that thread.
  private int blocks;
  private long steps;
  private @Nullable IOException failure;

  @SuppressWarnings("methodref.receiver.bound") // open() starts the thread when all fields are set
  private TraceRecorder(FileChannel file, Path path) {
    this.file = file;
    this.writer = new Thread(null, this::write, "handoff/trace of " + path, 0, false);
  }

  /**
   * Begins a trace.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public static TraceRecorder open(Path path, int processors, Limits limits) {
    try {
      FileChannel file =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE);
      TraceRecorder recorder = new TraceRecorder(file, path);
      writeFully(file, ByteBuffer.wrap(TraceFormat.MAGIC));
      ByteBuffer head = ByteBuffer.allocate(TraceFormat.HEAD_BYTES);
      head.putInt(processors).putInt(limits.queueCapacity()).putInt(limits.globalTick());
      recorder.writeBlock(TraceFormat.HEAD, head.flip());
      recorder.writer.setDaemon(true);
      recorder.writer.start();
      return recorder;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the trace " + path + ": " + e, e);
    }
  }

  @Override
  public StepLog ofMachine(int machine) {
    MachineLog log = new MachineLog(machine);
    machines.add(log);
    return log;
  }

  @Override
  public StepLog ofOutsiders() {
    return outsiders;
  }

  @Override
  public long ticket() {
    return tickets.getAndIncrement();
  }

  /**
   * Writes what is left and the end marker. Only when no M runs any more.
   *
   * @throws UncheckedIOException if the file could not be written, now or earlier
   */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (lostStep) {
      throw new UncheckedIOException(
          new IOException("the trace lacks a step: there was no memory to record it"));
    }
    IOException failed = failure;
    if (failed != null) {
      throw new UncheckedIOException("the trace could not be written: " + failed, failed);
    }
  }

  // --------------------------------------------------------------------------- the writer thread

  private void write() {
    try (file) {
      boolean last;
      do {
        last = closing; // read before the buffers: what was recorded before close() is in them
        if (!last) {
          LockSupport.parkNanos(PERIOD_NANOS);
        }
        for (MachineLog log : machines) {
          for (ByteBuffer full = log.full.poll(); full != null; full = log.full.poll()) {
            writeSteps(log.machine, full.flip());
          }
          if (last) {
            writeSteps(log.machine, log.current.flip());
          }
        }
        outsiders.drain();
      } while (!last);
      ByteBuffer end = ByteBuffer.allocate(TraceFormat.END_BYTES).putInt(blocks).putLong(steps);
      writeBlock(TraceFormat.END, end.flip());
    } catch (IOException e) {
      failure = e;
    }
  }

  private void writeSteps(int stream, ByteBuffer encoded) throws IOException {
    if (!encoded.hasRemaining()) {
      return;
    }
    steps += encoded.remaining() / TraceFormat.STEP_BYTES;
    ByteBuffer payload =
        ByteBuffer.allocate(TraceFormat.STEP_HEADER_BYTES + encoded.remaining());
    payload.putInt(blocks++).putInt(stream).put(encoded);
    writeBlock(TraceFormat.STEP, payload.flip());
  }

  private void writeBlock(int type, ByteBuffer payload) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(payload.remaining() + 12);
    int checksum = TraceFormat.checksum(type, payload);
    block.putInt(type).putInt(payload.remaining()).put(payload).putInt(checksum);
    writeFully(file, block.flip());
  }

  private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }

  private static void encode(ByteBuffer to, Step kind, int q, long g, long n, long x, long y) {
    to.put((byte) kind.ordinal()).putInt(q).putLong(g).putLong(n).putLong(x).putLong(y);
  }

  /** The log of one M: a buffer that only the M fills, and full ones on their way to the writer. */
  private static final class MachineLog implements StepLog {
    private static final int BUFFER_BYTES = 4096 * TraceFormat.STEP_BYTES;

    final int machine;
    final ConcurrentLinkedQueue<ByteBuffer> full = new ConcurrentLinkedQueue<>();

    /** The M's own, until the M has ended; close() is called after that. */
    ByteBuffer current = ByteBuffer.allocate(BUFFER_BYTES);

    MachineLog(int machine) {
      this.machine = machine;
    }

    @Override
    public void step(Step kind, int q, long g, long n, long x, long y) {
      if (!current.hasRemaining()) {
        full.add(current);
        current = ByteBuffer.allocate(BUFFER_BYTES);
      }
      encode(current, kind, q, g, n, x, y);
    }
  }

  /** The log of all other threads: a stack that anybody pushes onto without waiting. */
  private final class OutsideLog implements StepLog {
    private record Entry(
        Step kind, int q, long g, long n, long x, long y, @Nullable Entry below) {}

    private final AtomicReference<@Nullable Entry> top = new AtomicReference<>();

    @Override
    public void step(Step kind, int q, long g, long n, long x, long y) {
      try {
        Entry seen = top.get();
        while (!top.compareAndSet(seen, new Entry(kind, q, g, n, x, y, seen))) {
          seen = top.get();
        }
      } catch (OutOfMemoryError e) {
        lostStep = true; // the step has been taken, and its thread must go on
      }
    }

    void drain() throws IOException {
      List<Entry> entries = new ArrayList<>();
      for (Entry e = top.getAndSet(null); e != null; e = e.below()) {
        entries.add(e);
      }
      for (int from = 0; from < entries.size(); from += 4096) {
        List<Entry> some = entries.subList(from, Math.min(entries.size(), from + 4096));
        ByteBuffer buffer = ByteBuffer.allocate(some.size() * TraceFormat.STEP_BYTES);
        for (Entry e : some) {
          encode(buffer, e.kind(), e.q(), e.g(), e.n(), e.x(), e.y());
        }
        writeSteps(TraceFormat.OUTSIDERS, buffer.flip());
      }
    }
  }
}
