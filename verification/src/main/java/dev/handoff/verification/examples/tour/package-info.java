/** Solutions to the exercises of A Tour of Go. */
package dev.handoff.verification.examples.tour;
