package io.dynamopatterns.aggregator.table;

/** What the index lists, each under its own keys. */
public enum IndexKind {
  /** Rounds that take events. */
  OPEN("open#"),
  /** Records that were rejected. */
  REJECTED("rejected#");

  private final String prefix;

  IndexKind(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }
}
