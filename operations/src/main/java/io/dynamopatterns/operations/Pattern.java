package io.dynamopatterns.operations;

import java.util.Locale;

/** A pattern as it is deployed: its functions have names and handlers by a rule. */
public enum Pattern {
  AGGREGATOR,
  PERIODIC,
  PROCESSOR,
  HISTORY,
  EVENTSTORE,
  FANOUT;

  /** Its name after the deployment's prefix, unless its module was given another. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The handler class of one of its functions.
   *
   * @param role such as {@code read}
   */
  String handler(String role) {
    // Four patterns have a function of this role: the name of the handler begins with the
    // pattern's.
    String owner = role.equals("read") ? capitalized(id()) : "";
    return "io.dynamopatterns.%s.%s%sHandler".formatted(id(), owner, capitalized(role));
  }

  private static String capitalized(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  @Override
  public String toString() {
    return id();
  }
}
