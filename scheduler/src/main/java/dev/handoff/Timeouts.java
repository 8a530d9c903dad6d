package dev.handoff;

import dev.handoff.runtime.ChannelTimer;
import java.util.ArrayList;
import java.util.List;

/** The running timers of a select that has to wait. */
final class Timeouts {
  private final Select.Case[] cases;
  private final List<ChannelTimer> timers = new ArrayList<>(1);

  /** Starts a timer for each {@code after} of these cases. */
  Timeouts(Select.Case... cases) {
    this.cases = cases.clone();
    for (int i = 0; i < cases.length; i++) {
      if (cases[i] instanceof AfterCase c) {
        ChannelTimer timer = c.timer();
        timers.add(timer);
        this.cases[i] = c.waitingFor(timer);
      }
    }
  }

  /** The cases, with receives in place of each {@code after}. */
  Select.Case[] cases() {
    return cases;
  }

  /** It is decided: none of them is needed any more. */
  void stop() {
    timers.forEach(ChannelTimer::stop);
  }
}
