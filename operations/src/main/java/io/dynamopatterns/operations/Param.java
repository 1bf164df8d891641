package io.dynamopatterns.operations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A component of a request.
 *
 * <p>Its type is {@code String}, {@code int}, {@code boolean}, {@code Instant}, an enum, {@code
 * JsonNode}, {@code List<String>}, or an {@code Optional} of one of these. A component that is
 * neither optional nor a flag nor a list and has no {@link #otherwise} must be given.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Param {
  /** What it is, in one sentence. */
  String value();

  /** Whether the command takes it as an argument, in the order of the components. */
  boolean positional() default false;

  /** Whether arguments of a list may be left out. */
  boolean optional() default false;

  /** Takes the place of the value in the help: {@code TABLE}. Default: the component's name. */
  String label() default "";

  /** The value where none is given. */
  String otherwise() default "";

  /** What text may be; empty for any. An enum allows its constants. */
  String[] allowed() default {};

  /** The least an {@code int} may be. */
  int min() default 0;

  /** The most an {@code int} may be. */
  int max() default Integer.MAX_VALUE;
}
