/** The command line. */
package dev.handoff.verification.cli;
