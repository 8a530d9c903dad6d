/**
 * What goroutines cost, beside the same programs on plain virtual threads and on Kotlin coroutines.
 */
package dev.handoff.verification.bench;
