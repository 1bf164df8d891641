package io.dynamopatterns.operations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How people call an operation, and what its help says. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OperationInfo {
  /** See {@link Operation#name()}. */
  String name();

  /** See {@link Operation#summary()}. */
  String summary();

  /** See {@link Operation#examples()}. */
  String[] examples();

  /** See {@link ChangeOperation#destructive()}. */
  boolean destructive() default false;
}
