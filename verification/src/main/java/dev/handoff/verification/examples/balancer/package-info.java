/** A load balancer. */
package dev.handoff.verification.examples.balancer;
