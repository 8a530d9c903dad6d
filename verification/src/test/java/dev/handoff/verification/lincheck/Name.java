package dev.handoff.verification.lincheck;

/** The channels of {@link ChannelOperations}. */
public enum Name {
  A,
  B
}
