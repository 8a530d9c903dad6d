package dev.handoff.runtime;

/** Whose timers they are: a scheduler's ({@link Timers}), or the library's ({@link TimerService}). */
interface TimerHome {
  /** The clock that their deadlines are moments of. */
  Clock clock();

  /** Puts a timer that is in no heap into one; if the home has closed it is dropped. */
  void insert(HeapTimer t, long when);

  /** Whoever has added a deadline sees to it, afterwards, that nobody sleeps past it. Never blocks. */
  void look(long when);

  /** A thread that does not belong to this home may have stopped a timer. */
  void stopped();

  /** The home of timers that the calling thread makes. */
  static TimerHome ofCaller() {
    GoroutineThread g = GoroutineThread.currentOrNull();
    return g == null ? TimerService.shared() : g.host().sched().timers();
  }
}
