package io.dynamopatterns.sim.fault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.WireAnswer;
import java.util.List;
import java.util.random.RandomGenerator;

/** Answers of the service that refuse a request for no fault of the request. */
final class Refusals {
  private static final String TYPE = "com.amazonaws.dynamodb.v20120810#";
  private static final List<String> REASONS =
      List.of(
          "KeyRangeThroughputExceeded",
          "ProvisionedThroughputExceeded",
          "MaxOnDemandThroughputExceeded",
          "AccountLimitExceeded");

  private Refusals() {}

  static WireAnswer throttled(boolean write, int reason) {
    ObjectNode body = error("ProvisionedThroughputExceededException", "simulated: throttled");
    body.putArray("ThrottlingReasons")
        .addObject()
        .put("reason", "Table" + (write ? "Write" : "Read") + REASONS.get(reason))
        .put("resource", "arn:aws:dynamodb:us-east-1:123456789012:table/simulated");
    return new WireAnswer(400, body);
  }

  /** One partition has no more units; the others have. */
  static WireAnswer hot(boolean write) {
    return throttled(write, 0);
  }

  static WireAnswer conflict() {
    return new WireAnswer(
        400, error("TransactionConflictException", "simulated: a transaction is under way"));
  }

  /** A cancelled transaction, of which one action at least met another one. */
  static WireAnswer cancelled(int actions, RandomGenerator random) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("__type", TYPE + "TransactionCanceledException");
    body.put("Message", "Transaction cancelled, please refer cancellation reasons");
    ArrayNode reasons = body.putArray("CancellationReasons");
    int conflict = random.nextInt(actions);
    for (int i = 0; i < actions; i++) {
      reasons.addObject().put("Code", i == conflict ? "TransactionConflict" : "None");
    }
    return new WireAnswer(400, body);
  }

  static WireAnswer serverError() {
    return new WireAnswer(500, error("InternalServerError", "simulated: internal server error"));
  }

  private static ObjectNode error(String code, String message) {
    return JsonNodeFactory.instance.objectNode().put("__type", TYPE + code).put("message", message);
  }
}
