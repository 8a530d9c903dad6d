/** Goroutines and channels: Go's concurrency on the JVM, on a scheduler with a formal spec. */
package dev.handoff;
