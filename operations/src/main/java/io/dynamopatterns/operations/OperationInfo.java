package io.dynamopatterns.operations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How people call an operation, and what its help says. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OperationInfo {
  /** One or two words, such as {@code status} or {@code history as-of}: the command's name. */
  String name();

  /** One sentence for the help. */
  String summary();

  /** Command lines without {@code ./fleet}, such as {@code history versions pages /hello}. */
  String[] examples();

  /**
   * Whether a person is asked before a change is carried out: data or work can be lost by it. A
   * change that does not say it asks.
   */
  boolean destructive() default true;
}
