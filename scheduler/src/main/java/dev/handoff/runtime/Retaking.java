package dev.handoff.runtime;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Takes Ps from Ms that keep them from the others, and passes on what was taken. By sysmon, by an M
 * itself, and by whoever changes the number of Ps; whoever has taken a P owns it until it is passed on.
 *
 * <p>Spec: Scheduler.tla ("how a P changes hands"), Ownership.tla. Go's counterpart: {@code retake},
 * {@code handoffp} in runtime/proc.go.
 */
final class Retaking {
  private final Sched sched;
  private final @Nullable StepLog outsiders;

  /** Ps that could not be passed on: they are to go and have work, and there is no M to empty them. */
  private final Unsettled<P> left = new Unsettled<>();

  Retaking(Sched sched, @Nullable StepLog outsiders) {
    this.sched = sched;
    this.outsiders = outsiders;
  }

  /**
   * Takes p from its M if its word is still that one, and passes it on. Any thread.
   *
   * @param kind {@link Step#RETAKE_SYSCALL} or {@link Step#RETAKE_RUNNING}
   */
  @SpecAction("Scheduler!RetakeSyscall")
  @SpecAction("Scheduler!RetakeRunning")
  boolean retake(P p, long word, Step kind) {
    if (!p.ownership.retake(word)) {
      return false;
    }
    sched.shared.retook(p.id, Ownership.machine(word), kind.action());
    long transfer = p.transfer();
    M loser = sched.machine(Ownership.machine(word));
    if (loser != null) {
      loser.ask(); // so that its goroutine sees to a P at its next scheduling point
    }
    if (outsiders != null) {
      long number = Ownership.number(word);
      outsiders.step(kind, p.id, Ownership.machine(word), number, transfer, sched.idle().version());
    }
    passOn(p);
    return true;
  }

  /** sysmon has asked the goroutine that ran on p, in that word, to yield. */
  void asked(P p, long word) {
    if (outsiders != null) {
      long number = Ownership.number(word);
      outsiders.step(Step.ASK, p.id, Ownership.machine(word), number, 0, 0);
    }
  }

  /** Passes on a P that the calling thread has taken. Never blocks. */
  void passOn(P p) {
    try {
      while (!tryPassOn(p)) {
        Thread.onSpinWait(); // the idle state changed between the look at it and the decision
      }
    } catch (OutOfMemoryError e) {
      left.add(p); // no decision has been taken, as after one nothing is allocated
    }
  }

  /** What is done with the P depends on its work, which others may only take, and the idle state. */
  private boolean tryPassOn(P p) {
    Idle seen = sched.idle();
    boolean online = seen.isOnline(p);
    boolean empty = p.queue.isEmpty();
    if (empty && !online) {
      drop(p);
      return true;
    }
    boolean available = sched.hasMachine(seen);
    if (!empty && available) {
      return handOff(p, seen, false);
    }
    if (empty && available && seen.nobodyLooks()) {
      return handOff(p, seen, true);
    }
    if (!available && (!empty || !sched.global.isEmpty())) {
      sched.limitReached();
    }
    return online ? handOffIdle(p, seen) : leaveToSysmon(p);
  }

  @SpecAction("Scheduler!HandOff")
  @SpecAction("Scheduler!HandOffWork")
  @SpecAction("Ownership!HandTo")
  private boolean handOff(P p, Idle seen, boolean spins) {
    Idle next = seen.handOff(spins);
    long version = next.version();
    M m = sched.topMachine(seen);
    Gift gift = spins ? Gift.toLook(p, version) : Gift.toWork(p, version);
    if (!sched.compareAndSetIdle(seen, next)) {
      return false;
    }
    long transfer = p.transfer();
    sched.give(m, gift);
    sched.shared.handedOff(p.id, m.id);
    if (outsiders != null) {
      Step kind = spins ? Step.HAND_OFF : Step.HAND_OFF_WORK;
      outsiders.step(kind, p.id, m.id, transfer, version, 0);
    }
    return true;
  }

  @SpecAction("Scheduler!HandOffIdle")
  @SpecAction("Ownership!SysmonKeep")
  @SpecAction("Ownership!SysmonListIdle")
  private boolean handOffIdle(P p, Idle seen) {
    long transfer = p.transfer();
    p.ownership.giveUp();
    Idle next = seen.listProcessor(p);
    if (!sched.compareAndSetIdle(seen, next)) {
      return false; // p is still the caller's
    }
    if (outsiders != null) {
      outsiders.step(Step.HAND_OFF_IDLE, p.id, -1, transfer, next.version(), 0);
    }
    return true;
  }

  @SpecAction("Scheduler!Drop")
  @SpecAction("Ownership!SysmonDrain")
  @SpecAction("Ownership!SysmonEndDrain")
  private void drop(P p) {
    long transfer = p.transfer();
    p.ownership.giveUp();
    p.letGo();
    if (outsiders != null) {
      outsiders.step(Step.DROP, p.id, -1, 0, transfer, 0);
    }
  }

  /** No M may be started to empty a P that is to go; sysmon tries again. */
  private boolean leaveToSysmon(P p) {
    left.add(p);
    return true;
  }

  /** sysmon: what others had to leave. */
  void passOnWhatWasLeft() {
    left.settle(this::passOn);
  }

  /** Takes a P that is to go from an M that runs goroutine code; one in the scheduler notices. */
  void retakeIfExposed(P p) {
    for (; ; ) {
      long word = p.ownership.look();
      Step kind =
          switch (Ownership.status(word)) {
            case USER -> Step.RETAKE_RUNNING;
            case SYSCALL -> Step.RETAKE_SYSCALL;
            case IDLE, SCHEDULING, RETAKEN -> null;
          };
      if (kind == null || retake(p, word, kind)) {
        return;
      }
    }
  }
}
