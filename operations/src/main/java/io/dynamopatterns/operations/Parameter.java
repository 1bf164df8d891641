package io.dynamopatterns.operations;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request can have, as help and forms show it.
 *
 * @param name the field in JSON
 * @param type how its value is read
 * @param allowed the values that it can have; empty for any
 * @param otherwise the value where none is given, if there is one
 */
public record Parameter(
    String name,
    Type type,
    String description,
    String label,
    boolean positional,
    boolean required,
    boolean repeated,
    List<String> allowed,
    Optional<String> otherwise,
    int min,
    int max) {

  /** How a value is read. */
  public enum Type {
    TEXT,
    NUMBER,
    FLAG,
    TIME,
    JSON
  }

  /** The option on the command line: {@code --older-than} for {@code olderThan}. */
  public String option() {
    return "--" + dashed(name);
  }

  /** {@code older-than} for {@code olderThan}. */
  static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
