/** Power series as streams of rational numbers. */
package dev.handoff.verification.examples.series;
