package dev.handoff.runtime;

/** What an M has done. Written by the M alone; readers may see values that lag a little. */
final class Counts {
  long executions;
  long steals;
  long stolen;
  long wakes;
  long parks;
  long yields;
  long syscalls;
  long spins;
}
