package io.dynamopatterns.local.run;

import com.fasterxml.jackson.databind.JsonNode;

/** Where the lines of a file of JSON go. */
public interface LineDestination {
  /** A line cannot go there; the message says why. */
  final class RefusedLineException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedLineException(String message) {
      super(message);
    }
  }

  /**
   * Takes one line.
   *
   * @param number of the line, from 1 on
   * @param object its content, which is a JSON object
   */
  void put(long number, JsonNode object) throws RefusedLineException;
}
