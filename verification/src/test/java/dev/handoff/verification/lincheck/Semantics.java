package dev.handoff.verification.lincheck;

import java.util.List;

/**
 * What a structure with calls that block does, one step at a time. A call that blocks is not one
 * step but two at least: it begins, perhaps it waits, and what others do then lets it end. So a send
 * and the receive that takes its value need no single moment at which both happen.
 *
 * @param <S> the state; a value, never changed
 */
interface Semantics<S> {
  /** What a step leaves for a result that is still open. */
  Object WAITS = new Object();

  /**
   * One step of one call.
   *
   * @param result what the call returns, or {@link #WAITS}
   */
  record Step<S>(S state, Object result) {}

  S initial();

  /** What may happen when the thread makes the call: one step at least. */
  List<Step<S>> begin(S state, int thread, Call call);

  /** What may happen to the thread's call, which waits; no step: it goes on waiting. */
  List<Step<S>> resume(S state, int thread, Call call);

  /** The states in which the thread, interrupted, has left its call, in which it waits. */
  List<S> leave(S state, int thread, Call call);
}
