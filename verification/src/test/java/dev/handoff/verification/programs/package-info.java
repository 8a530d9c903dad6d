/**
 * Random goroutine programs, run on the real scheduler, and a sequential model that says which of
 * their runs channels, locks and the rest allow.
 */
package dev.handoff.verification.programs;
