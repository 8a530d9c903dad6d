/**
 * Events for JDK Flight Recorder. While no recording asks for an event, {@code emit} and {@code begun}
 * read a constant and return: no clock, no allocation. Each class keeps one instance of itself for
 * that question, because JFR answers it by a method of the event.
 *
 * <p>They are committed on the thread that did what they tell: a goroutine, an M between two
 * goroutines, sysmon. All are off unless a recording's settings name them; {@code handoff.jfc}, a
 * resource of {@code dev.handoff}, names all.
 */
package dev.handoff.runtime.jfr;
