package dev.handoff.runtime;

/**
 * The kinds of event in a recorded run: one for each action of Scheduler.tla, under the same name.
 * The ordinal is what the file holds, so a new kind goes to the end.
 *
 * <p>What the fields of an event mean, by kind. {@code version} of the idle state is the one that
 * the step made or, for a step that only looked, the one that it saw; {@code puts} is the count of
 * puts into a P's queue (see {@link P#puts}); {@code n} is a goroutine's transition number.
 *
 * <pre>
 *   kind             q        g           n     x                 y
 *   SPAWN READY      own P    goroutine   its   kicked or -1      puts
 *   STOW_KICKED      own P    kicked            ring position     puts
 *   SPILL            own P    oldest            head position     puts
 *   FLUSH            own P    first             global position   count
 *   PARK PARK_OUTSIDE PARK_IN_SYSCALL EXIT
 *                    own P, -1  goroutine its
 *   YIELD            own P    goroutine   its   global position
 *   SUBMIT INJECT             goroutine   its   global position   ticket
 *   WAKE OUTSIDE_WAKE  its P  the M woken transfer  idle version  ticket
 *   NO_WAKE OUTSIDE_NO_WAKE                     idle version      ticket
 *   POLL_GLOBAL TAKE_GLOBAL  own P  goroutine   global position
 *   POLL_EMPTY       own P                      global position
 *   TAKE_NEXT TAKE_NEXT_ANEW  own P  goroutine
 *   TAKE_HEAD        own P    goroutine         ring position
 *   START_SPINNING STOP_SPINNING  own P         idle version
 *   STEAL            victim   oldest      count head position     tail seen
 *   STEAL_NEXT       victim   goroutine   its
 *   STOW             own P    first stowed      ring position     puts
 *   EXECUTE          own P    goroutine   its   stretch           idle version seen
 *   RELEASE          own P                      idle version      transfer
 *   CHECK_EMPTY      queue                      puts, or global position
 *   CHECK_FOUND      queue    goroutine or -1   puts, or position of something seen there
 *   RESUME STOP_LOCKED  own P                   transfer
 *   ENTER_SYSCALL    own P    goroutine   its   stretch
 *   EXIT_FAST        own P    goroutine   its   idle version seen
 *   ASK              the P    its M       stretch
 *   RETAKE_SYSCALL RETAKE_RUNNING  the P  its M  stretch  transfer  idle version seen
 *   REACQUIRE        new P    goroutine   its, -1  idle version   transfer
 *   REQUEUE                   goroutine   its   global position
 *   REST                                        idle version
 *   REJOIN           new P                      idle version      transfer
 *   HAND_OFF HAND_OFF_WORK  the P  the M  transfer  idle version
 *   HAND_OFF_IDLE GROW  the P             transfer  idle version
 *   SHRINK           the P                transfer, -1: held  idle version
 *   DROP             the P                      transfer
 *   TAKE_OUT         own P    oldest      count head position     idle version seen
 *   TAKE_OUT_NEXT    own P    goroutine                           idle version seen
 *   GIVE_BACK        own P    first       idle version seen  global position  count
 *   RETIRE           own P                      idle version, -1: was not spinning  transfer
 *   LOCK UNLOCK               goroutine
 *   HAND_TO_LOCKED   own P    goroutine   the M transfer
 *   REPORT_DEADLOCK                             idle version      global position, of the next put
 * </pre>
 *
 * <p>{@code transfer} is the count of changes of hands of that P ({@link P#transfer}), {@code
 * stretch} the number in its word ({@link Ownership}).
 */
public enum Step {
  SPAWN("Spawn"),
  READY("Ready"),
  STOW_KICKED("StowKicked"),
  SPILL("Spill"),
  FLUSH("Flush"),
  PARK("Park"),
  YIELD("Yield"),
  EXIT("Exit"),
  SUBMIT("Submit"),
  INJECT("Inject"),
  WAKE("Wake"),
  NO_WAKE("NoWake"),
  OUTSIDE_WAKE("OutsideWake"),
  OUTSIDE_NO_WAKE("OutsideNoWake"),
  POLL_GLOBAL("PollGlobal"),
  POLL_EMPTY("PollEmpty"),
  TAKE_NEXT("TakeNext"),
  TAKE_HEAD("TakeHead"),
  TAKE_GLOBAL("TakeGlobal"),
  START_SPINNING("StartSpinning"),
  STEAL("Steal"),
  STEAL_NEXT("StealNext"),
  STOW("Stow"),
  STOP_SPINNING("StopSpinning"),
  EXECUTE("Execute"),
  RELEASE("Release"),
  CHECK_EMPTY("CheckEmpty"),
  CHECK_FOUND("CheckFound"),
  RESUME("Resume"),
  TAKE_NEXT_ANEW("TakeNextAnew"),
  PARK_OUTSIDE("ParkOutside"),
  ENTER_SYSCALL("EnterSyscall"),
  EXIT_FAST("ExitFast"),
  PARK_IN_SYSCALL("ParkInSyscall"),
  RETAKE_SYSCALL("RetakeSyscall"),
  ASK("Ask"),
  RETAKE_RUNNING("RetakeRunning"),
  REACQUIRE("Reacquire"),
  REQUEUE("Requeue"),
  REST("Rest"),
  REJOIN("Rejoin"),
  HAND_OFF("HandOff"),
  HAND_OFF_WORK("HandOffWork"),
  HAND_OFF_IDLE("HandOffIdle"),
  DROP("Drop"),
  GROW("Grow"),
  SHRINK("Shrink"),
  TAKE_OUT("TakeOut"),
  TAKE_OUT_NEXT("TakeOutNext"),
  GIVE_BACK("GiveBack"),
  RETIRE("Retire"),
  LOCK("Lock"),
  UNLOCK("Unlock"),
  STOP_LOCKED("StopLocked"),
  HAND_TO_LOCKED("HandToLocked"),
  REPORT_DEADLOCK("ReportDeadlock");

  /** Names the global queue where a step has the number of a P. */
  public static final int GLOBAL = Integer.MAX_VALUE;

  private final String action;

  Step(String action) {
    this.action = action;
  }

  /** The name of the action in Scheduler.tla. */
  public String action() {
    return action;
  }
}
