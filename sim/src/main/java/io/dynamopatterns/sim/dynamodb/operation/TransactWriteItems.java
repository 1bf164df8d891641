package io.dynamopatterns.sim.dynamodb.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dynamopatterns.sim.dynamodb.table.Database;
import io.dynamopatterns.sim.dynamodb.table.ModelKey;
import io.dynamopatterns.sim.dynamodb.value.Attribute;
import io.dynamopatterns.sim.dynamodb.value.AttributeJson;
import io.dynamopatterns.sim.dynamodb.value.ServiceError;
import io.dynamopatterns.sim.dynamodb.value.Sizes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes of several items, all or none. */
final class TransactWriteItems implements ModelOperation {
  private static final int MOST = 100;
  private static final int MOST_BYTES = 4 * 1024 * 1024;

  /** An action names its table by its name. */
  private record Target(String table, ModelKey key) {}

  /** How an action ends; one that fails has a code. */
  private record Result(
      String code,
      String message,
      Optional<Map<String, Attribute>> before,
      Optional<Map<String, Attribute>> after) {
    boolean failed() {
      return !code.equals("None");
    }
  }

  @Override
  public ObjectNode answer(Database database, JsonNode request) {
    JsonNode items = RequestMembers.required(request, "TransactItems");
    RequestMembers.requireSize("transactItems", items.size(), MOST);
    String token = request.path("ClientRequestToken").asText("");
    String content = items.toString();
    List<Write> writes = new ArrayList<>();
    items.forEach(action -> writes.add(write(database, action)));
    requireDifferentItems(writes);
    if (!token.isEmpty() && database.isCommitted(token, content)) {
      return answered(request, writes, writes.stream().map(write -> unchanged(write)).toList());
    }
    List<Result> results = writes.stream().map(TransactWriteItems::result).toList();
    if (results.stream().anyMatch(Result::failed)) {
      throw cancelled(writes, results);
    }
    requireSize(results);
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      write.table().write(database.now(), write.key(), results.get(i).after(), false);
    }
    if (!token.isEmpty()) {
      database.committed(token, content);
    }
    return answered(request, writes, results);
  }

  private static Write write(Database database, JsonNode action) {
    if (action.size() != 1) {
      throw ServiceError.validation(
          "TransactItems can only contain one of Check, Put, Update or Delete");
    }
    Map.Entry<String, JsonNode> only = action.properties().iterator().next();
    JsonNode request = only.getValue();
    return switch (only.getKey()) {
      case "Put" -> Write.put(database, request);
      case "Update" -> Write.update(database, request);
      case "Delete" -> Write.delete(database, request);
      case "ConditionCheck" -> Write.check(database, request);
      default -> throw ServiceError.validation("unknown action " + only.getKey());
    };
  }

  private static void requireDifferentItems(List<Write> writes) {
    Set<Target> targets = new HashSet<>();
    for (Write write : writes) {
      if (!targets.add(new Target(write.table().name(), write.key()))) {
        throw ServiceError.validation(
            "Transaction request cannot include multiple operations on one item");
      }
    }
  }

  private static Result result(Write write) {
    Optional<Map<String, Attribute>> before = write.stored();
    if (!write.conditionHolds()) {
      return new Result("ConditionalCheckFailed", "The conditional request failed", before, before);
    }
    try {
      return new Result("None", "", before, write.change().apply(before));
    } catch (ServiceError e) {
      return new Result("ValidationError", e.getMessage(), before, before);
    }
  }

  private static Result unchanged(Write write) {
    return new Result("None", "", write.stored(), write.stored());
  }

  private static void requireSize(List<Result> results) {
    long bytes =
        results.stream()
            .flatMap(result -> result.after().stream())
            .mapToLong(item -> Sizes.of(item))
            .sum();
    if (bytes > MOST_BYTES) {
      throw ServiceError.validation("Aggregate size of items exceeds the 4 MB limit");
    }
  }

  private static ServiceError cancelled(List<Write> writes, List<Result> results) {
    ServiceError error =
        ServiceError.of(
            "TransactionCanceledException",
            "Transaction cancelled, please refer cancellation reasons for specific reasons "
                + results.stream().map(Result::code).toList());
    ArrayNode reasons = error.members().putArray("CancellationReasons");
    for (int i = 0; i < writes.size(); i++) {
      Result result = results.get(i);
      ObjectNode reason = reasons.addObject().put("Code", result.code());
      if (result.failed()) {
        reason.put("Message", result.message());
        if (writes.get(i).returnsOldOnFailure()) {
          result.before().ifPresent(item -> reason.set("Item", AttributeJson.write(item)));
        }
      }
    }
    return error;
  }

  private static ObjectNode answered(JsonNode request, List<Write> writes, List<Result> results) {
    Capacity capacity = new Capacity(request);
    for (int i = 0; i < writes.size(); i++) {
      Write write = writes.get(i);
      // A transaction prepares each write, then commits it.
      capacity.add(
          write.table(), 2 * write.table().units(results.get(i).before(), results.get(i).after()));
    }
    ObjectNode answer = RequestMembers.object();
    capacity.putListInto(answer);
    return answer;
  }
}
