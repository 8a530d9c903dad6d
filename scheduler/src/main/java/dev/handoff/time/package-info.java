/** Timers and tickers. */
package dev.handoff.time;
