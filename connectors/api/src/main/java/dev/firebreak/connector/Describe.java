package dev.firebreak.connector;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One sentence on a record component, shown in generated tables, JSON schemas and element
 * templates.
 */
@Target({
  ElementType.RECORD_COMPONENT,
  ElementType.FIELD,
  ElementType.METHOD,
  ElementType.PARAMETER
})
@Retention(RetentionPolicy.RUNTIME)
public @interface Describe {
  String value();

  /** The value used where none is configured; only read on components of settings records. */
  String byDefault() default "";
}
