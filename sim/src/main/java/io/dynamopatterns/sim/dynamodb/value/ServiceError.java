package io.dynamopatterns.sim.dynamodb.value;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A refusal, as DynamoDB answers it. */
public final class ServiceError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String TYPE = "com.amazonaws.dynamodb.v20120810#";

  private final String code;
  private final transient ObjectNode members;

  private ServiceError(String code, String message) {
    super(message, null, false, false);
    this.code = code;
    this.members = JsonNodeFactory.instance.objectNode();
  }

  public static ServiceError of(String code, String message) {
    return new ServiceError(code, message);
  }

  public static ServiceError validation(String message) {
    return new ServiceError("ValidationException", message);
  }

  public static ServiceError conditionFailed() {
    return new ServiceError("ConditionalCheckFailedException", "The conditional request failed");
  }

  public static ServiceError notFound(String table) {
    return new ServiceError(
        "ResourceNotFoundException",
        "Requested resource not found: Table: " + table + " not found");
  }

  public String code() {
    return code;
  }

  /** What the answer has besides the code and the message, to be added to. */
  public ObjectNode members() {
    return members;
  }

  /** The body of the answer. */
  public ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("__type", TYPE + code);
    // TransactionCanceledException has its message under another name than all others.
    body.put(members.has("CancellationReasons") ? "Message" : "message", getMessage());
    body.setAll(members);
    return body;
  }
}
