package io.dynamopatterns.emulator.sqs;

import io.dynamopatterns.emulator.http.ApiException;

/** A request, or an entry of a batch, that SQS refuses. */
public final class SqsException extends ApiException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param type the error as the JSON protocol names it
   * @param code the same error as the older protocol named it, which SDKs still show
   */
  SqsException(String type, String code, String message) {
    super(400, "com.amazonaws.sqs#" + type, message);
    this.code = code;
  }

  static SqsException noSuchQueue(String name, Object known) {
    return new SqsException(
        "QueueDoesNotExist",
        "AWS.SimpleQueueService.NonExistentQueue",
        "Queue %s does not exist; the fleet has %s".formatted(name, known));
  }

  static SqsException invalid(String message, Object... values) {
    return new SqsException(
        "InvalidParameterValueException", "InvalidParameterValue", message.formatted(values));
  }

  static SqsException missing(String parameter) {
    return new SqsException(
        "MissingRequiredParameterException",
        "MissingParameter",
        "The request must contain the parameter " + parameter + ".");
  }

  String code() {
    return code;
  }
}
