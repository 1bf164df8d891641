package io.dynamopatterns.common.settings;

import io.dynamopatterns.common.settings.Variable.Need;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Reads settings from a function's environment variables. A module reads them once, at its start,
 * into a record of typed values:
 *
 * <pre>{@code
 * record OrderSettings(String table, int shards) {
 *   static OrderSettings of(Variables variables) {
 *     return new OrderSettings(
 *         variables.required("ORDERS_TABLE", Kind.TABLE, "the table of orders"),
 *         variables.orElse("ORDERS_SHARDS", Kind.whole(1, 100), "4", "how many partitions it has"));
 *   }
 * }
 * }</pre>
 *
 * <p>Every wrong value ends the start with an {@link IllegalArgumentException} of one form: the
 * variable, its value and what is allowed. Not safe for use by several threads.
 */
public final class Variables {
  private final UnaryOperator<String> environment;
  private final List<Variable> declared = new ArrayList<>();

  private Variables(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * @param environment returns a variable's value, or null where it is not set
   */
  public static Variables of(UnaryOperator<String> environment) {
    return new Variables(environment);
  }

  /** Reads from a map of variables in place of the environment. */
  public static Variables of(Map<String, String> environment) {
    return of(environment::get);
  }

  /**
   * A variable that must be set.
   *
   * @throws IllegalArgumentException if it is not set or has a value that is not allowed
   */
  public <T> T required(String name, Kind<T> kind, String meaning) {
    declared.add(new Variable(name, Need.REQUIRED, "", kind.allowed(), meaning));
    String text = value(name).orElseThrow(() -> error(name, "is not set", kind.allowed()));
    return kind.read(name, text);
  }

  /**
   * A variable with a default.
   *
   * @param fallback the text that is read when the variable is not set
   * @throws IllegalArgumentException if it has a value that is not allowed
   */
  public <T> T orElse(String name, Kind<T> kind, String fallback, String meaning) {
    declared.add(new Variable(name, Need.DEFAULT, fallback, kind.allowed(), meaning));
    return kind.read(name, value(name).orElse(fallback));
  }

  /**
   * A variable without which what it turns on stays off. An empty text is as good as none.
   *
   * @throws IllegalArgumentException if it has a value that is not allowed
   */
  public <T> Optional<T> optional(String name, Kind<T> kind, String meaning) {
    declared.add(new Variable(name, Need.OPTIONAL, "", kind.allowed(), meaning));
    return value(name).filter(text -> !text.isEmpty()).map(text -> kind.read(name, text));
  }

  /** The variables that were read, in this order. */
  public List<Variable> declared() {
    return List.copyOf(declared);
  }

  /** The error for a value that is wrong, for checks that look at several variables. */
  public static IllegalArgumentException refusal(String name, Object value, String allowed) {
    return error(name, "is '%s'".formatted(value), allowed);
  }

  static IllegalArgumentException error(String name, String problem, String allowed) {
    return new IllegalArgumentException(
        "environment variable %s %s; allowed: %s".formatted(name, problem, allowed));
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(environment.apply(name));
  }
}
