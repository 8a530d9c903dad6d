package dev.handoff.verification.programs;

import java.util.ArrayList;
import java.util.List;

/**
 * A channel of the model: values in the buffer, and those who wait to send and to receive, all in
 * order. The same routine may wait in several places.
 */
final class ModelChannel {
  /** Waits there with that case of its statement. */
  record Entry(int routine, int arm, int value) {}

  final int capacity;
  final List<Integer> buffer;
  final List<Entry> senders;
  final List<Entry> receivers;
  boolean closed;

  ModelChannel(int capacity) {
    this.capacity = capacity;
    buffer = new ArrayList<>();
    senders = new ArrayList<>();
    receivers = new ArrayList<>();
  }

  ModelChannel(ModelChannel other) {
    capacity = other.capacity;
    buffer = new ArrayList<>(other.buffer);
    senders = new ArrayList<>(other.senders);
    receivers = new ArrayList<>(other.receivers);
    closed = other.closed;
  }

  boolean canSend() {
    return closed || buffer.size() < capacity || !receivers.isEmpty();
  }

  boolean canReceive() {
    return closed || !buffer.isEmpty() || !senders.isEmpty();
  }

  void forget(int routine) {
    senders.removeIf(e -> e.routine() == routine);
    receivers.removeIf(e -> e.routine() == routine);
  }

  @Override
  public String toString() {
    return buffer + " senders " + senders + " receivers " + receivers + (closed ? " closed" : "");
  }
}
