/** A chat server on plain sockets. */
package dev.handoff.verification.examples.chat;
