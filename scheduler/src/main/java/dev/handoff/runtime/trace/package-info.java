/** Recording a run: every step of the scheduler, into a file that TLC can judge. */
package dev.handoff.runtime.trace;
