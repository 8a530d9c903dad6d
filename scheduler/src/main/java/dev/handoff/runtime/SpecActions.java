package dev.handoff.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Holds the {@link SpecAction}s of a method that takes the steps of several actions. */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.METHOD)
public @interface SpecActions {
  SpecAction[] value();
}
