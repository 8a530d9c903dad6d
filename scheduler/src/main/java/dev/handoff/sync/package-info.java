/** What goroutines synchronise with beside channels, as in Go's package {@code sync}. */
package dev.handoff.sync;
