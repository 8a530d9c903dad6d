/** Programs to run, to read, and to validate. */
package dev.handoff.verification.examples;
