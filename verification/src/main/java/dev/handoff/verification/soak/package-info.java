/**
 * A long run of everything at once: phases of random programs over all features, and after each phase
 * what must be so when all is quiet.
 */
package dev.handoff.verification.soak;
