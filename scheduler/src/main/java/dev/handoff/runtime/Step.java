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
 *   PARK EXIT        own P    goroutine   its
 *   YIELD            own P    goroutine   its   global position
 *   SUBMIT INJECT             goroutine   its   global position   ticket
 *   WAKE OUTSIDE_WAKE  its P  the M woken       idle version      ticket
 *   NO_WAKE OUTSIDE_NO_WAKE                     idle version      ticket
 *   POLL_GLOBAL TAKE_GLOBAL  own P  goroutine   global position
 *   POLL_EMPTY       own P                      global position
 *   TAKE_NEXT TAKE_NEXT_ANEW  own P  goroutine
 *   TAKE_HEAD        own P    goroutine         ring position
 *   START_SPINNING STOP_SPINNING  own P         idle version
 *   STEAL            victim   oldest      count head position     tail seen
 *   STEAL_NEXT       victim   goroutine   its
 *   STOW             own P    first stowed      ring position     puts
 *   EXECUTE          own P    goroutine   its
 *   RELEASE          own P                      idle version
 *   CHECK_EMPTY      queue                      puts, or global position
 *   CHECK_FOUND      queue    goroutine or -1   puts, or position of something seen there
 *   RESUME           own P
 * </pre>
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
  TAKE_NEXT_ANEW("TakeNextAnew");

  private final String action;

  Step(String action) {
    this.action = action;
  }

  /** The name of the action in Scheduler.tla. */
  public String action() {
    return action;
  }
}
