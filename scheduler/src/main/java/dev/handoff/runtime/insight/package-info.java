/** Scheduler traces on standard error, the MBean, and the system properties that ask for them. */
package dev.handoff.runtime.insight;
