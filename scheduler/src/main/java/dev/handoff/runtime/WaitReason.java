package dev.handoff.runtime;

/** Why a goroutine waits in this library, in the words that a dump shows. */
public enum WaitReason {
  CHAN_SEND("chan send"),
  CHAN_RECEIVE("chan receive"),
  CHAN_RECEIVE_NIL("chan receive (nil chan)"),
  SELECT("select"),
  SELECT_NO_CASES("select (no cases)"),
  WAIT_GROUP("sync.WaitGroup.await"),
  JOIN("join"),
  SLEEP("sleep");

  private final String text;

  WaitReason(String text) {
    this.text = text;
  }

  /** The reason as Go's dumps spell it. */
  public String text() {
    return text;
  }
}
