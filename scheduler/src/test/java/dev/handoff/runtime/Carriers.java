package dev.handoff.runtime;

/** Lets tests in other packages see the thread that carries a goroutine. */
public final class Carriers {
  private Carriers() {}

  public static Thread current() {
    return VirtualThreads.currentCarrier();
  }
}
