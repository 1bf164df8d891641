package io.dynamopatterns.operations.subscribers;

import io.dynamopatterns.operations.OperationException;

/** Rates as people write them. */
final class Rates {
  private Rates() {}

  static int read(String perSecond) {
    if (!perSecond.matches("[1-9]\\d{0,5}")) {
      throw OperationException.request(
          "perSecond must be a number from 1 on, but is '%s'", perSecond);
    }
    return Integer.parseInt(perSecond);
  }
}
