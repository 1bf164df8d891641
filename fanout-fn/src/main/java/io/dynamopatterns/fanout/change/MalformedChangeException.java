package io.dynamopatterns.fanout.change;

/** A stream record that is no change of the table. */
public final class MalformedChangeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedChangeException(String problem) {
    super("malformed stream record: " + problem);
  }

  MalformedChangeException(String problem, Throwable cause) {
    super("malformed stream record: " + problem, cause);
  }
}
