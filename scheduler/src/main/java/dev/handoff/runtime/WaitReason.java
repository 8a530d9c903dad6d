package dev.handoff.runtime;

/** Why a goroutine waits in this library, in the words that a dump shows. */
public enum WaitReason {
  CHAN_SEND("chan send"),
  CHAN_RECEIVE("chan receive"),
  CHAN_RECEIVE_NIL("chan receive (nil chan)"),
  SELECT("select"),
  SELECT_NO_CASES("select (no cases)"),
  WAIT_GROUP("sync.WaitGroup.await"),
  MUTEX_LOCK("sync.Mutex.lock"),
  MUTEX_TRY_LOCK("sync.Mutex.tryLock", true),
  RWMUTEX_LOCK("sync.RWMutex.lock"),
  RWMUTEX_READ_LOCK("sync.RWMutex.readLock"),
  ONCE("sync.Once.run"),
  COND("sync.Cond.await"),
  SEMAPHORE("sync.Semaphore.acquire"),
  ERR_GROUP_GO("sync.ErrGroup.go"),
  ERR_GROUP_AWAIT("sync.ErrGroup.await"),
  JOIN("join"),
  SLEEP("sleep", true);

  private final String text;
  private final boolean timed;

  WaitReason(String text) {
    this(text, false);
  }

  WaitReason(String text, boolean timed) {
    this.text = text;
    this.timed = timed;
  }

  /** The reason as Go's dumps spell it. */
  public String text() {
    return text;
  }

  /** Whether the time alone ends the wait: then it is no part of a deadlock. */
  boolean isTimed() {
    return timed;
  }
}
