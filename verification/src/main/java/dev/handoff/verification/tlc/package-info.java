/** TLC on the models of the spec, and what the spec says of its own actions. */
package dev.handoff.verification.tlc;
