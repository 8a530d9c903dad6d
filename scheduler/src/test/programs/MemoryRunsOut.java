import dev.handoff.Chan;
import dev.handoff.Go;
import dev.handoff.Scheduler;

/**
 * Starts goroutines that wait until there is no memory; then there is some again, and all of them end.
 */
void main() {
  AtomicInteger ran = new AtomicInteger();
  try (Scheduler scheduler = Scheduler.builder().processors(2).build()) {
    Chan<Object> gate = Chan.unbuffered();
    int started = 0;
    byte[] reserve = new byte[32 << 20];
    try {
      while (true) {
        scheduler.go(
            () -> {
              ran.incrementAndGet();
              gate.receive();
            });
        started++;
      }
    } catch (OutOfMemoryError e) {
      reserve = null;
    }
    IO.println("out of memory");
    gate.close();
    while (scheduler.goroutines() > 0) {
      Thread.yield();
    }
    IO.println(started == ran.get() ? "all ran" : ran + " of " + started + " ran");
  }
  IO.println("closed");
}
