/** What users of Java expect of a library: that it can be read, and seen through when it hangs. */
package dev.handoff.verification.habits;
