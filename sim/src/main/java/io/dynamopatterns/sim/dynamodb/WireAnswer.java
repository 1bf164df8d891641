package io.dynamopatterns.sim.dynamodb;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer as it goes over the wire. */
public record WireAnswer(int status, ObjectNode body) {
  static final int OK = 200;
  static final int BAD_REQUEST = 400;

  public boolean isSuccess() {
    return status == OK;
  }
}
