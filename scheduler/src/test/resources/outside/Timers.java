package outside;

import static outside.Main.check;

import dev.handoff.Chan;
import dev.handoff.Receiver;
import dev.handoff.time.Ticker;
import dev.handoff.time.Timer;
import java.time.Duration;
import java.time.Instant;

/** Timers and tickers. */
final class Timers {
  private Timers() {}

  static void use() {
    Duration hour = Duration.ofHours(1);
    Duration moment = Duration.ofMillis(1);
    Timer timer = Timer.after(hour);
    Receiver<Instant> channel = timer.channel();
    boolean pending = timer.reset(moment);
    check(pending);
    Instant at = channel.receive();
    check(at != null);
    boolean stopped = timer.stop();
    check(!stopped);

    Chan<String> called = Chan.unbuffered();
    Runnable call = () -> called.send("now");
    Timer function = Timer.afterFunc(moment, call);
    check(called.receive().equals("now"));
    check(!function.stop());

    Ticker ticker = Ticker.every(moment);
    Receiver<Instant> ticks = ticker.channel();
    check(ticks.receive() != null);
    ticker.reset(hour);
    check(ticks.tryReceive() == null);
    ticker.stop();
    AutoCloseable closeable = ticker;
    ticker.close();
    check(closeable == ticker);
  }
}
