/** Trace validation: is a recorded run a behaviour of the spec? */
package dev.handoff.verification.trace;
