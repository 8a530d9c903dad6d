package dev.handoff.runtime;

import java.util.ArrayList;
import java.util.List;

/** Starts no threads: a test runs each M itself, on its own thread. */
final class CollectedMachines implements Machines {
  final List<M> started = new ArrayList<>();
  final List<Throwable> failures = new ArrayList<>();
  private final int limit;

  CollectedMachines(int limit) {
    this.limit = limit;
  }

  @Override
  public void start(M m) {
    started.add(m);
  }

  @Override
  public int limit() {
    return limit;
  }

  @Override
  public long keepAliveNanos() {
    return Long.MAX_VALUE;
  }

  @Override
  public void limitReached() {
    failures.add(new IllegalStateException("more than " + limit + " Ms are needed"));
  }

  @Override
  public void failed(Throwable failure) {
    failures.add(failure);
  }
}
