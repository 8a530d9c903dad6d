package dev.handoff.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the action of the spec whose step a method takes: {@code "Scheduler!Ready"} is the action
 * {@code Ready} of {@code spec/Scheduler.tla}. A test compares both sides: each action that the spec's
 * next-state relation reaches has a method, and each name is such an action.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
@Repeatable(SpecActions.class)
public @interface SpecAction {
  /** Module, exclamation mark, action. */
  String value();
}
