/** The usual ways to put goroutines and channels together, one a class. */
package dev.handoff.verification.examples.patterns;
