package io.dynamopatterns.emulator.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * DynamoDB Local's API as JSON. Records and items stay in the service's own text form, of which an
 * SDK client would make objects that have to be turned back.
 */
interface JsonApi {
  /**
   * @throws RefusedException if DynamoDB Local does not take the request
   */
  JsonNode call(String operation, ObjectNode request);

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** DynamoDB Local does not take a request. */
  final class RefusedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String type;

    RefusedException(String operation, String type, String error) {
      super(operation + " was refused: " + error);
      this.type = type.substring(type.indexOf('#') + 1);
    }

    boolean is(String exception) {
      return type.equals(exception);
    }
  }
}
