/**
 * The scheduler that {@code spec/Scheduler.tla} specifies. The core ({@code Sched}, {@code M},
 * {@code P}, {@code G}, {@code RunQueue}, {@code GlobalQueue}, {@code Idle}) knows nothing of virtual
 * threads; {@code GoroutineThread} ties it to them, {@code Host} gives it threads and a life.
 */
package dev.handoff.runtime;
