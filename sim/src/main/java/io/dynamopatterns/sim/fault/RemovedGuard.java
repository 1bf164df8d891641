package io.dynamopatterns.sim.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * A guard of a pattern that a negative control removes: what a request asks of DynamoDB, or what an
 * answer says to the function, so that a fault does no harm.
 *
 * @param ofRequests changes the requests that carry it
 * @param ofAnswers changes the answers that carry it
 */
public record RemovedGuard(String name, Removal ofRequests, Removal ofAnswers) {

  /** Removes the guard from a request or an answer of an operation. */
  @FunctionalInterface
  public interface Removal {
    void from(String operation, ObjectNode body);
  }

  public static RemovedGuard inRequests(String name, Removal removal) {
    return new RemovedGuard(name, removal, (operation, answer) -> {});
  }

  public static RemovedGuard inAnswers(String name, Removal removal) {
    return new RemovedGuard(name, (operation, request) -> {}, removal);
  }

  /** That reads are strongly consistent: those of one item, and those of many. */
  public static RemovedGuard consistentReads() {
    return inRequests(
        "strongly consistent reads",
        (operation, request) -> {
          if (request.has("ConsistentRead")) {
            request.put("ConsistentRead", false);
          }
        });
  }

  /** The condition of the requests that this applies to. */
  public static RemovedGuard condition(String name, BiPredicate<String, ObjectNode> of) {
    return inRequests(
        name,
        (operation, request) -> {
          if (request.has("ConditionExpression") && of.test(operation, request)) {
            replaceCondition(request, null);
          }
        });
  }

  /**
   * Sets another condition, or none for null, and drops the names and values that only the old one
   * had.
   */
  public static void replaceCondition(ObjectNode request, String condition) {
    request.remove("ConditionExpression");
    if (condition != null) {
      request.put("ConditionExpression", condition);
    }
    String expressions =
        request.path("ConditionExpression").asText() + request.path("UpdateExpression").asText();
    for (String member : Set.of("ExpressionAttributeNames", "ExpressionAttributeValues")) {
      if (request.get(member) instanceof ObjectNode placeholders) {
        Set<String> unused = new HashSet<>();
        placeholders.fieldNames().forEachRemaining(unused::add);
        unused.removeIf(name -> expressions.matches("(?s).*" + name + "(?![A-Za-z0-9_]).*"));
        placeholders.remove(unused);
        if (placeholders.isEmpty()) {
          request.remove(member);
        }
      }
    }
  }
}
