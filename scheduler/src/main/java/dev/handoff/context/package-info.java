/** Cancellation, deadlines and values that pass down a tree of calls, as Go's package {@code context}. */
package dev.handoff.context;
